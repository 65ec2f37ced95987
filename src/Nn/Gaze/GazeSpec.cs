using System.Text.Json.Serialization;
using ActorGaze.Nn.Models;

namespace ActorGaze.Nn.Gaze;

/// <summary>What a gaze is compared with in training.</summary>
public enum GazeReference
{
    /// <summary>The moving class mean, after this batch has been folded in, held constant in the backward pass.</summary>
    Ema,

    /// <summary>The batch's own class mean, gradient and all.</summary>
    Batch,
}

/// <summary>How far apart two gazes are.</summary>
public enum GazeDistance
{
    L2,
    L1,
    Cosine,
    Ssim,

    /// <summary>Jensen–Shannon divergence of the maps as distributions.</summary>
    Js,

    /// <summary>Entropic earth mover's distance of the maps as distributions.</summary>
    Emd,
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

/// <summary>The gaze of one run, and its loss.</summary>
public sealed record GazeSpec
{
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

    public GazeReference Reference { get; init; } = GazeReference.Ema;

    public GazeDistance Distance { get; init; } = GazeDistance.L2;

    /// <summary>How much of the moving class mean a batch leaves, in [0, 1).</summary>
    public double EmaDecay { get; init; } = 0.9;
}
