using ActorGaze.Nn.Data.Decoding;
using ActorGaze.Nn.Data.Folders;
using ActorGaze.Nn.Data.Manifests;
using ActorGaze.Nn.Data.Sources;
using ActorGaze.Nn.Parts;

namespace ActorGaze.Nn.Data.Store;

/// <summary>What to do with a file that has an image's name and cannot be read as one.</summary>
public enum OnBadImage
{
    /// <summary>The start ends with the file's path.</summary>
    Fail,

    /// <summary>The file is reported and left out.</summary>
    Skip,
}

/// <summary>Which images a run reads.</summary>
/// <param name="Root">A folder with a folder per class under a training and a test folder; or the file of a manifest.</param>
public sealed record DataSpec(string Root)
{
    /// <summary>
    /// Share of the training folder, in [0, 1), held back for evaluation. At 0 the test folder is evaluated on, as in the paper.
    /// </summary>
    public double Validation { get; init; }

    public OnBadImage OnBadImage { get; init; } = OnBadImage.Fail;

    public PixelDepth Depth { get; init; } = PixelDepth.Auto;

    /// <summary>What the decoded images are like.</summary>
    public ImageForm Form { get; init; } = ImageForm.Usual;

    /// <summary>Which split is evaluated on, where there are three.</summary>
    public EvaluateOn EvaluateOn { get; init; }

    /// <summary>
    /// The source among the program's own that lists the images; null: a folder is read as one, and a file as a manifest.
    /// </summary>
    public string? Source { get; init; }

    /// <summary>What a manifest's columns are called.</summary>
    public ManifestColumns Columns { get; init; } = ManifestColumns.Usual;

    /// <summary>
    /// The content key that is wanted: a decoded copy that has it is taken, also one that an older decoder made. Null: any.
    /// </summary>
    public string? Content { get; init; }

    /// <summary>
    /// Take the copy that a first version decoded, where it is still there: a run has learned from it, and its content key was not written
    /// down.
    /// </summary>
    public bool FirstDecoded { get; init; }

    /// <summary>All that decoded pixels depend on besides the files: another one decodes anew, and is no part of the content key.</summary>
    internal string Decoder
    {
        get => field ?? ImageDecoder.VersionFor(Depth, Form);
        init;
    }

    /// <summary>Lists the images without opening one.</summary>
    /// <exception cref="InvalidInputException">It is no data set.</exception>
    public ImageListing List()
    {
        var setup = new SourceSetup(Path.TrimEndingDirectorySeparator(Path.GetFullPath(Root)))
        {
            EvaluateOn = EvaluateOn, Columns = Columns,
        };
        return SourceListing.Of(PartsRegistry.BuiltIn.OpenSource(Source ?? SourceTable.For(setup.Place), setup), setup);
    }
}
