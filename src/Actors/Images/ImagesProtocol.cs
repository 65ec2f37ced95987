using System.Collections.Immutable;
using ActorGaze.Actors.Supervision;
using ActorGaze.Nn.Data;

namespace ActorGaze.Actors.Images;

/// <summary>Asks for a data set, decoded. Answered with <see cref="ImagesOpened"/> or <see cref="ImagesFailed"/>.</summary>
/// <param name="Data">A folder, or <c>phantoms-localised</c>, <c>phantoms-diffuse</c>.</param>
public sealed record OpenImages(string Data, PhantomSpec? Phantoms, OnBadImage OnBadImage, PixelDepth Depth = PixelDepth.Auto);

/// <summary>The data set lies decoded in one file.</summary>
/// <param name="Classes">Their names, by label.</param>
/// <param name="Skipped">A line per image left out.</param>
public sealed record ImagesOpened(OpenImages Request, string StoreFile, ImmutableArray<string> Classes, IReadOnlyList<string> Skipped);

/// <summary>How far a data set is prepared. Telemetry: may be lost.</summary>
/// <param name="Doing">drawn, decoded.</param>
public sealed record ImagesProgress(string Data, string Doing, int Done, int Total)
{
    public override string ToString() => $"{Done:n0} of {Total:n0} {Doing}";
}

public sealed record ImagesFailed(OpenImages Request, Fault Fault)
{
    /// <summary>Bytes of room that the images need, where the disk was full.</summary>
    public long? BytesNeeded { get; init; }
}

/// <summary>
/// Nothing has come from a data set for longer than a step may take. It is still being opened, and the answer to <see cref="OpenImages"/> still follows.
/// </summary>
/// <param name="Since">When the last sign of life came, with this machine's offset.</param>
public sealed record ImagesSilent(OpenImages Request, DateTimeOffset Since);

/// <summary>Asks to be told when a data folder is there. Answered with <see cref="FolderThere"/>, however long that takes.</summary>
public sealed record AwaitFolder(string Folder);

public sealed record FolderThere(string Folder);
