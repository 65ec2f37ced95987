using ActorGaze.Actors.Contracts.Faults;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;
using ActorGaze.Nn.Checks;
using ActorGaze.Nn.Data.Batches;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Parts;
using ActorGaze.Nn.Training;

namespace ActorGaze.Actors.Crews;

/// <summary>
/// One run's training: steps, moving class means, λ, evaluation, the end of an epoch, and what a checkpoint holds. The engine,
/// <c>verify</c> and the benchmarks drive this loop; there is no other.
/// </summary>
/// <remarks>No actor and no clock. All calls belong on the thread that opened it, but for the writing of a snapshot.</remarks>
public sealed class TrainingLoop : IDisposable
{
    private readonly RunSpec _spec;
    private readonly TrainingSetup _setup;
    private readonly BatchSource _source;
    private readonly Learner _learner;
    private readonly Func<TrainingPosition, double> _gazeWeight;
    private readonly Func<EvaluationTally> _newEvaluation;
    private EvaluationTally _evaluation;
    private GazeRecorder? _recorder;
    private GazeRecord? _record; // of the epoch that was closed last
    private EpochTally _tally = EpochTally.Empty;
    private PlateauState _plateau;
    private EpochHistory _history = EpochHistory.Empty;

    private TrainingLoop(TrainingSetup setup, BatchSource source)
    {
        (_setup, _spec, _source) = (setup, setup.Spec, source);
        Facts = BitFacts.Of(setup.Device, _spec.Threads, _spec.Training.Precision);
        _gazeWeight = setup.GazeWeight ?? (at => _setup.Built.WeightAt(at, StepsPerEpoch));
        var classes = setup.Images.Classes.Length;
        _learner = new Learner(new LearnerSpec
        {
            Network = setup.Built.Network,
            Classes = classes,
            Form = setup.Images.Form,
            Seed = _spec.Seed,
            Device = setup.Device,
            Training = _spec.Training,
            ClassWeights = _spec.Training.ClassWeights?.Of(setup.Images.Classes, source.TrainingCounts),
            Gaze = setup.Built.Gaze,
            LossTerm = setup.Built.Loss.Term,
            Readings = _spec.Readings == GazeReadingsTaken.All,
        });
        _plateau = PlateauState.Initial(_spec.Training.LearningRate);
        _newEvaluation = () => new EvaluationTally(classes);
        _evaluation = _newEvaluation();
        Next = source.Plan.First(Position);
        _learner.LearningRate = RateAt(Position);
    }

    /// <summary>False with λ₀ = 0: training then takes no gaze.</summary>
    public bool TakesGazes => _spec.GazeWeight != 0;

    public TrainingPosition Position { get; private set; } = TrainingPosition.Start;

    /// <summary>Training steps in an epoch.</summary>
    public int StepsPerEpoch => _source.Plan.TrainingSteps;

    /// <summary>True where every epoch of the spec is over.</summary>
    public bool IsDone => Position.EpochsDone >= _spec.Epochs;

    /// <summary>The moving class means after the newest step.</summary>
    public MovingClassMeans Means => _learner.Means;

    /// <summary>What the bits depend on here.</summary>
    public BitFacts Facts { get; }

    /// <summary>The batch that is taken next; null where every epoch is over.</summary>
    internal BatchPlace? Next { get; private set; }

    /// <summary>How batches are to be made for it.</summary>
    internal BatchForm Form { get; private set; }

    /// <summary>A network at its start, or as its checkpoint left it. Sets the calling thread's number of intra-op threads.</summary>
    /// <exception cref="DamagedCheckpointException">The checkpoint is not what its hash says.</exception>
    /// <exception cref="InvalidInputException">It was made with other settings, other images or another network; or the device or the
    /// precision is not to be had.</exception>
    /// <exception cref="BrokenPartException">The network does not keep the contract.</exception>
    public static TrainingLoop Open(TrainingSetup setup) => Open(setup, BatchSource.Of(setup.Spec, setup.Images));

