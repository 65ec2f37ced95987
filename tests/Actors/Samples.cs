using System.Collections.Immutable;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Crews;
using ActorGaze.Actors.Contracts.Faults;
using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Actors.Contracts.Nodes;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Nn;
using ActorGaze.Nn.Data.Batches;
using ActorGaze.Nn.Data.Phantoms;
using ActorGaze.Nn.Data.Store;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Statistics;
using ActorGaze.Nn.Training;

namespace ActorGaze.Tests.Actors;

/// <summary>One of everything, every field set to something that is not its default.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Noon = new(2025, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly Fault Io = new(FaultClass.Forgivable, "IOException: the disk sulks", new TrainingPosition(1, 3)) { Stack = "at Disk.Sulk()" };

    public static readonly RunSpec Spec = new(new RunId("r1"))
    {
        Sweep = "s", Trial = 2, Seed = 77, Network = NetworkSpec.OfLevel(1), Data = "phantoms-diffuse", Phantoms = new PhantomSpec(PhantomKind.Diffuse, PhantomBody.Chest, 3, 5, 4, 9),
        Validation = 0.25, OnBadImage = OnBadImage.Skip, Crops = new CropSpec(0.5, 1.5, 0.25), Pixels = new PixelScale(0.4, 0.3), Epochs = 3, GazeWeight = -100,
        Curriculum = new CurriculumSpec(CurriculumShape.Cosine, 0.1, 0.7), CurriculumEpochs = 10, Threads = 2, Variant = "ema",
        Gaze = new GazeSpec { Reference = GazeReference.Batch, Distance = GazeDistance.Emd, EmaDecay = 0.8 },
        Training = new TrainingSpec { BatchSize = 4, EvaluationBatchSize = 5, LearningRate = 0.1 + 0.2, Plateau = new PlateauSpec(0.5, 1, 0.01) },
    };

    /// <summary>A run of which an assembly brings parts.</summary>
    public static readonly RunSpec Brought = Spec with
    {
        Network = new NetworkSpec("narrow") { Parameters = new NetworkSpec("").Parameters.Add("width", "32").Add("act", "gelu"), Plugin = new PluginRef("/labs/mylab.dll", new string('1', 64)) },
        Training = new TrainingSpec
        {
            Optimiser = Optimiser.Sgd, WeightDecay = 0.001, Momentum = 0.5, Nesterov = true, Schedule = LearningSchedule.Cosine, ScheduleEpochs = 7, WarmupEpochs = 1, LeastRate = 1e-6,
            ClassWeights = ClassWeights.By(3, 1), LabelSmoothing = 0.1,
        },
        Gaze = Spec.Gaze with { Method = "layercam", Distance = new PartSpec("huber") { Parameters = new PartSpec("").Parameters.Add("delta", "0.5"), Plugin = new PluginRef("/labs/mylab.dll", new string('1', 64)) } },
        Loss = new LossSpec
        {
            Term = new PartSpec("area") { Plugin = new PluginRef("/labs/mylab.dll", new string('1', 64)) }, Weight = -0.5,
            Curriculum = new CurriculumSpec(new PartSpec("waves") { Parameters = new PartSpec("").Parameters.Add("waves", "3"), Plugin = new PluginRef("/labs/mylab.dll", new string('1', 64)) }, 0.1, 0.3),
        },
    };

    public static readonly ImagesFacts Images = new(new string('e', 64), [new ClassImages("normal", 5, 4), new ClassImages("pneumonia", 7, 3)])
    {
        Files = new string('f', 64), Decoder = "gray224-1 skia-119.0", SkippedCount = 2, Skipped = ["Training/normal/x.png: the file is empty"], Notes = ["3 .webp files are not read"],
    };

    public static EpochMetrics Epoch(int epoch, double kappa = 1.0 / 3, double crossEntropy = 0.7) => new()
    {
        Epoch = epoch,
        Training = new TrainingFigures(Math.PI, 0.1 + 0.2, 5.0 / 7, 123, 1e-300),
        Evaluation = new EvaluationFigures
        {
            CrossEntropy = crossEntropy,
            Confusion = new ConfusionMatrix(2, [5, 1, 2, 4]),
            Accuracy = 0.75,
            Kappa = kappa,
            GazeDeviation = 0.0123456789012345678,
            GazeDeviationPerClass = [0.5, null],
            CorrectPerClass = [5, 4],
            ZeroGazeShare = 0.125,
            GazeEntropy = Math.E,
            Gazes = ClassMeanGazes.Pack([[0, 0.25, 0.5, 1], [1, 0, 0, 0.1]], 2, 2),
            Readings = epoch == 9 ? [new GazeReading("grid7", GazeNormalisation.Sum, 1e-5 / 3)] : null, // most runs have none
        },
        LearningRate = 9e-5,
        GazeWeight = -12.5,
    };

    /// <summary>The checkpoint at an epoch's end, or some steps further.</summary>
    public static CheckpointRef Checkpoint(int epochs, int steps = 0, int attempt = 1) => new(
        $"e{epochs:0000}-s{steps:00000}-a{attempt}.safetensors", new string('a', 64), new string('b', 64), 1234, new TrainingPosition(epochs, steps)) { Bits = Bits };

    public static RunCommand.CloseEpoch Close(int epoch, double kappa = 0.5, int attempt = 1) => new(Epoch(epoch, kappa), Checkpoint(epoch, 0, attempt));

    public static BitFacts Bits { get; } = new("2.10.0.0", "AuthenticAMD family 25 model 1", "AVX2", 1, Precision.Bfloat16);

    /// <summary>The state after commands, each of which must be accepted or ignored.</summary>
    public static RunState After(params RunCommand[] commands) => commands.Aggregate(RunState.Initial, (state, command) => state.Told(command));

    public static RunState Told(this RunState state, RunCommand command)
    {
        var decision = state.Decide(command, Noon);
        Assert.False(decision.Refused, decision.Reason);
        return decision.Events.Aggregate(state, (s, e) => s.Apply(e));
    }

    public static IReadOnlyList<RunEvent> RunEvents { get; } =
    [
        new RunEvent.Submitted(Spec) { At = Noon },
        new RunEvent.Extended(Spec) { At = Noon },
        new RunEvent.ImagesMoved("/data/old", "/data/new") { At = Noon },
        new RunEvent.Started(2, "cuda:1", Checkpoint(1)) { At = Noon, Classes = new ClassNames(["normal", "pneumonia"]), Images = Images, Bits = Bits, OtherBits = "threads 1 before, 2 now" },
        new RunEvent.CheckpointSaved(Checkpoint(1, 7), "rhythm") { At = Noon },
        new RunEvent.CheckpointSetAside(Checkpoint(1, 7), "its SHA-256 is another") { At = Noon, To = "set-aside/r1/e0001-s00007-a1.safetensors" },
        new RunEvent.CheckpointAdopted(Checkpoint(3), [Epoch(2), Epoch(3)], "it is further than e0001-s00000-a1.safetensors, which the journal names") { At = Noon },
        new RunEvent.FileSetAside("e0009-s00000-a1.safetensors", "set-aside/r1/e0009-s00000-a1.safetensors", "it is damaged: it ends too early") { At = Noon },
        new RunEvent.EpochRedone(Epoch(2, kappa: 0.25), Checkpoint(2, 0, 2)) { At = Noon },
        new RunEvent.EpochCompleted(Epoch(2), Checkpoint(2)) { At = Noon, Memory = 420_000_000 },
        new RunEvent.Faulted(2, Io) { At = Noon },
        new RunEvent.Paused("asked", Checkpoint(2, 1)) { At = Noon },
        new RunEvent.Requeued("resumed") { At = Noon },
        new RunEvent.Completed(new string('c', 64)) { At = Noon },
        new RunEvent.Failed("the data set is unreadable") { At = Noon },
        new RunEvent.Cancelled("asked") { At = Noon },
        new RunEvent.Retried(true) { At = Noon },
        new RunEvent.PluginAccepted("/labs/mylab.dll", new string('1', 64), new string('2', 64)) { At = Noon },
    ];

    public static SweepSpec Sweep { get; } = SweepSpec.Of("s", [Spec]) with
    {
        Evaluation = Evaluation.Analytic,
        PaperCorrelations = SweepSpec.Of("s", []).PaperCorrelations.Add(2, -0.87),
    };

    public static CrewOrder.Begin Begin { get; } =
        new(Brought, 3, "cpu", "/cache/images.bin", "/checkpoints/r1", Checkpoint(1), 2, new CheckpointSettings(0.03, TimeSpan.FromSeconds(1.5)))
        {
            Lease = TimeSpan.FromSeconds(30), AcceptedPlugin = new string('2', 64),
        };

    public static Proof Proof { get; } = new("-----BEGIN CERTIFICATE-----", "c2lnbmVk");

    /// <summary>One of each type that is written anywhere.</summary>
    public static IReadOnlyList<object> Written { get; } =
    [
        .. RunEvents,
        new SweepEvent.Submitted(Sweep) { At = Noon },
        new SweepEvent.Extended(Sweep) { At = Noon },
        new SweepEvent.ImagesMoved(Sweep) { At = Noon },
        new SweepEvent.ImagesPinned(RunImages.Of(Spec), Images) { At = Noon },
        new RunState
        {
            Phase = RunPhase.Recovering, Spec = Spec, Epochs = [Epoch(1), Epoch(2)], Checkpoints = [Checkpoint(1), Checkpoint(2)], Attempts = 3, FaultsInARow = 2,
            LastFault = Io, Reason = "because", RetriedFromStart = true, WeightsSha256 = new string('d', 64), Device = "cpu", Classes = new ClassNames(["normal", "pneumonia"]),
            Images = Images, LastSetAside = "set-aside/r1/e0009-s00000-a1.safetensors", ForgottenAttempts = 1, Bits = Bits, OtherBits = "from epoch 1 step 2 on: threads 1 before, 2 now",
            Memory = 420_000_000, AcceptedPlugin = new string('2', 64),
        },
        new SweepState(Sweep) { Pinned = [new PinnedImages(RunImages.Of(Spec), Images)] },
        Begin,
        new CrewOrder.SaveAndStop(3, "asked"),
        new CrewOrder.End(3),
        new CrewOrder.LeaseGranted(3, 17),
        new CrewReport.Preparing { Attempt = 3 },
        new CrewReport.Displaced("gpubox leaves") { Attempt = 3 },
        new CrewReport.Ready(new TrainingPosition(1, 2), 50) { Attempt = 3 },
        new CrewReport.StepTaken(CrewActivity.Training, new TrainingPosition(1, 2), 50, 1.0 / 3, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon) { Attempt = 3, Memory = 410_000_000 },
        new CrewReport.Saved(Checkpoint(1, 2), "rhythm", true) { Attempt = 3 },
        new CrewReport.SaveFailed("no room") { Attempt = 3, Last = false },
        new CrewReport.EpochClosed(Epoch(1, crossEntropy: double.PositiveInfinity), Checkpoint(1)) { Attempt = 3, Memory = 420_000_000 },
        new CrewReport.Finished { Attempt = 3 },
        new CrewReport.Damaged(Checkpoint(1), "it ends too early") { Attempt = 3 },
        new CrewReport.Failed(Io) { Attempt = 3 },
        new WorkerReport.Up(4711, "0.1.0", ImmutableSortedDictionary<string, BitFacts>.Empty.Add("cpu", Bits)),
        new WorkerReport.Counted("s", 12, 384, [0.25, 1.5]),
        new WorkerReport.Logged(Akka.Event.LogLevel.WarningLevel, "trainer", "something", "an exception"),
        new WorkerReport.LeaseWanted(3, 17),
        new NodeOrder.Prove("a question", Proof, ".probe-1"),
        new NodeOrder.Welcome(),
        new NodeOrder.Refuse("it was revoked") { ForNow = true },
        new NodeOrder.Farewell(),
        new NodeOrder.StartCrew(Begin, RunImages.Of(Spec), Images, new NamedData("brain", "v2"), TimeSpan.FromSeconds(30)) { FirstDecoded = true },
        new NodeReport.Hello("0.1.0", "a question", "p1", TimeSpan.FromHours(3)),
        new NodeReport.Joining(
            Proof, ["cuda:0", "cpu"], ImmutableSortedDictionary<string, BitFacts>.Empty.Add("cpu", Bits), ["brain"], "seen", ".probe-2", "written", "/mnt/checkpoints"),
        new NodeReport.Starting(3, "opens the images"),
        new NodeReport.ImagesRefused(3, "no such root", true),
        new NodeReport.Leaving(),
        new NodeReport.CrewGone(3),
    ];
}
