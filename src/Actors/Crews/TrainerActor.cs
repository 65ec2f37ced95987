using ActorGaze.Actors.Hosting;
using ActorGaze.Actors.Metrics;
using ActorGaze.Actors.Supervision;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Training;
using Akka.Actor;

namespace ActorGaze.Actors.Crews;

/// <summary>What a trainer works with.</summary>
internal sealed record TrainerWiring(
    CrewOrder.Begin Begin, BatchSource Source, IActorRef Loader, IActorRef Cams, TimeProvider Clock, Witness? Witness);

/// <summary>One thread, one device, one network: takes one batch a message, and honours orders between two of them.</summary>
internal sealed class TrainerActor : ReceiveActor
{
    private static readonly TimeSpan TelemetryInterval = TimeSpan.FromMilliseconds(250);

    private readonly TrainerWiring _wiring;
    private readonly CrewOrder.Begin _begin;
    private readonly long _started;
    private Trainee? _trainee;
    private StepInFlight? _inFlight;
    private BatchPlace _place;
    private CrewOrder.SaveAndStop? _stop;
    private SaveRhythm _rhythm;
    private Speedometer _speed;
    private TimeSpan _lastTold = TimeSpan.MinValue;

    public TrainerActor(TrainerWiring wiring)
    {
        _wiring = wiring;
        _begin = wiring.Begin;
        _started = wiring.Clock.GetTimestamp();
        _rhythm = new SaveRhythm(_begin.Checkpoints, TimeSpan.Zero, TimeSpan.Zero);
        _speed = Speedometer.At(TimeSpan.Zero);

        Receive<BuildNetwork>(_ => Build());
        Receive<BatchReady>(Take);
        Receive<GazeTargetReady>(target => Finish(target));
        Receive<CrewOrder.SaveAndStop>(order => order.Attempt == _begin.Attempt, order => _stop = order);
    }

    private TimeSpan Now => _wiring.Clock.GetElapsedTime(_started);

    private Trainee Trainee => _trainee!;

    /// <summary>A trainer has a thread of its own: grad mode, dispose scopes and the number of intra-op threads belong to it.</summary>
    public static Props Props(TrainerWiring wiring) =>
        Akka.Actor.Props.Create(() => new TrainerActor(wiring)).WithDispatcher("actorgaze.trainer-dispatcher");

    protected override void PreStart() => Self.Tell(new BuildNetwork());

    protected override void PostStop()
    {
        _inFlight?.Dispose();
        _trainee?.Dispose();
    }

    private void Build()
    {
        try
        {
            var guard = FolderGuard.In(Context.System);
            _trainee = Trainee.Create(_begin, _wiring.Source, saving: _wiring.Witness?.Saving, place: guard is null ? null : guard.Place);
        }
        catch (DamagedCheckpointException e)
        {
            Tell(new CrewReport.Damaged(_begin.From!, e.Message) { Attempt = _begin.Attempt });
            Context.Stop(Self);
            return;
        }

        if (Trainee.TakesGazes) _wiring.Cams.Tell(new RememberMeans(Trainee.Means));
        Tell(new CrewReport.Ready(Trainee.At, _wiring.Source.Plan.TrainingSteps) { Attempt = _begin.Attempt });
        _rhythm = _rhythm with { LastEnd = Now };
        _speed = Speedometer.At(Now);
        if (Trainee.At.EpochsDone >= _begin.Spec.Epochs) Tell(new CrewReport.Finished { Attempt = _begin.Attempt });
        else Demand(Trainee.NextPlace);
    }

    private void Demand(BatchPlace place)
    {
        _place = place;
        _wiring.Loader.Tell(new NextBatch(_begin.Attempt, place));
    }

    private void Take(BatchReady ready)
    {
        using var batch = ready.Batch;
        if (ready.Attempt != _begin.Attempt || ready.Place != _place || _inFlight is not null) return;
        if (HonourOrder()) return;

        if (ready.Place.Evaluation)
        {
            Trainee.Evaluate(batch);
            _speed = _speed.With(Now, batch.Count);
            Advance("evaluating", null);
            return;
        }

        _inFlight = Trainee.Forward(batch);
        if (Trainee.TakesGazes) _wiring.Cams.Tell(new CamsSeen(_begin.Attempt, Trainee.At, _inFlight.Gazes!));
        else Finish(null);
    }

    private void Finish(GazeTargetReady? target)
    {
        if (_inFlight is null || (target is not null && (target.Attempt != _begin.Attempt || target.At != Trainee.At))) return;

        var step = _inFlight;
        _inFlight = null;
        var figures = Trainee.Finish(step, target is null ? null : new GazeTarget(target.Means, target.Weight));
        _speed = _speed.With(Now, figures.Samples);
        Instruments.Step(_begin.Spec.Sweep, figures.Samples);
        _wiring.Witness?.Stepped?.Invoke(_begin.Spec.Id, Trainee.At);
        Advance("training", figures);
    }

    /// <summary>After a step or a chunk: tell, close the epoch or save where it is time, and ask for the next batch.</summary>
    private void Advance(string doing, StepFigures? figures)
    {
        TellTelemetry(doing, figures);
        if (_wiring.Source.Plan.After(_place) is { } next && next.Epoch == _place.Epoch)
        {
            if (HonourOrder()) return;
            if (!next.Evaluation && _rhythm.Due(Now)) SaveOrSay("rhythm", last: false);
            Demand(next);
            return;
        }

        var (metrics, checkpoint) = Timed(Trainee.CloseEpoch);
        Tell(new CrewReport.EpochClosed(metrics, checkpoint) { Attempt = _begin.Attempt });
        if (Trainee.At.EpochsDone >= _begin.Spec.Epochs) Tell(new CrewReport.Finished { Attempt = _begin.Attempt });
        else if (!HonourOrder()) Demand(Trainee.NextPlace);
    }

    /// <summary>True where the order was carried out, and nothing more is to be done.</summary>
    private bool HonourOrder()
    {
        if (_stop is not { } stop) return false;
        _stop = null;
        return SaveOrSay(stop.Why, last: true);
    }

    private bool SaveOrSay(string why, bool last)
    {
        var start = Now;
        try
        {
            var checkpoint = Timed(Trainee.Save);
            Tell(new CrewReport.Saved(checkpoint, why, last) { Attempt = _begin.Attempt });
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Training can go on without it: only an epoch's end needs its checkpoint.
            if (!last) _rhythm = _rhythm.Failed(start, Now);
            Tell(new CrewReport.SaveFailed(e.Message) { Attempt = _begin.Attempt, Last = last });
            return false;
        }
    }

    private T Timed<T>(Func<T> save)
    {
        var start = Now;
        var result = save();
        _rhythm = _rhythm.Saved(start, Now);
        Instruments.Save(_begin.Spec.Sweep, _rhythm.Cost);
        _wiring.Witness?.SaveTook?.Invoke(_rhythm.Cost);
        return result;
    }

    private void TellTelemetry(string doing, StepFigures? figures)
    {
        if (_lastTold != TimeSpan.MinValue && Now - _lastTold < TelemetryInterval) return;
        _lastTold = Now;
        Tell(new CrewReport.StepTaken(
            doing, Trainee.At, _wiring.Source.Plan.TrainingSteps, _speed.ImagesPerSecond, figures?.CrossEntropy, figures?.GazeLoss, figures?.GazeWeight) { Attempt = _begin.Attempt });
    }

    private static void Tell(CrewReport report) => Context.Parent.Tell(report);

    private sealed record BuildNetwork;
}
