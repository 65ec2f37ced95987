using ActorGaze.Actors.Contracts.Crews;
using ActorGaze.Actors.Storage;
using ActorGaze.Actors.Telemetry;
using ActorGaze.Nn.Training;
using Akka.Actor;

namespace ActorGaze.Actors.Crews;

/// <summary>Drives one training loop on its own thread: one batch a message. It obeys orders between batches and saves beside it.</summary>
internal sealed class TrainerActor : ReceiveActor
{
    private static readonly TimeSpan TelemetryInterval = TimeSpan.FromMilliseconds(250);

    private readonly TrainerWiring _wiring;
    private readonly CrewOrder.Begin _begin;
    private readonly long _started;
    private readonly Dictionary<int, GazeWeightsAhead> _weights = [];
    private TrainingLoop? _loop;
    private BatchPlace? _asked;
    private CrewOrder.SaveAndStop? _stop;
    private SaveLine _saves = SaveLine.Empty;
    private TrainingPosition? _newest; // of the saves that are written or wait
    private CheckpointRef? _saved;
    private Task _write = Task.CompletedTask;
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
        Receive<GazeWeightsAhead>(ahead => ahead.Attempt == _begin.Attempt, OnWeights);
        Receive<BatchReady>(OnBatch);
        Receive<Written>(OnWritten);
        Receive<WriteFailed>(OnWriteFailed);
        Receive<CrewOrder.SaveAndStop>(order => order.Attempt == _begin.Attempt, order => _stop = order);
    }

    private TimeSpan Now => _wiring.Clock.GetElapsedTime(_started);

    private TrainingLoop Loop => _loop!;

    /// <summary>A trainer has a thread of its own: grad mode, dispose scopes and the number of intra-op threads belong to it.</summary>
    public static Props Props(TrainerWiring wiring) =>
        Akka.Actor.Props.Create(() => new TrainerActor(wiring)).WithDispatcher("actorgaze.trainer-dispatcher");

    protected override void PreStart() => Self.Tell(new BuildNetwork());

    protected override void PostStop()
    {
        _write.Wait(); // whoever looks at the checkpoints next finds no file half written
        foreach (var save in _saves.All) save.Snapshot?.Dispose();
        _loop?.Dispose();
    }

    private void Build()
    {
        try
        {
            var setup = new TrainingSetup(_begin.Spec, _wiring.Source.Images, _begin.CheckpointFolder)
            {
                Device = _begin.Device, Attempt = _begin.Attempt, From = _begin.From, GazeWeight = WeightAt,
                ImagesShare = _begin.GpuImagesShare, AcceptedPlugin = _begin.AcceptedPlugin,
            };
            _loop = TrainingLoop.Open(setup, _wiring.Source);
        }
        catch (DamagedCheckpointException e)
        {
            Tell(new CrewReport.Damaged(_begin.From!, e.Message) { Attempt = _begin.Attempt });
            Context.Stop(Self);
            return;
        }

        if (Loop.TakesGazes) _wiring.Cams.Tell(new MeansRestored(_begin.Attempt, Loop.Position, Loop.Means));
        Tell(new CrewReport.Ready(Loop.Position, Loop.StepsPerEpoch) { Attempt = _begin.Attempt });
        _rhythm = _rhythm with { LastEnd = Now };
        _speed = Speedometer.At(Now);
        if (Loop.IsDone) Tell(new CrewReport.Finished { Attempt = _begin.Attempt });
        else Demand();
    }

    /// <summary>Asks for the next batch, if λ of its epoch is known and nothing has to be on disk first. Safe to call again.</summary>
    private void Demand()
    {
        if (_asked is not null || !_saves.MayTrain || Loop.Next is not { } place) return;
        if (Loop.TakesGazes && !_weights.ContainsKey(place.Epoch)) return; // cams tells it, and this is called again
        _asked = place;
        _wiring.Loader.Tell(new NextBatch(_begin.Attempt, place, Loop.Form));
    }

    private void OnWeights(GazeWeightsAhead ahead)
    {
        _weights[ahead.Epoch] = ahead;
        foreach (var past in _weights.Keys.Where(epoch => epoch <= _loop?.Position.EpochsDone).ToArray()) _weights.Remove(past);
        if (_loop is not null) Demand();
    }

    private double WeightAt(TrainingPosition at) => _weights[at.EpochsDone + 1].Weights[at.StepsIntoNext];

    private void OnBatch(BatchReady ready)
    {
        using var batch = ready.Batch;
        if (ready.Attempt != _begin.Attempt || ready.Place != _asked) return;
        _asked = null;
        if (StopIfAsked()) return;

        var result = Loop.Advance(batch);
        _speed = _speed.With(Now, batch.Count);
        switch (result)
        {
            case LoopResult.Stepped stepped:
                OnStep(stepped.Figures);
                break;
            case LoopResult.Evaluated:
                TellTelemetry(CrewActivity.Evaluating, null);
                break;
            case LoopResult.EpochClosed closed:
                TellTelemetry(CrewActivity.Evaluating, null);
                Save("epoch", closed.Metrics, last: false);
                break;
        }

        Demand(); // an order that came meanwhile is obeyed before the next batch is taken
    }

    private void OnStep(StepFigures figures)
    {
        Instruments.Steps(_begin.Spec.Sweep, 1, figures.Samples);
        _wiring.Observer?.Stepped?.Invoke(_begin.Spec.Id, Loop.Position);
        if (Loop.TakesGazes) _wiring.Cams.Tell(new MeansFolded(_begin.Attempt, Loop.Position, Loop.Means));
        TellTelemetry(CrewActivity.Training, figures);
        if (_saves.Writing is null && Loop.Next is { Evaluation: false } && _rhythm.Due(Now)) Save("rhythm", null, last: false);
    }

    /// <summary>True where the order was given and the state is copied: nothing more is to be done until it is on disk.</summary>
    private bool StopIfAsked()
    {
        if (_stop is not { } stop) return false;
        _stop = null;
        Save(stop.Why, null, last: true);
        return true;
    }

    /// <summary>Copies the state, which is all that training waits for, and has it written. One copy is written at a time.</summary>
    private void Save(string why, EpochMetrics? closes, bool last)
    {
        var start = Now;
        var snapshot = last && Loop.Position == _newest ? null : Loop.Snapshot();
        _newest = Loop.Position;
        var (before, save) = (_saves, new PendingSave(snapshot, why, closes, last, start, Now - start));
        _saves = before.Add(save);
        if (before.Writing is null) Write(save);
    }

    private void Write(PendingSave save)
    {
        var (self, crew, folder, stage, guard) = (
            Self, Context.Parent, _begin.CheckpointFolder, _wiring.Observer?.Saving, FolderGuard.In(Context.System));
        if (save.Snapshot is null && _saved?.At == Loop.Position)
        {
            Report(save, _saved, crew);
            self.Tell(new Written(save, _saved));
            return;
        }

        var snapshot = save.Snapshot ?? Loop.Snapshot(); // null: the save that was to answer for this one has failed
        save = save with { Snapshot = snapshot };
        _saves = _saves with { Writing = save };
        var (sweep, clock, started) = (_begin.Spec.Sweep, _wiring.Clock, _started);
        _write = Task.Run(() =>
        {
            try
            {
                var checkpoint = guard is null ? snapshot.Write(folder, stage) : guard.Write(folder, place => snapshot.Write(place, stage));
                Instruments.Save(sweep, clock.GetElapsedTime(started) - save.Start); // first: the crew may end with the report
                Report(save, checkpoint, crew); // at once: the trainer may be in a long step
                self.Tell(new Written(save, checkpoint));
            }
            catch (Exception e) // the trainer decides what it means
            {
                self.Tell(new WriteFailed(save, e));
            }
        });
    }

    private void OnWritten(Written written)
    {
        var save = written.Save;
        _saved = written.Checkpoint;
        _rhythm = _rhythm.Saved(save.Start, Now);
        _wiring.Observer?.SaveTook?.Invoke(save.Last ? _rhythm.Cost : save.Stall);
        WriteNext(goOn: !save.Last);
    }

    /// <summary>What a save that is on disk means to the run. Called on any thread.</summary>
    private void Report(PendingSave save, CheckpointRef checkpoint, IActorRef crew)
    {
        if (save.Closes is not { } metrics)
        {
            crew.Tell(new CrewReport.Saved(checkpoint, save.Why, save.Last) { Attempt = _begin.Attempt });
            return;
        }

        crew.Tell(new CrewReport.EpochClosed(metrics, checkpoint) { Attempt = _begin.Attempt });
        if (metrics.Epoch >= _begin.Spec.Epochs) crew.Tell(new CrewReport.Finished { Attempt = _begin.Attempt });
    }

    private void OnWriteFailed(WriteFailed failed)
    {
        var save = failed.Save;
        _newest = null;
        if (save.Closes is not null || failed.Cause is not (IOException or UnauthorizedAccessException))
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failed.Cause); // only an epoch's end needs its checkpoint

        if (!save.Last) _rhythm = _rhythm.Failed(save.Start, Now);
        Tell(new CrewReport.SaveFailed(failed.Cause.Message) { Attempt = _begin.Attempt, Last = save.Last });
        WriteNext(goOn: true); // training can go on without it
    }

    private void WriteNext(bool goOn)
    {
        _saves.Writing!.Snapshot?.Dispose();
        _saves = _saves.Next();
        if (_saves.Writing is { } next) Write(next);
        if (goOn) Demand();
    }

    private void TellTelemetry(CrewActivity activity, StepFigures? figures)
    {
        if (_lastTold != TimeSpan.MinValue && Now - _lastTold < TelemetryInterval) return;
        _lastTold = Now;
        Tell(new CrewReport.StepTaken(
            activity, Loop.Position, Loop.StepsPerEpoch, _speed.ImagesPerSecond, figures?.CrossEntropy, figures?.GazeLoss,
            figures?.GazeWeight) { Attempt = _begin.Attempt });
    }

    private static void Tell(CrewReport report) => Context.Parent.Tell(report);

    private sealed record BuildNetwork;

    private sealed record Written(PendingSave Save, CheckpointRef Checkpoint);

    private sealed record WriteFailed(PendingSave Save, Exception Cause);
}