    internal static TrainingLoop Open(TrainingSetup setup, BatchSource source)
    {
        IntraOpThreads.Set(setup.Spec.Threads);
        var checkpoint = setup.From is { } from ? CheckpointFile.Read(Path.Combine(setup.CheckpointFolder, from.File), from.Sha256) : null;
        if (checkpoint is null || setup.AcceptedPlugin is not null)
            Require(setup.Built, NetworkShape.Of(setup.Images.Classes.Length, setup.Images.Form));
        var loop = new TrainingLoop(setup, source);
        try
        {
            if (checkpoint is not null) loop.Restore(checkpoint, setup.From!.File);
            loop.PlaceImages();
            return loop;
        }
        catch
        {
            loop.Dispose();
            throw;
        }
    }

    /// <summary>The batch that <see cref="Advance"/> wants next, made on the calling thread. The caller disposes it.</summary>
    /// <exception cref="InvalidOperationException">Every epoch is over.</exception>
    public Batch MakeBatch() => _source.Make(Next ?? throw Over(), Form);

    /// <summary>One training step, or one evaluation batch; after the epoch's last one, its end. The batch stays the caller's.</summary>
    /// <exception cref="NonFiniteLossException">The loss or a gradient is not finite. The step was not applied, and the loop takes no
    /// other.</exception>
    /// <exception cref="InvalidOperationException">Every epoch is over, or an earlier step was not completed.</exception>
    public LoopResult Advance(Batch batch)
    {
        var place = Next ?? throw Over();
        if (!place.Evaluation) return new LoopResult.Stepped(Step(batch));

        var chunk = _learner.Evaluate(batch);
        _evaluation.Add(chunk);
        if (_spec.RecordGazes == GazesKept.All) (_recorder ??= new GazeRecorder()).Add(chunk);
        Next = _source.Plan.After(place);
        return Next?.Epoch == place.Epoch ? new LoopResult.Evaluated() : new LoopResult.EpochClosed(CloseEpoch());
    }

    /// <summary>This moment, copied. The caller writes and disposes it.</summary>
    /// <exception cref="InvalidOperationException">An earlier step was not completed.</exception>
    public LoopSnapshot Snapshot() => new(
        _learner.Copy(),
        new LoopState(_spec, _source.Images.ContentKey, Position, _tally, _plateau, Means, _history, Facts) { Network = Network },
        FormattableString.Invariant($"e{Position.EpochsDone:0000}-s{Position.StepsIntoNext:00000}-a{_setup.Attempt}.safetensors"),
        Position == new TrainingPosition(_record?.Epoch ?? 0, 0) ? _record : null);

    /// <summary>A checkpoint of this moment, durable on return.</summary>
    /// <exception cref="IOException">The disk is full or failing; what was saved before is whole.</exception>
    public CheckpointRef Save()
    {
        using var snapshot = Snapshot();
        return snapshot.Write(_setup.SaveTo ?? _setup.CheckpointFolder);
    }

    public void Dispose() => _learner.Dispose();

    private BuiltNetwork Network => new(_learner.FirstWeights, _setup.Built.Network.Plugin?.Sha256);

    /// <summary>Whether the parts that the run is made with keep their contracts.</summary>
    private static void Require(RunSpec spec, NetworkShape shape)
    {
        NetworkCheck.Require(spec.Network, shape, spec.Seed, spec.Training.Precision, spec.Gaze.Layer);
        foreach (var kind in PartKinds.All)
            if (kind != PartKind.Network && spec.Part(kind) is { Plugin: not null } part) PartCheck.Require(kind, part);
        if (spec.Loss.Curriculum.Shape is { Plugin: not null } course) PartCheck.Require(PartKind.Curriculum, course);
        if (spec.GazeWeight != 0 && !BuiltParts.IsDifferentiable(spec.Gaze.Method))
            throw new InvalidInputException($"gaze.method: {PartsDescription.NoGradients(spec.Gaze.Method.Name)}");
    }

