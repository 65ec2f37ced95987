using System.Diagnostics;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Crews;
using ActorGaze.Actors.Contracts.Faults;
using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Storage;
using ActorGaze.Actors.Telemetry;
using ActorGaze.Nn.Training;
using Akka.Actor;
using Akka.Event;

namespace ActorGaze.Actors.Engine.Runs;

/// <summary>
/// Performs the effects of one run: messages, timers, the crew, files. It decides nothing. Used by the run's actor alone.
/// </summary>
internal sealed class RunWorld(RunId run, RunWiring wiring, IActorContext context, Func<ITimerScheduler> timers)
{
    private const string Wait = "wait";
    private const string Ticks = "ticks";
    private const long Margin = 64 << 10; // the journal's own growth, and a file system's

    private readonly ILoggingAdapter _log = context.GetLogger().WithContext("Run", run.Value);
    private readonly IActorRef _self = context.Self;
    private readonly long _start = wiring.Clock.GetTimestamp();
    private IActorRef? _crew;
    private string? _deviceBefore;

    public Moment Now => Moment.Of(wiring.Clock, _start);

    public int SnapshotEvery => wiring.Settings.SnapshotEvery;

    private string Checkpoints => wiring.Folder.CheckpointsOf(run);

    /// <summary>The log, with where the run stands.</summary>
    public ILoggingAdapter Log(RunState state, RunLife life) => _log.At(state.Attempts, life.Crew?.At ?? state.Latest?.At);

    public bool IsCrew(IActorRef actor) => actor.Equals(_crew);

    /// <summary>The journal was read: its newest attempt may live on another machine.</summary>
    public void Recovered(RunState state) => _deviceBefore = state.Device;

    public void DeletePartialSaves(RunState state) => CheckpointFolder.DeletePartialSaves(Checkpoints, Log(state, RunLife.Initial));

    /// <summary>A report as an input. A damaged checkpoint is moved away first.</summary>
    public RunInput.Reported Reported(CrewReport report) => new(
        report, report is CrewReport.Damaged r ? CheckpointFolder.SetAside(wiring.Folder, run, r.Checkpoint.File, r.Reason, _log) : null);

    /// <summary>An event is on disk: files that it lets go are deleted, and the log and the counters are told.</summary>
    public void Journalled(string persistenceId, RunEvent happened, RunState before, RunState after, RunLife life)
    {
        wiring.Observer?.Journalled?.Invoke(persistenceId, happened);
        var log = _log.At(after.Attempts, PositionOf(happened) ?? life.Crew?.At ?? after.Latest?.At);
        if (happened is not RunEvent.CheckpointSetAside) CheckpointFolder.Delete(
            Checkpoints, before.Checkpoints.Except(after.Checkpoints), log);
        log.Tell(happened);
        if (happened is RunEvent.Faulted faulted) Instruments.Fault(after.Spec!.Sweep, faulted.Fault.Class);
    }

    public void Perform(RunEffect effect, RunState state, RunLife life, RunStatus status)
    {
        switch (effect)
        {
            case RunEffect.StartCrew e:
                var begin = wiring.BeginOf(state, e.Slot.Device, e.Images, _deviceBefore);
                _crew = context.Watch(context.ActorOf(wiring.CrewProps(begin), $"crew-{state.Attempts}"));
                _deviceBefore = begin.Device; // one that is abandoned there may hold a lease
                break;
            case RunEffect.TellCrew e:
                _crew.Tell(e.Order);
                break;
            case RunEffect.StopCrew e:
                _crew.Tell(new CrewOrder.End(e.Attempt));
                break;
            case RunEffect.AbandonCrew:
                context.Unwatch(_crew);
                context.Stop(_crew);
                break;
            case RunEffect.OpenImages e:
                wiring.Images.Tell(e.Request);
                break;
            case RunEffect.AgreeImages e:
                context.Parent.Tell(e.Images);
                break;
            case RunEffect.AwaitFolder:
                wiring.Images.Tell(new AwaitFolder(RunImages.Of(state.Spec!)));
                break;
            case RunEffect.LookForRoom e:
                LookForRoom(state, e.ImageBytes);
                break;
            case RunEffect.SetTimer e:
                timers().StartSingleTimer(Wait, e.Input, e.After);
                break;
            case RunEffect.CancelTimer:
                timers().Cancel(Wait);
                break;
            case RunEffect.ReturnSlot:
                context.Parent.Tell(new SlotReturned(run));
                break;
            case RunEffect.Reply e:
                e.Asker.Tell(e.Answer);
                break;
            case RunEffect.PublishStatus:
                wiring.Metrics.Tell(status); // first: the sweep asks the metrics what it does not remember
                context.Parent.Tell(status);
                break;
            case RunEffect.PublishProgress e:
                wiring.Metrics.Tell(StepProgress.Of(run, state.Spec!, e.Step));
                break;
            case RunEffect.Warn e:
                Log(state, life).Warning("{Warning}", e.Text);
                break;
            case RunEffect.StopSelf:
                context.Stop(_self);
                break;
            default:
                throw new UnreachableException($"Nobody performs {effect.GetType()}.");
        }
    }

    /// <summary>Ticks while there is a crew.</summary>
    public void Watch(RunLife life)
    {
        if (life.Crew is not { } crew) timers().Cancel(Ticks);
        else if (!timers().IsTimerActive(Ticks)) timers().StartPeriodicTimer(Ticks, new RunInput.Tick(), crew.Watchdog.Tick);
    }

    /// <summary>The events of a step could not be written. Whoever waits for an answer is told so.</summary>
    public void NotJournalled(string reason, RunLife life, RunStep? step)
    {
        var waiting = ((life as RunLife.Stopping)?.Askers ?? (life as RunLife.Ending)?.Pauses.ConvertAll(pause => pause.Asker) ?? [])
            .Concat(step?.Effects.OfType<RunEffect.Reply>().Select(reply => reply.Asker) ?? []);
        foreach (var asker in waiting.Distinct())
        {
            asker.Tell(new Answer.Refused(
                $"{run}: the journal cannot be written ({reason}), so nothing was done. The run goes on from what is on disk as soon as it "
                + "can be.",
                Refusal.Prevented));
        }

        wiring.Metrics.Tell(new RunJournalFailed(run, new WaitingFor.Journal(reason)));
    }

    /// <summary>Where training stood at an event; null where the event does not tell. Training may be further by now.</summary>
    private static TrainingPosition? PositionOf(RunEvent happened) => happened switch
    {
        RunEvent.EpochCompleted e => e.Checkpoint.At,
        RunEvent.EpochRedone e => e.Checkpoint.At,
        RunEvent.CheckpointSaved e => e.Checkpoint.At,
        RunEvent.Paused e => e.Checkpoint?.At,
        _ => null,
    };

    /// <summary>Asks the disk on another thread.</summary>
    private void LookForRoom(RunState state, long? imageBytes)
    {
        var folder = imageBytes is not null ? wiring.Folder.Cache : Directory.Exists(Checkpoints) ? Checkpoints
            : Path.GetDirectoryName(Checkpoints)!;
        var (spec, bytes) = (state.Spec!, imageBytes ?? state.Latest?.Bytes);
        Task.Run(() => DiskRoom.Has(folder, (bytes ?? DiskNeed.Of([spec], 1, _ => default).Total) + Margin))
            .PipeTo(_self, _self, has => new RunInput.Looked(has), _ => new RunInput.Looked(false));
    }
}
