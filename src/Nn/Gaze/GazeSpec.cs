using System.Text.Json.Serialization;
using ActorGaze.Nn.Models;

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

/// <summary>How a raw map becomes a gaze.</summary>
public enum GazeNormalisation
{
    /// <summary>Less its least value, by its range: in [0, 1).</summary>
    [JsonStringEnumMemberName("minmax")]
    MinMax,

    /// <summary>By its greatest value: in [0, 1).</summary>
    Max,

    /// <summary>By its sum: a distribution over the cells.</summary>
    Sum,

    /// <summary>As it is.</summary>
    None,
}

/// <summary>How a run's gazes are taken, and its gaze loss.</summary>
public sealed record GazeSpec
{
    private static readonly PartSpec Usual = GazeMethod.GradCam;

    /// <summary>The default is not written: specs of versions without it stay what they were.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public GazeNormalisation Normalise { get; init; } = GazeNormalisation.MinMax;

    /// <summary>The stage of the network whose maps the gaze is made of; see <see cref="Models.GazeModel.Stages"/>.</summary>
    [JsonIgnore]
    public string Layer { get; init; } = GazeModel.TargetLayer;

    /// <summary>How the layer is written. The target layer is not: specs of versions without the key stay what they were.</summary>
    [JsonInclude, JsonPropertyName("layer"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    internal string? WrittenLayer
    {
        get => Layer == GazeModel.TargetLayer ? null : Layer;
        init => Layer = value ?? Layer;
    }

    public PartSpec Reference { get; init; } = GazeReference.Ema;

    public PartSpec Distance { get; init; } = GazeDistance.L2;

    /// <summary>How much of the moving class mean a batch leaves, in [0, 1).</summary>
    public double EmaDecay { get; init; } = 0.9;

    /// <summary>
    /// How a gaze is taken, in training and in evaluation. Grad-CAM is not written: specs of versions without it stay what they were.
    /// </summary>
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
