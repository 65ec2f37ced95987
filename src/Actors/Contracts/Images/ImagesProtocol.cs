using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ActorGaze.Actors.Contracts.Faults;
using ActorGaze.Nn;
using ActorGaze.Nn.Data.Decoding;
using ActorGaze.Nn.Data.Folders;
using ActorGaze.Nn.Data.Manifests;
using ActorGaze.Nn.Data.Phantoms;
using ActorGaze.Nn.Data.Store;
using ActorGaze.Nn.Parts;

namespace ActorGaze.Actors.Contracts.Images;

/// <summary>Asks for a data set, decoded. Answered with <see cref="ImagesOpened"/> or <see cref="ImagesFailed"/>.</summary>
/// <param name="Data">A folder, the file of a manifest, or <c>phantoms-localised</c>, <c>phantoms-diffuse</c>.</param>
public sealed record OpenImages(
    string Data, PhantomSpec? Phantoms, OnBadImage OnBadImage,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] PixelDepth Depth = PixelDepth.Auto)
{
    /// <summary>What the decoded images are like; null: the usual form.</summary>
    public ImageForm? Form { get; init; }

    /// <summary>Which split is evaluated on.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EvaluateOn EvaluateOn { get; init; }

    /// <summary>What the columns of a manifest are called; null: as usual.</summary>
    public ManifestColumns? Columns { get; init; }

    /// <summary>Which source reads the images; null: the program's choice.</summary>
    public SourceSpec? Source { get; init; }

    /// <summary>Images that are training images too are left out of the evaluation.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool DropLeaked { get; init; }

    /// <summary>
    /// Share of the training images that is held back for evaluation, where that decides which images are left out; else 0.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double HeldBack { get; init; }

    /// <summary>What the sweep was begun with: no other content is opened. Null where this is the first time.</summary>
    [JsonIgnore]
    public ImagesFacts? Pinned { get; init; }

    /// <summary>See <see cref="DataSpec.FirstDecoded"/>.</summary>
    [JsonIgnore]
    public bool FirstDecoded { get; init; }

    /// <summary>What data set it is, and nothing of what is known about it.</summary>
    public OpenImages Alone() => this with { Pinned = null, FirstDecoded = false };

    /// <summary>Which files it is about: where they lie, and what lists them.</summary>
    public OpenImages Place() => new(Data, null, OnBadImage.Fail) { EvaluateOn = EvaluateOn, Columns = Columns, Source = Source };

    /// <summary>
    /// What is decoded for it: requests that differ in what is left out of the evaluation alone are served by one opening.
    /// </summary>
    public OpenImages Decoding() => this with { DropLeaked = false, HeldBack = 0, Pinned = Pinned?.OfAllImages() };
}

/// <summary>The data set lies decoded in one file.</summary>
/// <param name="Classes">Their names, by label.</param>
/// <param name="Skipped">A line per image left out.</param>
public sealed record ImagesOpened(OpenImages Request, string StoreFile, ImmutableArray<string> Classes, IReadOnlyList<string> Skipped)
{
    /// <summary>What the journal keeps of it.</summary>
    public required ImagesFacts Facts { get; init; }

    /// <summary>What the facts are made of; null where they are known already.</summary>
    [JsonIgnore]
    public StoreInfo? Store { get; init; }
}

/// <summary>
/// The sweep has these images in its journal now; the run may train on them. Sweep → run, in answer to <see cref="ImagesOpened"/>.
/// </summary>
public sealed record ImagesAgreed(ImagesOpened Images);

/// <summary>How far a data set is prepared. Telemetry: may be lost.</summary>
/// <param name="Doing">drawn, decoded.</param>
public sealed record ImagesProgress(string Data, string Doing, int Done, int Total);

public sealed record ImagesFailed(OpenImages Request, Fault Fault)
{
    /// <summary>Bytes of room that the images need, where the disk was full.</summary>
    public long? BytesNeeded { get; init; }

    /// <summary>The folder that is not there, where that is why.</summary>
    public string? Missing { get; init; }
}

/// <summary>
/// Nothing has come from a data set for longer than a step may take. It is still being opened, and the answer to <see cref="OpenImages"/>
/// still follows.
/// </summary>
/// <param name="Since">When the last sign of life came, with this machine's offset.</param>
public sealed record ImagesSilent(OpenImages Request, DateTimeOffset Since);

/// <summary>
/// Asks to be told when all of a data set is there. Answered with <see cref="FolderThere"/>, however long that takes, and with
/// <see cref="FolderMissing"/> before.
/// </summary>
public sealed record AwaitFolder(OpenImages Images);

public sealed record FolderThere(string Folder);

/// <summary>What is not there of a folder that is waited for.</summary>
/// <param name="Path">The folder, or one in it.</param>
public sealed record FolderMissing(string Folder, string Path);
