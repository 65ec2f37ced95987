using ActorGaze.Nn.Training;

namespace ActorGaze.Actors.Crews;

/// <summary>What a training loop made of one batch.</summary>
public abstract record LoopResult
{
    private LoopResult() { }

    /// <summary>A training step was applied.</summary>
    public sealed record Stepped(StepFigures Figures) : LoopResult;

    /// <summary>An evaluation batch was taken, and it was not the epoch's last.</summary>
    public sealed record Evaluated : LoopResult;

    /// <summary>The epoch's last evaluation batch was taken: the epoch is over.</summary>
    public sealed record EpochClosed(EpochMetrics Metrics) : LoopResult;
}
