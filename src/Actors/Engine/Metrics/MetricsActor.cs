using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Persistence;
using ActorGaze.Actors.Storage;
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
    private readonly Dictionary<RunId, RunSpec> _specs = []; // what is asked of each run
    private readonly Dictionary<string, IActorRef> _sweeps = [];
    private readonly HashSet<RunId> _waitForImages = [];
    private readonly IActorRef _projection;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private Scoreboard _score = Scoreboard.Empty;
    private Dictionary<RunId, RunSummary>? _known; // what metrics.db and the journal told; null before that
    private HashSet<RunId> _behind = []; // runs whose journals are still to be read

    public MetricsActor(Props projection)
    {
        _projection = Context.ActorOf(projection, "projection");
        Receive<SweepStatus>(OnSweep);
        Receive<SweepsRemembered>(remembered =>
        {
            foreach (var sweep in remembered.Sweeps.Where(sweep => !_score.Sweeps.ContainsKey(sweep.Name))) AddSweep(sweep);
        });
        Receive<SweepRefused>(refused => _score = _score.With(refused));
        Receive<RunStatus>(OnRun);
        Receive<ProjectionOpened>(OnOpened);
        Receive<ProjectionRead>(OnRead);
        Receive<ImagesProgress>(progress => _score = _score.With(progress, _waitForImages));
        Receive<RunJournalFailed>(run => _score = _score.With(run));
        Receive<RunProgress>(progress => _score = _score.With(progress));
        Receive<GetScoreboard>(_ => Sender.Tell(_score));
    }

    internal static Props Props(StateFolder folder, OpeningProjection? begun = null) => Props(ProjectionActor.Props(folder, begun));

    internal static Props Props(Props projection) => Akka.Actor.Props.Create(() => new MetricsActor(projection));

    /// <summary>A message that cannot be handled is dropped. To restart would forget ended runs, which do not speak again.</summary>
    protected override bool AroundReceive(Receive receive, object message)
    {
        try
        {
            return base.AroundReceive(receive, message);
        }
        catch (Exception e)
        {
            _log.Error(e, "A message could not be handled, and was dropped: {Message}", message);
            return true;
        }
    }

    private void OnSweep(SweepStatus status)
    {
        _sweeps[status.Spec.Name] = Sender;
        AddSweep(status.Spec);
    }

    private void OnRun(RunStatus run)
    {
        _score = _score.With(run, run.State.Spec is { } taken ? _specs.GetValueOrDefault(taken.Id) : null);
        if (run.State.Spec is not { } spec) return;
        if (run.Waiting is WaitingFor.Images or WaitingFor.NoAnswer) _waitForImages.Add(spec.Id);
        else _waitForImages.Remove(spec.Id);
        _projection.Tell(run);
    }

    private void OnOpened(ProjectionOpened opened)
    {
        (_known, _behind) = (new(opened.Known), [.. opened.Behind]);
        foreach (var sweep in _score.Sweeps.Values.Where(sweep => !_score.Refusals.ContainsKey(sweep.Name)).ToList()) AddSweep(sweep);
        _score = _score with { Behind = _behind.Count };
    }

    private void OnRead(ProjectionRead read)
    {
        _behind.ExceptWith(read.Runs.Select(of => of.Run).Concat(read.Unreadable));
        if (_known is not null)
        {
            foreach (var (run, summary) in read.Runs) _known[run] = summary;
            foreach (var run in read.Unreadable) _known[run] = RunSummary.Unreadable;
        }

        var news = read.Runs.Where(of => _specs.ContainsKey(of.Run) && IsNewer(of.Run, of.Summary)).ToList();
        _score = _score.With(news.Select(of => (_specs[of.Run], (RunSummary?)of.Summary))) with { Behind = _behind.Count };
        // their actors tell why
        var unreadable = read.Unreadable.Where(_specs.ContainsKey).Select(run => (Run: run, Summary: RunSummary.Unreadable));
        foreach (var sweep in news.Concat(unreadable).GroupBy(of => _specs[of.Run].Sweep))
            if (_sweeps.TryGetValue(sweep.Key, out var actor)) actor.Tell(new RunsKnown([.. sweep]));
    }

    /// <summary>A run that speaks for itself knows more than its journal as it was read a while ago.</summary>
    private bool IsNewer(RunId run, RunSummary read) =>
        !_score.Runs.TryGetValue(run, out var score) || score.Summary.SequenceNumber < read.SequenceNumber;

    private void AddSweep(SweepSpec sweep)
    {
        if (_score.Sweeps.TryGetValue(sweep.Name, out var same) && same == sweep) sweep = same; // one set of its runs' specs is enough
        foreach (var run in sweep.Runs) _specs[run.Id] = run;
        _score = _score.With(sweep, run => Known(run.Id));
        if (_known is null || !_sweeps.TryGetValue(sweep.Name, out var actor)) return;
        actor.Tell(new RunsKnown(
            [.. sweep.Runs.Where(run => !_behind.Contains(run.Id))
                .Select(run => (run.Id, _score.Runs.TryGetValue(run.Id, out var score) ? score.Summary : Known(run.Id)!))]));
    }

    /// <summary>What the journal tells of a run, or told of it when metrics.db was last written; null where nothing is known yet.</summary>
    private RunSummary? Known(RunId run) =>
        _known is not { } known ? null
        : known.TryGetValue(run, out var summary) ? summary
        : _behind.Contains(run) ? null
        : RunSummary.New;
}
