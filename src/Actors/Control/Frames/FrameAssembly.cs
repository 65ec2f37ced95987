using System.Collections.Immutable;
using System.Runtime.InteropServices;
using ActorGaze.Actors.Contracts.Runs;

namespace ActorGaze.Actors.Control.Frames;

/// <summary>A watcher's frames, made of the changes that it is sent. For one watcher, one change after another.</summary>
/// <remarks>Where no run is new, one array is copied for each frame, whatever the number of runs.</remarks>
public sealed class FrameAssembly
{
    private readonly Dictionary<RunId, int> _places = [];
    private Frame _frame = Frame.Empty;

    /// <summary>The frame after a change.</summary>
    public Frame Next(FrameChange change)
    {
        var isKnown = !change.Whole && change.Runs.All(run => _places.ContainsKey(run.Id));
        var runs = change.Whole ? change.Runs : isKnown ? Replaced(change.Runs) : Merged(change.Runs);
        _frame = new Frame(change.Number, change.At, change.Machine, change.Sweeps, runs) { Behind = change.Behind };
        if (isKnown) return _frame;

        _places.Clear();
        for (var place = 0; place < runs.Length; place++) _places[runs[place].Id] = place;
        return _frame;
    }

    private ImmutableArray<RunLine> Replaced(ImmutableArray<RunLine> changed)
    {
        if (changed.IsEmpty) return _frame.Runs;
        var runs = _frame.Runs.AsSpan().ToArray();
        foreach (var run in changed) runs[_places[run.Id]] = run;
        return ImmutableCollectionsMarshal.AsImmutableArray(runs);
    }

    private ImmutableArray<RunLine> Merged(ImmutableArray<RunLine> changed)
    {
        var newest = _frame.Runs.Concat(changed).GroupBy(run => run.Id).Select(same => same.Last());
        return [.. newest.OrderBy(run => run.Sweep, StringComparer.Ordinal).ThenBy(run => run.Place)];
    }
}
