using ActorGaze.Actors.Runs;
using ActorGaze.Actors.Supervision;
using ActorGaze.Nn;
using ActorGaze.Nn.Data;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Models;
using ActorGaze.Nn.Training;

namespace ActorGaze.Actors.Crews;

/// <summary>One run's training on one thread: a learner, and everything else that a checkpoint must hold. No actor, no clock.</summary>
internal sealed class Trainee : IDisposable
{
    private readonly RunSpec _spec;
    private readonly string _images;
    private readonly IReadOnlyList<string> _olderImages;
    private readonly string _folder;
    private readonly BatchPlan _plan;
    private readonly int _attempt;
    private readonly Action<SaveStage>? _saving;
    private readonly Func<string, string>? _place;
    private readonly Learner _learner;
    private readonly Func<EvaluationTally> _newEvaluation;
    private EvaluationTally _evaluation;
    private EpochTally _tally = EpochTally.Empty;
    private PlateauState _plateau;
    private EpochHistory _history = EpochHistory.Empty;

    private Trainee(CrewOrder.Begin begin, BatchSource source, string folder, Action<SaveStage>? saving, Func<string, string>? place)
    {
        _spec = begin.Spec;
        (_images, _olderImages) = (source.Images.ContentKey, source.Images.OlderKeys);
        var classes = source.Images.Classes.Length;
        _folder = folder;
        _plan = source.Plan;
        _attempt = begin.Attempt;
        _saving = saving;
        _place = place;
        _learner = new Learner(new LearnerSpec
        {
            Level = _spec.Level,
            Classes = classes,
            Seed = _spec.Seed,
            Device = begin.Device,
            Training = _spec.Training,
            Gaze = _spec.Gaze,
        });
        _plateau = PlateauState.Initial(_spec.Training.LearningRate);
        Means = MovingClassMeans.Empty(classes, _spec.Gaze.EmaDecay);
        _newEvaluation = () => new EvaluationTally(classes, GazeModel.GridSide, GazeModel.GridSide);
        _evaluation = _newEvaluation();
    }

    /// <summary>λ₀ = 0 needs no gaze in training, and takes none.</summary>
    public bool TakesGazes => _spec.GazeWeight != 0;

    public TrainingPosition At { get; private set; } = TrainingPosition.Start;

    public MovingClassMeans Means { get; private set; }

    /// <summary>The batch to ask for first: the next step, or the evaluation where all of the epoch's steps are done.</summary>
    public BatchPlace NextPlace => At.StepsIntoNext < _plan.TrainingSteps
        ? new BatchPlace(At.EpochsDone + 1, Evaluation: false, At.StepsIntoNext)
        : new BatchPlace(At.EpochsDone + 1, Evaluation: true, 0);

    /// <summary>A network at its start, or as its checkpoint left it. Sets the calling thread's number of intra-op threads; every other call belongs on it too.</summary>
    /// <param name="saveTo">Where its own checkpoints go; null: beside the one it goes on from.</param>
    /// <param name="saving">Told of every stage of every save.</param>
    /// <param name="place">Where the folder is now, asked before every save; null: at its path.</param>
    /// <exception cref="DamagedCheckpointException">The checkpoint is not what its hash says.</exception>
    /// <exception cref="InvalidInputException">It was made with other settings or other images.</exception>
    public static Trainee Create(
        CrewOrder.Begin begin, BatchSource source, string? saveTo = null, Action<SaveStage>? saving = null,
        Func<string, string>? place = null)
    {
        IntraOpThreads.Set(begin.Spec.Threads);
        var checkpoint = begin.From is { } from ? CheckpointFile.Read(Path.Combine(begin.CheckpointFolder, from.File), from.Sha256) : null;
        var trainee = new Trainee(begin, source, saveTo ?? begin.CheckpointFolder, saving, place);
        try
        {
            if (checkpoint is not null) trainee.Restore(checkpoint, begin.From!.File);
            return trainee;
        }
        catch
        {
            trainee.Dispose();
            throw;
        }
    }

    public StepInFlight Forward(Batch batch) => _learner.Forward(batch, TakesGazes);

    /// <exception cref="NonFiniteLossException">The step was not applied.</exception>
    public StepFigures Finish(StepInFlight step, GazeTarget? target)
    {
        using (step)
        {
            var figures = _learner.Finish(step, target);
            if (!figures.Applied) throw new NonFiniteLossException(Describe(figures));
            if (target?.Means is { } means) Means = means;
            _tally = _tally.With(figures);
            At = At with { StepsIntoNext = At.StepsIntoNext + 1 };
            return figures;
        }
    }

    /// <summary>A whole step by itself: what trainer and cams do between them.</summary>
    public StepFigures Step(Batch batch)
    {
        var step = Forward(batch);
        var target = step.Gazes is { } gazes ? new GazeTarget(Means.Fold(gazes), _spec.WeightAt(At, _plan.TrainingSteps)) : null;
        return Finish(step, target);
    }

    public void Evaluate(Batch batch) => _evaluation.Add(_learner.Evaluate(batch));

    /// <summary>Takes the epoch's figures, moves the learning rate, and saves.</summary>
    public (EpochMetrics Metrics, CheckpointRef Checkpoint) CloseEpoch()
    {
        var metrics = new EpochMetrics
        {
            Epoch = At.EpochsDone + 1,
            Training = _tally.Figures(),
            Evaluation = _evaluation.Figures(),
            LearningRate = _plateau.LearningRate,
            GazeWeight = _tally.GazeWeight,
        };
        _plateau = _plateau.Next(_spec.Training.Plateau, metrics.Evaluation.CrossEntropy);
        _learner.LearningRate = _plateau.LearningRate;
        _tally = EpochTally.Empty;
        _history = _history.With(metrics);
        _evaluation = _newEvaluation();
        At = new TrainingPosition(metrics.Epoch, 0);
        return (metrics, Save());
    }

    /// <summary>A checkpoint of this very moment, durable on return.</summary>
    /// <exception cref="IOException">The disk is full or failing; what was saved before is whole.</exception>
    public CheckpointRef Save()
    {
        var checkpoint = TraineeCheckpoint.Of(_learner, new TraineeState(_spec, _images, At, _tally, _plateau, Means, _history));
        var name = FormattableString.Invariant($"e{At.EpochsDone:0000}-s{At.StepsIntoNext:00000}-a{_attempt}.safetensors");
        return CheckpointFile.Write(_place?.Invoke(_folder) ?? _folder, name, checkpoint, At, _saving);
    }

    public void Dispose() => _learner.Dispose();

    private void Restore(Checkpoint checkpoint, string file)
    {
        var state = TraineeCheckpoint.Read(checkpoint, _spec, _images, Means, file, _olderImages);
        _learner.Restore(checkpoint);
        (At, _tally, _plateau, Means, _history) = (state.At, state.Tally, state.Plateau, state.Means, state.History);
        _learner.LearningRate = _plateau.LearningRate;
        _evaluation = _newEvaluation();
    }

    private string Describe(StepFigures figures) => FormattableString.Invariant(
        $"The loss is not finite at {At with { StepsIntoNext = At.StepsIntoNext + 1 }}: cross entropy {figures.CrossEntropy}, gaze loss {figures.GazeLoss?.ToString() ?? "not taken"}, λ {figures.GazeWeight}, largest gradient {figures.LargestGradient}. The step was not applied.");
}
