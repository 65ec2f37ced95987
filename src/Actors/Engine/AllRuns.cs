using ActorGaze.Actors.Contracts.Runs;

namespace ActorGaze.Actors.Engine;

/// <summary>Which runs a command to all of them is for.</summary>
public static class AllRuns
{
    public static bool Pauses(RunPhase phase) => !HasEnded(phase);

    public static bool Resumes(RunPhase phase) => phase == RunPhase.Paused;

    public static bool Cancels(RunPhase phase) => !HasEnded(phase);

    /// <summary>Not those that were cancelled: someone meant that.</summary>
    public static bool Retries(RunPhase phase) => phase == RunPhase.Failed;

    private static bool HasEnded(RunPhase phase) => phase is RunPhase.Completed or RunPhase.Failed or RunPhase.Cancelled;
}
