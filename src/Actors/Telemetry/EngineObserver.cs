using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Nn.Training;

namespace ActorGaze.Actors.Telemetry;

/// <summary>
/// What a test is told at the very moment it happens, on the thread it happens on; whatever it does there, ending the process included, is
/// done there.
/// </summary>
public sealed record EngineObserver
{
    /// <summary>An event is on disk and nothing has followed from it yet: the journal's persistence id, and the event.</summary>
    public Action<string, object>? Journalled { get; init; }

    /// <summary>A step was taken.</summary>
    public Action<RunId, TrainingPosition>? Stepped { get; init; }

    /// <summary>A save has come so far.</summary>
    public Action<SaveStage>? Saving { get; init; }

    /// <summary>A save is done, and kept the trainer from training for so long.</summary>
    public Action<TimeSpan>? SaveTook { get; init; }
}
