using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Control.Dto;
using ActorGaze.Actors.Control.Frames;
using ActorGaze.Actors.Engine.Metrics;

namespace ActorGaze.Actors.Control;

/// <summary>One frame as all watchers share it: each line is made once, and each change is written as JSON once, however many are sent it.</summary>
internal sealed class FramePage
{
    private readonly ImmutableArray<Entry> _entries;
    private readonly ImmutableArray<SweepLine> _sweeps;
    private readonly Scoreboard _board;
    private readonly Dictionary<RunId, int> _at;
    private readonly ConcurrentDictionary<long, Lazy<byte[]>> _changes = [];

    private FramePage(long number, DateTimeOffset at, MachineFacts machine, Scoreboard board, ImmutableArray<SweepLine> sweeps, ImmutableArray<Entry> entries)
    {
        (Number, At, Machine, _board, _sweeps, _entries) = (number, at, machine, board, sweeps, entries);
        _at = Enumerable.Range(0, entries.Length).ToDictionary(i => entries[i].Line.Id);
    }

    public static FramePage Blank { get; } = new(0, DateTimeOffset.MinValue, MachineFacts.Unknown, Scoreboard.Empty, [], []);

    public long Number { get; }

    public DateTimeOffset At { get; }

    public MachineFacts Machine { get; }

    /// <summary>True where a page of this scoreboard would have other runs or sweeps.</summary>
    public bool IsBehind(Scoreboard board) => !ReferenceEquals(board, _board);

    /// <summary>The page after this one; a run that has said nothing new keeps its line.</summary>
    public FramePage Next(Scoreboard board, DateTimeOffset at, MachineFacts machine)
    {
        var number = Number + 1;
        if (!IsBehind(board)) return new FramePage(number, at, machine, board, _sweeps, _entries);

        var (entries, sweeps) = (ImmutableArray.CreateBuilder<Entry>(board.Runs.Count), ImmutableArray.CreateBuilder<SweepLine>(board.Sweeps.Count));
        foreach (var sweep in board.Sweeps.Values)
        {
            var first = entries.Count;
            var refusal = board.Refusals.GetValueOrDefault(sweep.Name);
            for (var place = 0; refusal is null && place < sweep.Runs.Count; place++)
                if (board.Runs.TryGetValue(sweep.Runs[place].Id, out var score)) entries.Add(EntryOf(score, place, number));
            sweeps.Add(RunLines.Of(sweep, [.. entries.Skip(first).Select(entry => entry.Line)], board.IsAtRest(sweep.Name), refusal));
        }

        return new FramePage(number, at, machine, board, sweeps.DrainToImmutable(), entries.DrainToImmutable());
    }

    /// <summary>What changed after a page, for a watcher that was last sent that one; everything for one that was sent none (0).</summary>
    public FrameChange Since(long number) =>
        new(Number, At, number == 0, Machine, _sweeps, [.. _entries.Where(entry => entry.ChangedAt > number).Select(entry => entry.Line)]);

    public Frame Whole() => new(Number, At, Machine, _sweeps, [.. _entries.Select(entry => entry.Line)]);

    /// <summary><see cref="Since"/> as a server-sent event.</summary>
    public byte[] EventSince(long number) => _changes.GetOrAdd(number, since => new Lazy<byte[]>(() =>
        [
            .. System.Text.Encoding.ASCII.GetBytes($"id: {Number}\nevent: frame\ndata: "),
            .. JsonSerializer.SerializeToUtf8Bytes(FrameChangeDto.Of(Since(since)), DtoJson.Forgiving),
            .. "\n\n"u8,
        ])).Value;

    private Entry EntryOf(RunScore score, int place, long number) =>
        _at.TryGetValue(score.Spec.Id, out var i) && _entries[i] is var before && ReferenceEquals(before.Score, score) && before.Line.Place == place
            ? before
            : new Entry(score, RunLines.Of(score, place), number);

    private sealed record Entry(RunScore Score, RunLine Line, long ChangedAt);
}
