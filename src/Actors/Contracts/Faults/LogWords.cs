using ActorGaze.Nn.Training;
using Akka.Event;

namespace ActorGaze.Actors.Contracts.Faults;

/// <summary>What a run's log events say of where it stands; whose they are stands in the path of the actor that writes them.</summary>
internal static class LogWords
{
    /// <summary>
    /// Epoch and Step read as <see cref="TrainingPosition.ToString"/> does: at an epoch's end Epoch is the one that ended, and Step 0.
    /// </summary>
    /// <param name="attempt">0 before the first crew.</param>
    /// <param name="at">Null before anything was trained.</param>
    public static ILoggingAdapter At(this ILoggingAdapter log, int attempt, TrainingPosition? at)
    {
        var (done, steps) = (at?.EpochsDone ?? 0, at?.StepsIntoNext ?? 0);
        return log.WithContext("Attempt", attempt).WithContext("Epoch", steps == 0 ? done : done + 1).WithContext("Step", steps);
    }
}
