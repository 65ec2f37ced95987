using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Runs;

namespace ActorGaze.Actors.Engine.Metrics;

/// <summary>A sweep's runs added up. Kept run by run, so that no event costs a look at every run. Pure.</summary>
/// <param name="Known">Runs that have been read.</param>
/// <param name="AtRest">Runs that have ended or stand still, and have heard what is now asked of them.</param>
/// <param name="Phases">Runs by phase.</param>
/// <param name="Waiting">Epochs that are left to the runs that do not train now, by network.</param>
/// <param name="AtWork">What the crews at work tell, by run.</param>
public sealed record SweepTally(
    int Known, int AtRest, int Completed, int EpochsDone, ImmutableSortedDictionary<RunPhase, int> Phases,
    ImmutableSortedDictionary<string, int> Waiting,
    ImmutableDictionary<RunId, AtWork> AtWork)
{
    public static SweepTally Empty { get; } = new(
        0, 0, 0, 0, ImmutableSortedDictionary<RunPhase, int>.Empty, ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal),
        ImmutableDictionary<RunId, AtWork>.Empty);

    public double ImagesPerSecond => AtWork.Values.Sum(run => run.ImagesPerSecond);

    /// <summary>A run has changed, or is known for the first time.</summary>
    public SweepTally Replace(RunScore? before, RunScore now)
    {
        var change = new TallyChange(this);
        change.Replace(before, now);
        return change.Result();
    }
}

/// <summary>A crew at work.</summary>
/// <param name="EpochsLeft">Of its run.</param>
/// <param name="SecondsLeft">Of its run's training, at the present speed; null while unknown.</param>
public sealed record AtWork(string Network, int EpochsLeft, double ImagesPerSecond, double? SecondsLeft);
