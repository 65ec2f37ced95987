using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Control.Frames;
using ActorGaze.Actors.Engine.Metrics;
using ActorGaze.Actors.Persistence;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Cli;

/// <summary>Tells of a scoreboard in lines. A slow reader is told later: the journal has every epoch.</summary>
internal sealed class RunProgress(Call call, IReadOnlyList<string> sweeps) : IProgress<Scoreboard>
{
    private ProgressLines _told = ProgressLines.Nothing;
    private Scoreboard _newest = Scoreboard.Empty;
    private long? _version;
    private volatile bool _quiet;

    /// <summary>A screen shows it all.</summary>
    public bool Quiet
    {
        get => _quiet;
        set => _quiet = value;
    }

    public void Report(Scoreboard value)
    {
        _newest = value;
        if (Quiet || !(call.Json ? call.Around.IsErrorBehind : call.Around.IsOutBehind)) Tell(value);
    }

    /// <summary>Tells what was not told yet, and waits for the reader.</summary>
    public void Finish(Scoreboard value) => Tell(value);

    /// <summary>Tells the epochs that the journal has and no scoreboard told.</summary>
    public void FinishFrom(JournalReader journal)
    {
        var working = sweeps.SelectMany(sweep => _newest.Tallies.GetValueOrDefault(sweep)?.AtWork.Keys ?? []).ToList();
        var now = journal.StatesOf(working).Select(run => new RunStatus(run.State, run.SequenceNumber, null)).ToList();
        Tell(now.Aggregate(_newest, (board, run) => board.With(run)));
    }

    private void Tell(Scoreboard value)
    {
        var names = sweeps.ToHashSet();
        var runs = Changed(value).Where(run => names.Contains(run.Spec.Sweep))
            .Select(score => (Line: RunLines.Of(score, 0), Score: score)).ToArray();
        var missed = _told.Behind(runs.Select(run => run.Line));
        var journal = missed.Count == 0 ? null : call.Journal();
        var read = missed.ToDictionary(run => run, run => journal!.Run(run)?.Epochs ?? []);
        var epochs = runs.ToDictionary(
            run => run.Line.Id, run => new KnownEpochs(read.GetValueOrDefault(run.Line.Id, []), run.Score.EpochsBefore));
        (_told, var lines) = _told.Tell(runs.Select(run => run.Line), call.Around.Clock.GetUtcNow(), epochs);
        _version = value.Version;
        if (Quiet || lines.Count == 0) return;
        (call.Json ? call.Around.Error : call.Around.Out)
            .Write(string.Concat(lines.Select(line => line.Text + "\n"))); // at once: it may wait for room only once
    }

    /// <summary>
    /// The runs that have changed since they were last told of, and those at work: these are heard of from time to time.
    /// </summary>
    private IEnumerable<RunScore> Changed(Scoreboard board)
    {
        if (_version is not { } version || board.ChangedSince(version) is not { } changed) return sweeps.SelectMany(board.Of);
        var working = sweeps.SelectMany(sweep => board.Tallies.GetValueOrDefault(sweep)?.AtWork.Keys ?? []);
        return changed.Union(working).Where(board.Runs.ContainsKey).Select(run => board.Runs[run]);
    }
}
