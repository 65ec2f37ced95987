using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Engine;
using ActorGaze.Actors.Engine.Census;
using ActorGaze.Actors.Persistence;
using ActorGaze.Actors.Storage;
using ActorGaze.Actors.Telemetry;
using ActorGaze.Actors.Workers;
using ActorGaze.Nn.Training;
using ActorGaze.Tests.Tui.EndToEnd;

namespace ActorGaze.Tests.Actors.Faults;

/// <summary>A state folder of its own, and what tests do with it.</summary>
internal sealed class TestEngine : IDisposable
{
    public const string Sweep = "s";

    /// <param name="journal">Where in PostgreSQL the journal is; null: in the state folder.</param>
    public TestEngine(JournalAddress? journal = null) => Settings = new LabSettings(Root) { RunsAtOnce = 1, Retry = Quick, Journal = journal };

    public static CancellationToken Cancel => Deadline.Token;

    /// <summary>Three tries, a hundredth of a second apart.</summary>
    public static RetrySettings Quick { get; } = new(2, TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(20), 0);

    public string Root { get; } = Directory.CreateTempSubdirectory("faults-").FullName;

    public LabSettings Settings { get; set; }

    public StateFolder Folder => new(Root);

    /// <summary>Runs train in processes of their own.</summary>
    public bool InProcesses { get; init; }

    public void Dispose() => Directory.Delete(Root, recursive: true);

    public Task<Lab> Start(EngineObserver? observer = null, TimeProvider? clock = null) =>
        Lab.StartAsync(Settings, new LabServices
        {
            Observer = observer, Clock = clock ?? TimeProvider.System, Worker = InProcesses ? new WorkerProgram(Actorgaze.Program, ["worker"]) : null,
            Plugins = new PluginReader(InProcesses ? new WorkerProgram(Actorgaze.Program, []) : null),
        }, Cancel);

    public async Task<Lab> StartWith(IEnumerable<RunSpec> runs, EngineObserver? observer = null, TimeProvider? clock = null)
    {
        var lab = await Start(observer, clock);
        Accepted(await lab.SubmitAsync(SweepSpec.Of(Sweep, runs)));
        return lab;
    }

    /// <summary>An engine's whole life: until all stand still.</summary>
    public async Task RunToRest(IEnumerable<RunSpec> runs, EngineObserver? observer = null, TimeProvider? clock = null)
    {
        await using var lab = await StartWith(runs, observer, clock);
        await lab.WaitAsync(Sweep, cancel: Cancel);
    }

    /// <summary>A whole life of an engine in which a run is paused after a step; what it answered.</summary>
    public async Task<string> PauseAfter(RunSpec run, TrainingPosition step)
    {
        using var gate = new Gate(run.Id, step);
        await using var lab = await StartWith([run], gate.Observer);
        return await PauseAt(lab, gate, run.Id);
    }

    /// <summary>Pauses a run that stands at its gate.</summary>
    public static async Task<string> PauseAt(Lab lab, Gate gate, RunId run)
    {
        await gate.Reached;
        var pausing = lab.PauseAsync(run);
        Refused(await lab.RetryAsync(run)); // answered after the pause was passed on
        while (Waiting(await lab.CensusAsync(), run) == 0) await Task.Yield(); // it has reached the trainer, who stands at the gate
        gate.Open();
        return Accepted(await pausing);
    }

    /// <summary>Messages that wait for a run's trainer.</summary>
    private static int Waiting(CensusNode node, RunId run) =>
        node.Name == "trainer" && node.Path.Contains($"/run-{run}/", StringComparison.Ordinal) ? node.Mailbox : node.Children.Sum(child => Waiting(child, run));

    /// <summary>A whole life of an engine in which a paused run is resumed, until all stand still.</summary>
    public async Task ResumeToRest(RunSpec run, params RunSpec[] others)
    {
        await using var lab = await StartWith([run, .. others]);
        Accepted(await lab.ResumeAsync(run.Id));
        await lab.WaitAsync(Sweep, cancel: Cancel);
    }

    public RunState Told(RunId run) => JournalReader.Open(Root).Run(run)!;

    public IReadOnlyList<TEvent> Told<TEvent>(RunId run) => [.. JournalReader.Open(Root).EventsOf(run).Select(entry => entry.Event).OfType<TEvent>()];

    public static async Task<RunState> Phase(Lab lab, RunId run, params RunPhase[] phases)
    {
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (true)
        {
            if ((await lab.ScoreboardAsync()).Runs.TryGetValue(run, out var standing) && phases.Contains(standing.Summary.Phase))
                return JournalReader.Open(lab.Folder.Root).Run(run)!;
            await ticks.WaitForNextTickAsync(Cancel);
        }
    }

    public static string Accepted(Answer answer) => answer.Match(text => text, why => throw new Xunit.Sdk.XunitException($"Refused: {why}"));

    public static string Refused(Answer answer) => Assert.IsType<Answer.Refused>(answer).Reason;
}