    private StepFigures Step(Batch batch)
    {
        var lossWeight = _setup.Built.LossWeightAt(Position, StepsPerEpoch);
        var figures = _learner.Step(batch, TakesGazes ? _gazeWeight(Position) : null, lossWeight);
        if (!figures.Applied) throw new NonFiniteLossException(Describe(figures));
        _tally = _tally.With(figures, lossWeight);
        Position = Position with { StepsIntoNext = Position.StepsIntoNext + 1 };
        Next = _source.Plan.First(Position);
        _learner.LearningRate = RateAt(Position);
        _setup.AfterStep?.Invoke(_learner);
        return figures;
    }

    private double RateAt(TrainingPosition at) => LearningRates.At(_spec.Training, _spec.Epochs, _plateau.LearningRate, at, StepsPerEpoch);

    private EpochMetrics CloseEpoch()
    {
        var metrics = new EpochMetrics
        {
            Epoch = Position.EpochsDone + 1,
            Training = _tally.Figures(),
            Evaluation = _evaluation.Figures(),
            LearningRate = RateAt(Position with { StepsIntoNext = StepsPerEpoch - 1 }),
            GazeWeight = _tally.GazeWeight,
        };
        _plateau = _plateau.Next(_spec.Training.Plateau, metrics.Evaluation.CrossEntropy, leastRate: _spec.Training.LeastRate);
        _tally = EpochTally.Empty;
        _history = _history.With(metrics);
        _evaluation = _newEvaluation();
        (_record, _recorder) = (_recorder?.Close(metrics.Epoch), null);
        Position = new TrainingPosition(metrics.Epoch, 0);
        _learner.LearningRate = RateAt(Position);
        return metrics;
    }

    private void Restore(Checkpoint checkpoint, string file)
    {
        var state = LoopCheckpoint.Read(checkpoint, _spec, _source.Images.ContentKey, Means, file, _source.Images.OlderKeys);
        if (state.Network?.Objection(Network, state.Facts == Facts) is { } objection)
            throw new InvalidInputException($"{file}: {objection}");
        _learner.Restore(checkpoint);
        (Position, _tally, _plateau, _learner.Means, _history) = (state.At, state.Tally, state.Plateau, state.Means, state.History);
        _learner.LearningRate = RateAt(Position);
        Next = _source.Plan.First(Position);
    }

    /// <summary>Puts the decoded images into a GPU's memory, where they fit.</summary>
    private void PlaceImages()
    {
        var device = Devices.Named(_setup.Device);
        if (device.type != TorchSharp.DeviceType.CUDA) return;

        var fits = CudaMemory.Free(Math.Max(0, device.index)) is { } free
            && DeviceImages.BytesOf(_source.Images) <= free * _setup.ImagesShare;
        Form = fits ? BatchForm.Recipe : BatchForm.Bytes;
        if (fits) _learner.Use(DeviceImages.Upload(_source.Images, device));
    }

    private InvalidOperationException Over() => new($"{_spec.Id}: all {_spec.Epochs} epochs are over.");

    /// <summary>The part of an assembly to look at, where a figure that it gave is not finite.</summary>
    private string Named(double? figure, PartKind kind) =>
        figure is { } value && !double.IsFinite(value) && _spec.Part(kind) is { Plugin: not null } part
            ? $" (of the {kind.Word()} '{part.Name}')"
            : "";

    private string Describe(StepFigures figures)
    {
        var at = Position with { StepsIntoNext = Position.StepsIntoNext + 1 };
        string?[] parts =
        [
            FormattableString.Invariant($"cross entropy {figures.CrossEntropy}"),
            FormattableString.Invariant($"gaze loss {figures.GazeLoss?.ToString() ?? "not taken"}")
                + Named(figures.GazeLoss, PartKind.Distance),
            figures.LossTerm is { } term ? FormattableString.Invariant($"loss term {term}{Named(term, PartKind.LossTerm)}") : null,
            FormattableString.Invariant($"λ {figures.GazeWeight}"),
            FormattableString.Invariant($"largest gradient {figures.LargestGradient}"),
        ];
        return $"The loss is not finite at {at}: {string.Join(", ", parts.OfType<string>())}. The step was not applied.";
    }
}
