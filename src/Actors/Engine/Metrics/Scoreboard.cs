using System.Collections.Immutable;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Crews;
using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;

namespace ActorGaze.Actors.Engine.Metrics;

/// <summary>How far a running crew is. Telemetry: may be lost.</summary>
/// <param name="Epoch">The epoch in progress, from 1.</param>
/// <param name="Step">Steps done in it.</param>
/// <param name="StepsPerEpoch">0 while unknown.</param>
/// <param name="ImagesPerSecond">Over the last steps.</param>
/// <param name="GazeLoss">Before λ; null where no gaze is taken.</param>
/// <param name="SecondsLeft">Of training, at the present speed; null while unknown.</param>
public sealed record RunProgress(
    RunId Run, int Attempt, CrewActivity Activity, int Epoch, int Step, int StepsPerEpoch, double ImagesPerSecond,
    double? CrossEntropy, double? GazeLoss, double? GazeWeight, double? SecondsLeft)
{
    /// <summary>The most bytes that its process has held at once; null where it is the engine's.</summary>
    public long? Memory { get; init; }
}

/// <summary>One run on the scoreboard: what is asked of it, what its journal tells in short, and what it is doing now.</summary>
/// <param name="Spec">What its sweep asks for.</param>
/// <param name="Waiting">What it waits for in a phase that waits; null otherwise.</param>
public sealed record RunScore(RunSpec Spec, RunSummary Summary, RunProgress? Progress, WaitingFor? Waiting)
{
    /// <summary>Why it did not take the spec that its sweep asks for; null where it did.</summary>
    public string? Refusal { get; init; }

    /// <summary>Epochs that it had when this engine first knew of it.</summary>
    public int EpochsBefore { get; init; }

    /// <summary>The run has taken what its sweep asks for.</summary>
    public bool HasTaken { get; init; }

    /// <summary>
    /// As it stands now: a journal says Running, too, of a run whose engine went away and that waits for a slot again;
    /// and a run that has come to rest without taking what its sweep asks for has failed it.
    /// </summary>
    public RunPhase Phase => Refusal is not null && IsAtRest ? RunPhase.Failed
        : Summary.Phase == RunPhase.Running && Waiting is not null ? RunPhase.Queued
        : Summary.Phase;

    /// <summary>It has ended or stands still: only a command makes it go on.</summary>
    public bool IsAtRest => Summary.Ended || Summary.Phase == RunPhase.Paused;

    /// <summary>It is at rest, and has heard what is now asked of it.</summary>
    public bool IsDone => IsAtRest && (HasTaken || Refusal is not null);
}

/// <summary>Every sweep and run at a moment. Pure fold of what sweeps and runs tell. No fold looks at every run.</summary>
public sealed record Scoreboard
{
    private const int MostRecent = 2048;

    public static Scoreboard Empty { get; } = new();

    public ImmutableSortedDictionary<string, SweepSpec> Sweeps { get; init; } = ImmutableSortedDictionary<string, SweepSpec>.Empty;

    /// <summary>Those that are known: by their journals, or because they were never begun.</summary>
    public ImmutableDictionary<RunId, RunScore> Runs { get; init; } = ImmutableDictionary<RunId, RunScore>.Empty;

    /// <summary>By sweep.</summary>
    public ImmutableDictionary<string, SweepTally> Tallies { get; init; } = ImmutableDictionary<string, SweepTally>.Empty;

