using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Persistence;
using Akka.Actor;
using Akka.Event;

namespace ActorGaze.Actors.Engine.Metrics;

/// <summary>Answered with a <see cref="Scoreboard"/>.</summary>
public sealed record GetScoreboard;

/// <summary>
/// What the journals tell of runs of a sweep that no actor speaks for. Metrics → sweep, in answer to <see cref="SweepStatus"/>, in parts
/// while journals are still read.
/// </summary>
internal sealed record RunsKnown(ImmutableList<(RunId Run, RunSummary Summary)> Runs);

/// <summary>
/// Folds what sweeps, runs and journals tell into the scoreboard, and has it written into metrics.db. It never waits for a disk.
/// </summary>
internal sealed class MetricsActor : ReceiveActor
{
    private readonly Memory _memory;
    private readonly IActorRef _projection;
    private readonly ILoggingAdapter _log = Context.GetLogger();

    public MetricsActor(Memory memory, Props projection)
    {
        _memory = memory;
        _projection = Context.ActorOf(projection, "projection");
        Receive<SweepStatus>(OnSweep);
        Receive<SweepsRemembered>(remembered =>
        {
            foreach (var sweep in remembered.Sweeps.Where(sweep => !_memory.Score.Sweeps.ContainsKey(sweep.Name))) AddSweep(sweep);
        });
        Receive<SweepRefused>(refused => _memory.Score = _memory.Score.With(refused));
        Receive<RunStatus>(OnRun);
        Receive<ProjectionOpened>(OnOpened);
        Receive<ProjectionRead>(OnRead);
        Receive<ImagesProgress>(progress => _memory.Score = _memory.Score.With(progress, _memory.WaitForImages));
        Receive<RunJournalFailed>(run => _memory.Score = _memory.Score.With(run));
        Receive<RunProgress>(progress => _memory.Score = _memory.Score.With(progress));
        Receive<GetScoreboard>(_ => Sender.Tell(_memory.Score));
    }

    public static Props Props(string file, string journal) => Props(ProjectionActor.Props(file, journal));

    internal static Props Props(Props projection)
    {
        var memory = new Memory(); // made once: an actor that restarts has it still
        return Akka.Actor.Props.Create(() => new MetricsActor(memory, projection));
    }

    /// <summary>A restart forgets nothing: ended runs do not speak again.</summary>
    protected override void PreRestart(Exception reason, object message)
    {
        _log.Error(reason, "A message could not be handled, and was dropped: {Message}", message);
        base.PreRestart(reason, message);
    }

    private void OnSweep(SweepStatus stands)
    {
        _memory.Sweeps[stands.Spec.Name] = Sender;
        AddSweep(stands.Spec);
    }

    private void OnRun(RunStatus run)
    {
        _memory.Score = _memory.Score.With(run, run.State.Spec is { } taken ? _memory.Specs.GetValueOrDefault(taken.Id) : null);
        if (run.State.Spec is not { } spec) return;
        if (run.Waiting is WaitingFor.Images or WaitingFor.NoAnswer) _memory.WaitForImages.Add(spec.Id);
        else _memory.WaitForImages.Remove(spec.Id);
        _projection.Tell(run);
    }

    private void OnOpened(ProjectionOpened opened)
    {
        (_memory.Known, _memory.Behind) = (opened.Known, [.. opened.Behind]);
        foreach (var sweep in _memory.Score.Sweeps.Values.Where(sweep => !_memory.Score.Refusals.ContainsKey(sweep.Name)).ToList()) AddSweep(sweep);
        _memory.Score = _memory.Score with { Behind = _memory.Behind.Count };
    }

    private void OnRead(ProjectionRead read)
    {
        _memory.Behind.ExceptWith(read.Runs.Select(of => of.Run).Concat(read.Unreadable));
        _memory.Known = _memory.Known?.SetItems(read.Runs.Select(of => KeyValuePair.Create(of.Run, of.Summary)))
            .SetItems(read.Unreadable.Select(run => KeyValuePair.Create(run, RunSummary.Unreadable)));
        var news = read.Runs.Where(of => _memory.Specs.ContainsKey(of.Run) && IsNewer(of.Run, of.Summary)).ToList();
        _memory.Score = _memory.Score.With(news.Select(of => (_memory.Specs[of.Run], (RunSummary?)of.Summary))) with { Behind = _memory.Behind.Count };
        var unreadable = read.Unreadable.Where(_memory.Specs.ContainsKey).Select(run => (Run: run, Summary: RunSummary.Unreadable)); // their actors tell why
        foreach (var sweep in news.Concat(unreadable).GroupBy(of => _memory.Specs[of.Run].Sweep))
            if (_memory.Sweeps.TryGetValue(sweep.Key, out var actor)) actor.Tell(new RunsKnown([.. sweep]));
    }

    /// <summary>A run that speaks for itself knows more than its journal as it was read a while ago.</summary>
    private bool IsNewer(RunId run, RunSummary read) =>
        !_memory.Score.Runs.TryGetValue(run, out var score) || score.Summary.SequenceNumber < read.SequenceNumber;

    private void AddSweep(SweepSpec sweep)
    {
        foreach (var run in sweep.Runs) _memory.Specs[run.Id] = run;
        _memory.Score = _memory.Score.With(sweep, run => Known(run.Id));
        if (_memory.Known is null || !_memory.Sweeps.TryGetValue(sweep.Name, out var actor)) return;
        actor.Tell(new RunsKnown(
            [.. sweep.Runs.Where(run => !_memory.Behind.Contains(run.Id)).Select(run => (run.Id, _memory.Score.Runs.TryGetValue(run.Id, out var score) ? score.Summary : Known(run.Id)!))]));
    }

    /// <summary>What the journal tells of a run, or told of it when metrics.db was last written; null where nothing is known yet.</summary>
    private RunSummary? Known(RunId run) =>
        _memory.Known is not { } known ? null
        : known.TryGetValue(run, out var summary) ? summary
        : _memory.Behind.Contains(run) ? null
        : RunSummary.New;

    /// <summary>What outlives the actor's restarts.</summary>
    internal sealed class Memory
    {
        public Scoreboard Score { get; set; } = Scoreboard.Empty;

        /// <summary>What is asked of each run.</summary>
        public Dictionary<RunId, RunSpec> Specs { get; } = [];

        public Dictionary<string, IActorRef> Sweeps { get; } = [];

        /// <summary>What metrics.db and the journal told; null before that.</summary>
        public ImmutableDictionary<RunId, RunSummary>? Known { get; set; }

        /// <summary>Runs whose journals are still to be read.</summary>
        public HashSet<RunId> Behind { get; set; } = [];

        public HashSet<RunId> WaitForImages { get; } = [];
    }
}
