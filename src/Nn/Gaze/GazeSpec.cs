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

/// <summary>The gaze loss of one run.</summary>
public sealed record GazeSpec
{
    public GazeReference Reference { get; init; } = GazeReference.Ema;

    public GazeDistance Distance { get; init; } = GazeDistance.L2;

    /// <summary>How much of the moving class mean a batch leaves, in [0, 1).</summary>
    public double EmaDecay { get; init; } = 0.9;
}