    /// <summary>Why sweeps that the journal knows were not taken up, by name; their runs are not shown.</summary>
    public ImmutableSortedDictionary<string, string> Refusals { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Runs whose journals have more than is shown here: they are still being read.</summary>
    public int Behind { get; init; }

    /// <summary>Rises with every change of a run.</summary>
    public long Version { get; private init; }

    /// <summary>The newest changes; older ones, and changes of many runs at once, are not told one by one.</summary>
    private ImmutableQueue<(long Version, RunId Run)> Recent { get; init; } = [];

    /// <summary>The version before the first of <see cref="Recent"/>.</summary>
    private long RecentFrom { get; init; }

    /// <summary>The runs that have changed after a version of this scoreboard; null where that is not known one by one.</summary>
    public IReadOnlyCollection<RunId>? ChangedSince(long version) =>
        version < RecentFrom ? null : [.. Recent.Where(change => change.Version > version).Select(change => change.Run).Distinct()];

    /// <summary>A sweep was taken up, or asks for more.</summary>
    /// <param name="known">What is known of a run; null where its journal has not been read yet.</param>
    public Scoreboard With(SweepSpec sweep, Func<RunSpec, RunSummary?> known)
    {
        var board = this with { Sweeps = Sweeps.SetItem(sweep.Name, sweep), Refusals = Refusals.Remove(sweep.Name) };
        return board.With(sweep.Runs.Select(run => (run, Runs.TryGetValue(run.Id, out var score) ? score.Summary : known(run))));
    }

    /// <summary>What journals tell of runs that no actor speaks for.</summary>
    public Scoreboard With(IEnumerable<(RunSpec Spec, RunSummary? Summary)> runs)
    {
        var (scores, tallies) = (Runs.ToBuilder(), new Dictionary<string, TallyChange>());
        foreach (var (spec, known) in runs)
        {
            if (known is not { Phase: not RunPhase.Unknown } summary) continue;
            var before = scores.GetValueOrDefault(spec.Id);
            if (before is not null && ReferenceEquals(before.Summary, summary) && before.Spec == spec) continue;
            var waits = summary.Phase is RunPhase.Queued or RunPhase.Running;
            var score = (before ?? new RunScore(spec, summary, null, null) { EpochsBefore = summary.EpochsDone }) with
            {
                Spec = spec,
                Summary = summary,
                Waiting = before is not null && before.Summary == summary ? before.Waiting : waits ? new WaitingFor.Slot() : null,
                HasTaken = summary.SequenceNumber == 0 || summary.HasTaken(spec),
            };
            scores[spec.Id] = score;
            if (!tallies.TryGetValue(spec.Sweep, out var tally))
                tallies[spec.Sweep] = tally = new TallyChange(Tallies.GetValueOrDefault(spec.Sweep, SweepTally.Empty));
            tally.Replace(before, score);
        }

        var all = tallies.Aggregate(Tallies, (all, sweep) => all.SetItem(sweep.Key, sweep.Value.Result()));
        return this with { Runs = scores.ToImmutable(), Tallies = all, Version = Version + 1, RecentFrom = Version + 1, Recent = [] };
    }

    /// <summary>A sweep that the journal knows and the engine cannot take up. One that is at work already stays.</summary>
    public Scoreboard With(SweepRefused refused)
    {
        var (spec, name) = (refused.Spec, refused.Spec.Name);
        return Sweeps.ContainsKey(name) && !Refusals.ContainsKey(name)
            ? this
            : this with { Sweeps = Sweeps.SetItem(name, spec), Refusals = Refusals.SetItem(name, refused.Reason) };
    }

    /// <summary>How a run stands now; progress of a crew that is gone is forgotten.</summary>
    /// <param name="wanted">What its sweep asks for; null where no sweep has told.</param>
    public Scoreboard With(RunStatus run, RunSpec? wanted = null)
    {
        if (run.State.Spec is not { } taken) return this;
        var before = Runs.GetValueOrDefault(taken.Id);
        var (asked, state) = (wanted ?? before?.Spec ?? taken, run.State);
        var progress = state.Phase == RunPhase.Running && before?.Progress?.Attempt == state.Attempts ? before.Progress : null;
        return Replace(before, new RunScore(asked, RunSummary.Of(state, run.SequenceNumber), progress, run.Waiting)
        {
            Refusal = run.Refusal,
            HasTaken = asked == taken,
            EpochsBefore = Math.Min(before?.EpochsBefore ?? int.MaxValue, state.Epochs.Count),
        });
    }

    /// <summary>Telemetry of an older attempt, or of a run that does not run, is dropped.</summary>
    public Scoreboard With(RunProgress progress) =>
        Runs.TryGetValue(progress.Run, out var score) && score.Summary.Phase == RunPhase.Running
            && progress.Attempt == score.Summary.Attempts
            ? Replace(score, score with { Progress = progress })
            : this;

    /// <summary>The runs that wait for these images say how far they are.</summary>
    /// <param name="waiting">Runs that wait for images.</param>
    public Scoreboard With(ImagesProgress progress, IEnumerable<RunId> waiting) => waiting.Aggregate(this, (board, id) =>
        board.Runs.TryGetValue(id, out var run) && run.Waiting is WaitingFor.Images or WaitingFor.NoAnswer && run.Spec.Data == progress.Data
            ? board.Replace(run, run with { Waiting = new WaitingFor.Images(progress) })
            : board);

    /// <summary>A run that is known stands where it stood, without a crew.</summary>
    public Scoreboard With(RunJournalFailed run) =>
        Runs.TryGetValue(run.Run, out var score) ? Replace(score, score with { Progress = null, Waiting = run.Waiting }) : this;

    /// <summary>The runs of a sweep, in its plan's order.</summary>
    public IReadOnlyList<RunScore> Of(string sweep) =>
        Sweeps.TryGetValue(sweep, out var spec) && !Refusals.ContainsKey(sweep)
            ? [.. spec.Runs.Where(r => Runs.ContainsKey(r.Id)).Select(r => Runs[r.Id])]
            : [];

    /// <summary>
    /// True where every run of the sweep has ended or stands still, and has heard what is now asked of it; also of a sweep that was
    /// refused.
    /// </summary>
    public bool IsAtRest(string sweep) =>
        Refusals.ContainsKey(sweep)
            || (Sweeps.TryGetValue(sweep, out var spec) && (Tallies.GetValueOrDefault(sweep)?.AtRest ?? 0) == spec.Runs.Count);

    /// <summary>True where every run of the sweep has completed.</summary>
    public bool IsCompleted(string sweep) =>
        IsAtRest(sweep) && !Refusals.ContainsKey(sweep) && Tallies[sweep].Completed == Sweeps[sweep].Runs.Count;

    private Scoreboard Replace(RunScore? before, RunScore now)
    {
        var (recent, from) = (Recent.Enqueue((Version + 1, now.Spec.Id)), RecentFrom);
        if (Version + 1 - from > MostRecent)
        {
            recent = recent.Dequeue(out var oldest);
            from = oldest.Version;
        }

        return this with
        {
            Version = Version + 1, Recent = recent, RecentFrom = from,
            Runs = Runs.SetItem(now.Spec.Id, now),
            Tallies = Tallies.SetItem(now.Spec.Sweep, Tallies.GetValueOrDefault(now.Spec.Sweep, SweepTally.Empty).Replace(before, now)),
        };
    }
}
