using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Runs;

namespace ActorGaze.Actors.Engine.Metrics;

/// <summary>A tally while many of its runs change: what they add is counted in plain numbers, and put together once.</summary>
internal sealed class TallyChange(SweepTally before)
{
    private readonly int[] _phases = new int[Enum.GetNames(typeof(RunPhase)).Length];
    private readonly Dictionary<string, int> _waiting = new(StringComparer.Ordinal);
    private ImmutableDictionary<RunId, AtWork> _atWork = before.AtWork;
    private int _known;
    private int _atRest;
    private int _completed;
    private int _epochsDone;

    /// <summary>See <see cref="SweepTally.Replace"/>.</summary>
    public void Replace(RunScore? was, RunScore now)
    {
        if (was is not null) Count(was, -1);
        Count(now, +1);
        if (now.Phase == RunPhase.Running && now.Progress is { } working)
            _atWork = _atWork.SetItem(now.Spec.Id,
                new AtWork(now.Spec.Network.Name, now.Spec.Epochs - now.Summary.EpochsDone, working.ImagesPerSecond, working.SecondsLeft));
        else if (!_atWork.IsEmpty) _atWork = _atWork.Remove(now.Spec.Id);
    }

    public SweepTally Result()
    {
        var phases = before.Phases;
        for (var phase = 0; phase < _phases.Length; phase++) phases = Add(phases, (RunPhase)phase, _phases[phase]);
        return new SweepTally(
            before.Known + _known, before.AtRest + _atRest, before.Completed + _completed, before.EpochsDone + _epochsDone, phases,
            _waiting.Aggregate(before.Waiting, (all, network) => Add(all, network.Key, network.Value)), _atWork);
    }

    private void Count(RunScore run, int by)
    {
        var left = run.Phase is RunPhase.Queued or RunPhase.Recovering or RunPhase.Running && run.Progress?.SecondsLeft is null
            ? run.Spec.Epochs - run.Summary.EpochsDone
            : 0;
        _known += by;
        if (run.IsDone) _atRest += by;
        if (run.Summary.Phase == RunPhase.Completed) _completed += by;
        _epochsDone += by * run.Summary.EpochsDone;
        _phases[(int)run.Phase] += by;
        if (left != 0) _waiting[run.Spec.Network.Name] = _waiting.GetValueOrDefault(run.Spec.Network.Name) + (by * left);
    }

    private static ImmutableSortedDictionary<T, int> Add<T>(ImmutableSortedDictionary<T, int> counts, T key, int by)
        where T : notnull =>
        by == 0 ? counts : counts.GetValueOrDefault(key) + by is var sum && sum == 0 ? counts.Remove(key) : counts.SetItem(key, sum);
}
