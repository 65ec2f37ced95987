using System.Text.Json.Serialization;

namespace ActorGaze.Nn.Gaze;

/// <summary>The program's own references: what a gaze is compared with in training.</summary>
public static class GazeReference
{
    /// <summary>The moving class mean, after this batch has been folded in, held constant in the backward pass.</summary>
    public const string Ema = "ema";

    /// <summary>The batch's own class mean, gradient and all.</summary>
    public const string Batch = "batch";

    public static IReadOnlyList<string> All { get; } = [Ema, Batch];
}

/// <summary>The program's own distances: how far apart two gazes are. <see cref="Distances"/> has them.</summary>
public static class GazeDistance
{
    public const string L2 = "l2";
    public const string L1 = "l1";
    public const string Cosine = "cosine";
    public const string Ssim = "ssim";

    /// <summary>Jensen–Shannon divergence of the maps as distributions.</summary>
    public const string Js = "js";

    /// <summary>Entropic earth mover's distance of the maps as distributions.</summary>
    public const string Emd = "emd";

    public static IReadOnlyList<string> All { get; } = [L2, L1, Cosine, Ssim, Js, Emd];
}

/// <summary>How a run's gazes are taken, and its gaze loss.</summary>
public sealed record GazeSpec
{
    private static readonly PartSpec Usual = GazeMethod.GradCam;

    public PartSpec Reference { get; init; } = GazeReference.Ema;

    public PartSpec Distance { get; init; } = GazeDistance.L2;

    /// <summary>How much of the moving class mean a batch leaves, in [0, 1).</summary>
    public double EmaDecay { get; init; } = 0.9;

    /// <summary>How a gaze is taken, in training and in evaluation. Grad-CAM is not written: specs of versions without it stay what they were.</summary>
    [JsonIgnore]
    public PartSpec Method { get; init; } = Usual;

    /// <summary>How another method than Grad-CAM is written.</summary>
    [JsonInclude, JsonPropertyName("method")]
    internal PartSpec? WrittenMethod
    {
        get => Method == Usual ? null : Method;
        init => Method = value ?? Method;
    }
}
