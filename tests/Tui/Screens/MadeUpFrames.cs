using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Faults;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Control.Frames;
using ActorGaze.Actors.Engine.Census;
using ActorGaze.Actors.Examination;
using ActorGaze.Actors.Persistence;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Statistics;
using ActorGaze.Nn.Training;
using ActorGaze.Tui.Client;
using ActorGaze.Tui.Screens;

namespace ActorGaze.Tests.Tui.Screens;

/// <summary>Frames of engines that never were.</summary>
internal static class MadeUpFrames
{
    public static DateTimeOffset Noon { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static Frame Of(int trials, double[]? weights = null, int[]? levels = null)
    {
        var sweep = MadeUp.Sweep(Evaluation.Learning, weights ?? [0, 50, 100], levels ?? [1, 2], trials, 12);
        RunLine[] runs = [.. sweep.Runs.Select((spec, i) => Line(spec, i))];
        return new Frame(
            7, Noon, new MachineFacts(120_500_000_000, 273_600, 0.04, 182_000_000, [new DeviceFacts("cpu", null, null, null), new DeviceFacts("cuda:0", 0.62, 9_100_000_000, 24_000_000_000)]) { Workers = new WorkersFacts(5, 1.93, 1_240_000_000) },
            [
                new SweepLine(
                    sweep.Name, sweep.Evaluation, runs.Length, runs.Length, runs.CountBy(r => r.Phase).ToImmutableSortedDictionary(p => p.Key, p => p.Value),
                    runs.Sum(r => r.EpochsDone), runs.Sum(r => r.Epochs), 306.4, 3_720, false),
            ],
            [.. runs]);
    }

    /// <summary>A watcher who has seen a frame, its census and its log, and has opened one run.</summary>
    public static UiState Watching(ScreenKind screen, int trials = 3)
    {
        var state = UiState.Initial with { Folder = "/state" };
        for (var i = 0; i < 30; i++)
        {
            var frame = Of(trials);
            state = state.Apply(frame with { Sweeps = [frame.Sweeps[0] with { ImagesPerSecond = 300 + (i % 7 * 5) }], Runs = [.. frame.Runs.Select(run => At(run, i))] });
        }

        state = state.Apply(Of(trials)).Apply(Census(2)).Apply(Census(14)).Apply(Log());
        foreach (var run in state.Frame.Runs.Where(run => run.EpochsDone > 0))
            state = state with { Sweep = state.Sweep.Apply(run.Id, Epochs(run)) };
        return state.Apply(Detail(state.Selected!)) with { Screen = screen };
    }

    public static RunEpochs Epochs(RunLine run)
    {
        var course = MadeUp.Course(run.EpochsDone, run.Place, run.Lambda / 1000);
        return new RunEpochs(run.EpochsDone, [.. course.Select(epoch => epoch.Kappa)], [.. course.Select(epoch => (double?)epoch.Deviation)]);
    }

    /// <summary>A run as an earlier frame had it: fewer steps, a greater loss.</summary>
    public static RunLine At(RunLine run, int frame) => run.Phase == RunPhase.Running
        ? run with { Step = 2 + (frame / 2), Loss = run.Loss + (0.3 / (1 + (frame / 2))), ImagesPerSecond = 150 + (frame / 2 % 4) }
        : run;

    public static RunDetail Detail(RunId run)
    {
        var spec = MadeUp.Sweep(Evaluation.Learning, [0, 50, 100], [1, 2], 3, 12).Runs.First(r => r.Id == run) with { RecordGazes = GazesKept.All };
        var state = MadeUp.Run(spec, RunPhase.Running, MadeUp.Course(7, 3)) with
        {
            Classes = new ClassNames(["glioma", "meningioma", "notumor", "pituitary"]),
            LastFault = new Fault(FaultClass.Forgivable, "The disk did not answer.", new TrainingPosition(2, 40)),
        };
        state = state with { Epochs = [.. state.Epochs.Select(e => e with { Evaluation = e.Evaluation with { Gazes = Gazes(e.Epoch), Confusion = Confusion(e.Epoch) } })] };
        var checkpoint = new CheckpointRef("epoch-0001.safetensors", "aa", "bb", 1_234_567, new TrainingPosition(1, 0));
        RunEvent[] events =
        [
            new RunEvent.Submitted(spec) { At = Noon.AddHours(-1) },
            new RunEvent.Started(1, "cpu", null) { At = Noon.AddMinutes(-50) },
            .. state.Epochs.Select(e => new RunEvent.EpochCompleted(e, checkpoint) { At = Noon.AddMinutes(-50 + (6 * e.Epoch)) }),
            new RunEvent.Faulted(1, state.LastFault) { At = Noon.AddMinutes(-4) },
            new RunEvent.Started(2, "cpu", checkpoint) { At = Noon.AddMinutes(-3) },
        ];
        return new RunDetail(state, [.. events.Select((e, i) => EventView.Of(new JournalEntry<RunEvent>($"run-{run}", i + 1, e)))]);
    }

    /// <summary>A watcher who looks at one image of a run that keeps its gazes.</summary>
    public static UiState WatchingImage(int image = 2, int epochs = 7, GazesKept kept = GazesKept.All)
    {
        var state = Watching(ScreenKind.Run);
        var detail = state.Run.Detail!;
        var run = detail.State with { Spec = detail.State.Spec! with { RecordGazes = kept } };
        state = state with { Run = state.Run with { Detail = detail with { State = run }, WithImage = true, Image = image } };
        return state.Apply(new ToldCourse(state.Selected!, image, run.Epochs.Count, new ImageCourse.Told(Course(image, epochs))));
    }

    /// <summary>An image of the third class that was first taken for another one; its gaze is empty at first, and wanders.</summary>
    public static SampleCourse Course(int image, int epochs) => new(
        image, 8, $"Testing/notumor/Te-no_{image:0000}.jpg", 2, 14, 14, [.. Enumerable.Range(1, epochs)],
        [.. Enumerable.Range(1, epochs).Select(epoch => new RecordedGaze(epoch < 4 ? 1 : 2, epoch == 1 ? 0 : 0.9f, [.. Spot(epoch)]))])
    {
        Recorded = epochs, ChangedBefore = image > 0 ? 0 : null, ChangedAfter = image < 5 ? 5 : null,
    };

    public static CensusNode Census(int mailbox)
    {
        var crew = Node(
            "/user/lab/sweep-made-up/run-made-up-l1-w0-t1/crew-2", "crew-2", false, 0,
            [
                Node("/user/lab/sweep-made-up/run-made-up-l1-w0-t1/crew-2/loader", "loader", true, 1, []),
                Node("/user/lab/sweep-made-up/run-made-up-l1-w0-t1/crew-2/trainer", "trainer", true, mailbox, []),
                Node("/user/lab/sweep-made-up/run-made-up-l1-w0-t1/crew-2/cams", "cams", false, 0, []),
            ]);
        var run = Node("/user/lab/sweep-made-up/run-made-up-l1-w0-t1", "run-made-up-l1-w0-t1", true, 0, [crew]) with { Restarts = 1, LastReason = "The disk did not answer." };
        return Node("/user/lab", "lab", false, 0, [Node("/user/lab/images", "images", false, 0, []), Node("/user/lab/metrics", "metrics", false, 0, []), Node("/user/lab/sweep-made-up", "sweep-made-up", false, 0, [run])]);
    }

    private static CensusNode Node(string path, string name, bool busy, int mailbox, ImmutableArray<CensusNode> children) =>
        new(path, name, mailbox, busy ? 3.2 : 0.2, 0, null, 3_725, children);

    private static IReadOnlyList<LogLine> Log() =>
    [
        .. Enumerable.Range(1, 40).Select(i => new LogLine(Noon.AddSeconds(i - 40), "Information", $"Epoch {i} is done", "made-up", "made-up-l1-w0-t1", null, null)),
        new LogLine(Noon, "Warning", "metrics.db could not be written", null, null, "/user/lab/metrics", null),
        new LogLine(Noon, "Error", "The crew fell", "made-up", "made-up-l1-w50-t1", null, "System.IO.IOException: The disk did not answer.\n   at Somewhere"),
    ];

    private static RunLine Line(RunSpec spec, int place)
    {
        var phase = (place % 9) switch { 0 or 3 => RunPhase.Running, 1 or 2 => RunPhase.Completed, 4 => RunPhase.Failed, 5 => RunPhase.Paused, 6 => RunPhase.Recovering, _ => RunPhase.Queued };
        var done = phase switch { RunPhase.Queued => 0, RunPhase.Completed => 12, _ => 3 + (place % 5) };
        var line = new RunLine(spec.Id, spec.Sweep, place, phase)
        {
            Network = spec.Network.Name, Data = "phantoms-localised", Lambda = spec.GazeWeight, Trial = spec.Trial, EpochsDone = done, Epochs = 12, Attempts = done == 0 ? 0 : 1 + (place % 2),
            Loss = done == 0 ? null : 1.2 / done, Accuracy = done == 0 ? null : 0.5 + (0.03 * done), Kappa = done == 0 ? null : (0.05 * done) + (spec.GazeWeight / 1000),
            GazeDeviation = done == 0 ? null : 0.06 - (0.002 * done), Device = done == 0 ? null : "cpu",
            Reason = phase switch { RunPhase.Failed => "The loss was not finite.", RunPhase.Paused => "asked for", RunPhase.Recovering => "The disk did not answer.", _ => null },
        };
        return phase == RunPhase.Running
            ? line with { Doing = "training", Epoch = done + 1, Step = 17 + place, StepsPerEpoch = 128, ImagesPerSecond = 153.2, SecondsLeft = 3_720 + place, Memory = 412_000_000 }
            : line;
    }

    private static ClassMeanGazes Gazes(int epoch) => ClassMeanGazes.Pack(
        [.. Enumerable.Range(0, 4).Select(c => Enumerable.Range(0, 196).Select(i => Math.Exp(-(Square((i % 14) - 4 - (2 * (c % 2))) + Square((i / 14) - 4 - (2 * (c / 2)))) / (40.0 / epoch))).ToArray())], 14, 14);

    private static IEnumerable<byte> Spot(int epoch) => Enumerable.Range(0, 196)
        .Select(i => epoch == 1 ? (byte)0 : (byte)(255 * Math.Exp(-(Square((i % 14) - 2 - Math.Min(epoch, 9)) + Square((i / 14) - 6)) / 8)));

    private static ConfusionMatrix Confusion(int epoch) =>
        new(4, [.. Enumerable.Range(0, 16).Select(i => i % 5 == 0 ? 30 + (epoch * (2 + (i / 5))) : i == 1 ? 60 - (5 * epoch) : (i * 7 / epoch) % 6)]);

    private static double Square(double x) => x * x;
}
