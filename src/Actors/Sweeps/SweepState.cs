using System.Diagnostics;
using ActorGaze.Actors.Runs;

namespace ActorGaze.Actors.Sweeps;

/// <summary>One sweep, as its journal tells it: what was asked for. How its runs stand is in the runs' own journals.</summary>
public sealed record SweepState(SweepSpec? Spec)
{
    public static SweepState Initial { get; } = new((SweepSpec?)null);

    /// <summary>Takes a first spec, the same again, or one that asks for more; refuses one that would alter what was already asked for.</summary>
    public Verdict<SweepEvent> Decide(SweepSpec asked, DateTimeOffset now)
    {
        if (asked.Runs.GroupBy(run => run.Id).FirstOrDefault(same => same.Count() > 1) is { } twice)
            return Verdict.Refuse<SweepEvent>($"The sweep {asked.Name} has {twice.Count()} runs of the name {twice.Key}; a run's name is its own.");
        if (Spec is null) return Verdict.Accept<SweepEvent>(new SweepEvent.Submitted(asked) { At = now });
        if (Spec == asked) return Verdict.Ignore<SweepEvent>();

        var before = Spec.Runs.ToDictionary(run => run.Id);
        var gone = before.Keys.Except(asked.Runs.Select(run => run.Id)).ToList();
        if (gone.Count > 0)
        {
            return Verdict.Refuse<SweepEvent>(
                $"The sweep {asked.Name} was submitted before with {before.Count} runs, and {Some(gone)} not among those asked for now. "
                + "Give the sweep another name, or put the old grid back.");
        }

        foreach (var run in asked.Runs)
        {
            if (before.TryGetValue(run.Id, out var old) && old != run && Extension.Difference(old, run) is { } difference)
                return Verdict.Refuse<SweepEvent>($"The sweep {asked.Name} was submitted before, and {run.Id} differs: {difference}");
        }

        return Verdict.Accept<SweepEvent>(new SweepEvent.Extended(asked) { At = now });
    }

    public SweepState Apply(SweepEvent @event) => @event switch
    {
        SweepEvent.Submitted e => this with { Spec = e.Spec },
        SweepEvent.Extended e => this with { Spec = e.Spec },
        _ => throw new UnreachableException($"No fold for {@event.GetType()}."),
    };

    private static string Some(List<RunId> runs) => runs.Count == 1 ? $"{runs[0]} is" : $"{runs[0]} and {runs.Count - 1} more are";
}
