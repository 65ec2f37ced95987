using ActorGaze.Actors.Contracts.Runs;
using Akka.Event;

namespace ActorGaze.Actors.Engine.Runs;

/// <summary>
/// A run's events as the log has them: the event's name, and what a search would ask for. The journal has the whole of each.
/// </summary>
internal static class RunLog
{
    public static void Tell(this ILoggingAdapter log, RunEvent @event)
    {
        var name = @event.GetType().Name;
        switch (@event)
        {
            case RunEvent.Failed e:
                log.Error("{Event}: {Reason}", name, e.Reason);
                break;
            case RunEvent.Faulted { Fault: var fault }:
                log.Warning("{Event}, {Class}: {Reason}", name, fault.Class, fault.Reason);
                break;
            case RunEvent.EpochCompleted { Metrics: { Epoch: var epoch, Evaluation: var e } }:
                log.Info(
                    "{Event} {Epoch}: accuracy {Accuracy}, kappa {Kappa}, gaze deviation {GazeDeviation}",
                    name, epoch, Rounded(e.Accuracy, 4), Rounded(e.Kappa, 4), Rounded(e.GazeDeviation, 6));
                break;
            case RunEvent.Started { OtherBits: { } other } e:
                log.Warning("{Event}: from {Position} on the bits are others: {Difference}", name, e.From?.At, other);
                break;
            case RunEvent.PluginAccepted e:
                log.Warning("{Event}: {File}, SHA-256 {Before} before, {Now} now", name, e.File, e.Before, e.Now);
                break;
            case RunEvent.ImagesMoved e:
                log.Info("{Event} from {From} to {To}", name, e.From, e.To);
                break;
            case RunEvent.CheckpointAdopted e:
                log.Info(
                    "{Event}: {File}, {Position}, with the figures of {Epochs} epochs: {Reason}", name, e.Checkpoint.File, e.Checkpoint.At,
                    e.Epochs.Count, e.Why);
                break;
            case RunEvent.CheckpointSetAside e:
                log.Warning("{Event}: {File}, now {To}: {Reason}", name, e.Checkpoint.File, e.To ?? "nowhere", e.Why);
                break;
            case RunEvent.FileSetAside e:
                log.Warning("{Event}: {File}, now {To}: {Reason}", name, e.File, e.To, e.Why);
                break;
            case RunEvent.EpochRedone { Metrics.Epoch: var epoch }:
                log.Warning("{Event} {Epoch}: its figures differ from those of the first time and take their place", name, epoch);
                break;
            case RunEvent.CheckpointSaved { Why: var why }:
                log.Info("{Event}: {Reason}", name, why);
                break;
            case RunEvent.Paused { Why: var why }:
                log.Info("{Event}: {Reason}", name, why);
                break;
            default:
                log.Info("{Event}", name);
                break;
        }
    }

    /// <summary>So many digits after the point; where there is no number, that in a word.</summary>
    private static object Rounded(double? figure, int digits) =>
        figure is { } number && double.IsFinite(number) ? Math.Round(number, digits) : "undefined";
}
