using System.Collections.Concurrent;
using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Control.Dto;
using ActorGaze.Actors.Control.Frames;
using ActorGaze.Actors.Engine.Metrics;

namespace ActorGaze.Actors.Control;

/// <summary>
/// One frame as all watchers share it: each line is made once, and each change is written as JSON once, however many are sent it.
/// </summary>
internal sealed class FramePage
{
    private const int PagesRemembered = 64;

    private readonly ImmutableArray<Entry> _entries;
    private readonly ImmutableArray<SweepLine> _sweeps;
    private readonly Scoreboard _board;
    private readonly IReadOnlyDictionary<RunId, int> _at;
    private readonly ImmutableList<(long Number, ImmutableArray<int> Places)> _recent; // what the newest pages changed, oldest first
    private readonly ConcurrentDictionary<long, Lazy<byte[]>> _changes = [];

    private FramePage(
        long number, DateTimeOffset at, MachineFacts machine, Scoreboard board, ImmutableArray<SweepLine> sweeps,
        ImmutableArray<Entry> entries,
        IReadOnlyDictionary<RunId, int> places, ImmutableList<(long Number, ImmutableArray<int> Places)> recent)
    {
        (Number, At, Machine, _board, _sweeps, _entries) = (number, at, machine, board, sweeps, entries);
        (_at, _recent) = (places, recent);
    }

    public static FramePage Blank { get; } = new(
        0, DateTimeOffset.MinValue, MachineFacts.Unknown, Scoreboard.Empty, [], [], new Dictionary<RunId, int>(), []);

    public long Number { get; }

    public DateTimeOffset At { get; }

    public MachineFacts Machine { get; }

    /// <summary>True where a page of this scoreboard would have other runs or sweeps.</summary>
    public bool IsBehind(Scoreboard board) => !ReferenceEquals(board, _board);

    /// <summary>The page after this one; a run that has said nothing new keeps its line.</summary>
    public FramePage Next(Scoreboard board, DateTimeOffset at, MachineFacts machine)
    {
        var number = Number + 1;
        if (!IsBehind(board)) return new FramePage(number, at, machine, board, _sweeps, _entries, _at, _recent);
        var sweeps = board.Sweeps.Values.Select(sweep => RunLines.Of(
            sweep, board.Tallies.GetValueOrDefault(sweep.Name), board.IsAtRest(sweep.Name), board.Refusals.GetValueOrDefault(sweep.Name)))
                .ToImmutableArray();
        var sameSweeps = ReferenceEquals(board.Sweeps, _board.Sweeps) && ReferenceEquals(board.Refusals, _board.Refusals);
        if (!sameSweeps || board.ChangedSince(_board.Version) is not { } changed || !changed.All(_at.ContainsKey))
            return Whole(number, board, at, machine, sweeps);

        var (entries, places) = (_entries.ToBuilder(), ImmutableArray.CreateBuilder<int>(changed.Count));
        foreach (var run in changed)
        {
            var place = _at[run];
            entries[place] = new Entry(board.Runs[run], RunLines.Of(board.Runs[run], entries[place].Line.Place), number);
            places.Add(place);
        }

        var recent = _recent.Count < PagesRemembered ? _recent : _recent.RemoveAt(0);
        return new FramePage(
            number, at, machine, board, sweeps, entries.DrainToImmutable(), _at, recent.Add((number, places.DrainToImmutable())));
    }

    /// <summary>What changed after a page, for a watcher that was last sent that one; everything for one that was sent none (0).</summary>
    public FrameChange Since(long number)
    {
        var known = number > 0 && !_recent.IsEmpty && _recent[0].Number <= number + 1;
        var changed = !known
            ? _entries.Where(entry => entry.ChangedAt > number)
            : _recent.Reverse().TakeWhile(page => page.Number > number).SelectMany(page => page.Places).Distinct().Order()
                .Select(place => _entries[place]);
        return new FrameChange(Number, At, number == 0, Machine, _sweeps, [.. changed.Select(entry => entry.Line)])
        {
            Behind = _board.Behind,
        };
    }

    public Frame Whole() => new(Number, At, Machine, _sweeps, [.. _entries.Select(entry => entry.Line)]) { Behind = _board.Behind };

    /// <summary><see cref="Since"/> as a server-sent event.</summary>
    public byte[] EventSince(long number) => _changes.GetOrAdd(number, since => new Lazy<byte[]>(() =>
        [
            .. System.Text.Encoding.ASCII.GetBytes($"id: {Number}\nevent: frame\ndata: "),
            .. FrameJson.Of(Since(since)),
            .. "\n\n"u8,
        ])).Value;

    /// <summary>A page that looks at every run: sweeps have come, or many runs have changed at once.</summary>
    private FramePage Whole(long number, Scoreboard board, DateTimeOffset at, MachineFacts machine, ImmutableArray<SweepLine> sweeps)
    {
        var (entries, places) = (ImmutableArray.CreateBuilder<Entry>(board.Runs.Count), new Dictionary<RunId, int>(board.Runs.Count));
        foreach (var sweep in board.Sweeps.Values.Where(sweep => !board.Refusals.ContainsKey(sweep.Name)))
        {
            for (var place = 0; place < sweep.Runs.Count; place++)
            {
                if (!board.Runs.TryGetValue(sweep.Runs[place].Id, out var score)) continue;
                places[score.Spec.Id] = entries.Count;
                entries.Add(EntryOf(score, place, number));
            }
        }

        return new FramePage(number, at, machine, board, sweeps, entries.DrainToImmutable(), places, []);
    }

    private Entry EntryOf(RunScore score, int place, long number) =>
        _at.TryGetValue(score.Spec.Id, out var i) && _entries[i] is var before && ReferenceEquals(before.Score, score)
            && before.Line.Place == place
            ? before
            : new Entry(score, RunLines.Of(score, place), number);

    private sealed record Entry(RunScore Score, RunLine Line, long ChangedAt);
}
