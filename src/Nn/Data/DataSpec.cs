using System.Text.Json.Serialization;

namespace ActorGaze.Nn.Data;

/// <summary>What to do with a file that has an image's name and cannot be read as one.</summary>
public enum OnBadImage
{
    /// <summary>The start ends with the file's path.</summary>
    Fail,

    /// <summary>The file is reported and left out.</summary>
    Skip,
}

/// <summary>How many of the 16 bits of 16-bit images are used: the value that becomes white is the largest of so many bits.</summary>
/// <remarks>Images of 8 bits are the same whatever it is.</remarks>
public enum PixelDepth
{
    /// <summary>The smallest of 8, 12 and 16 that holds the brightest value in all 16-bit images of the data set.</summary>
    Auto,

    /// <summary>255 is white.</summary>
    [JsonStringEnumMemberName("8")]
    Eight = 8,

    /// <summary>4095 is white.</summary>
    [JsonStringEnumMemberName("12")]
    Twelve = 12,

    /// <summary>65535 is white.</summary>
    [JsonStringEnumMemberName("16")]
    Sixteen = 16,
}

/// <summary>Which images a run reads: a folder per class under a training and a test folder.</summary>
public sealed record DataSpec(string Root)
{
    /// <summary>Share of the training folder, in [0, 1), held back for evaluation. At 0 the test folder is evaluated on, as in the paper.</summary>
    public double Validation { get; init; }

    public OnBadImage OnBadImage { get; init; } = OnBadImage.Fail;

    public PixelDepth Depth { get; init; } = PixelDepth.Auto;

    /// <summary>The content key that is wanted: a decoded copy that has it is taken, also one that an older decoder made. Null: any.</summary>
    public string? Content { get; init; }

    /// <summary>Take the copy that a first version decoded, where it is still there: a run has learned from it, and its content key was not written down.</summary>
    public bool FirstDecoded { get; init; }

    /// <summary>All that decoded pixels depend on besides the files: another one decodes anew, and is no part of the content key.</summary>
    internal string Decoder
    {
        get => field ?? ImageDecoder.VersionFor(Depth);
        init;
    }
}

/// <summary>How training images are varied. Ranges are inclusive; (1, 1) for both and no flip leaves an image as it is.</summary>
/// <param name="MinArea">Least share of the image's area a crop keeps, in (0, 1].</param>
/// <param name="MaxAspect">Greatest ratio of a crop's longer side to its shorter one, at least 1.</param>
/// <param name="FlipProbability">Chance of a horizontal flip, in [0, 1].</param>
public sealed record CropSpec(double MinArea = 0.8, double MaxAspect = 1.1, double FlipProbability = 0.5);

/// <summary>Pixels in [0, 1] become (pixel − Mean) / Deviation.</summary>
public sealed record PixelScale(double Mean = 0.5, double Deviation = 0.5);
