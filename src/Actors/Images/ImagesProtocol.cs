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
    /// <summary>What precedes it where a run says what it waits for.</summary>
    internal const string Announced = "images: ";

    public override string ToString() => $"{Done:n0} of {Total:n0} {Doing}";
}

public sealed record ImagesFailed(OpenImages Request, Fault Fault);
