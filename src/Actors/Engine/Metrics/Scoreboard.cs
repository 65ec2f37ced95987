using System.Collections.Immutable;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;

namespace ActorGaze.Actors.Engine.Metrics;

/// <summary>How far a running crew is. Telemetry: may be lost.</summary>
/// <param name="Doing">A word or two: decoding, training, evaluating, saving.</param>
/// <param name="Epoch">The epoch in progress, from 1.</param>
/// <param name="Step">Steps done in it.</param>
/// <param name="StepsPerEpoch">0 while unknown.</param>
/// <param name="ImagesPerSecond">Over the last steps.</param>
/// <param name="GazeLoss">Before λ; null where no gaze is taken.</param>
/// <param name="SecondsLeft">Of training, at the present speed; null while unknown.</param>
public sealed record RunProgress(
    RunId Run, int Attempt, string Doing, int Epoch, int Step, int StepsPerEpoch, double ImagesPerSecond,
    double? CrossEntropy, double? GazeLoss, double? GazeWeight, double? SecondsLeft);

/// <summary>One run on the scoreboard: what its journal tells, and what it is doing now.</summary>
/// <param name="Waiting">What it waits for in a phase that waits; null otherwise.</param>
public sealed record RunScore(RunState State, RunProgress? Progress, WaitingFor? Waiting)
{
    /// <summary>Why it did not take the spec that its sweep asks for; null where it did.</summary>
    public string? Refusal { get; init; }

    /// <summary>Epochs that it had when this engine first read its journal.</summary>
    public int EpochsBefore { get; init; }

    /// <summary>
    /// As it stands now: a journal says Running, too, of a run whose engine went away and that waits for a slot again;
    /// and a run that has come to rest without taking what its sweep asks for has failed it.
    /// </summary>
    public RunPhase Phase => Refusal is not null && IsAtRest ? RunPhase.Failed
        : State.Phase == RunPhase.Running && Waiting is not null ? RunPhase.Queued
        : State.Phase;

    /// <summary>It has ended or stands still: only a command makes it go on.</summary>
    public bool IsAtRest => State.Ended || State.Phase == RunPhase.Paused;

    public RunSpec Spec => State.Spec!;
}

/// <summary>Every sweep and run at a moment. Pure fold of what runs say.</summary>
public sealed record Scoreboard
{
    public static Scoreboard Empty { get; } = new();

    public ImmutableSortedDictionary<string, SweepSpec> Sweeps { get; init; } = ImmutableSortedDictionary<string, SweepSpec>.Empty;

    public ImmutableDictionary<RunId, RunScore> Runs { get; init; } = ImmutableDictionary<RunId, RunScore>.Empty;

    /// <summary>Why sweeps that the journal knows were not taken up, by name; their runs are not shown.</summary>
    public ImmutableSortedDictionary<string, string> Refusals { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The runs that wait for these images say how far they are.</summary>
    public Scoreboard With(ImagesProgress progress) => this with
    {
        Runs = Runs.SetItems(Runs
            .Where(run => run.Value.Waiting is WaitingFor.Images or WaitingFor.NoAnswer && run.Value.Spec.Data == progress.Data)
            .Select(run => KeyValuePair.Create(run.Key, run.Value with { Waiting = new WaitingFor.Images(progress) }))),
    };

    public Scoreboard With(SweepSpec sweep) =>
        this with { Sweeps = Sweeps.SetItem(sweep.Name, sweep), Refusals = Refusals.Remove(sweep.Name) };

    /// <summary>A sweep that the journal knows and the engine cannot take up. One that is at work already stays.</summary>
    public Scoreboard With(SweepRefused refused)
    {
        var (spec, name) = (refused.Spec, refused.Spec.Name);
        return Sweeps.ContainsKey(name) && !Refusals.ContainsKey(name)
            ? this
            : this with { Sweeps = Sweeps.SetItem(name, spec), Refusals = Refusals.SetItem(name, refused.Reason) };
    }

    /// <summary>A run's state as of now; progress of a crew that is gone is forgotten.</summary>
    public Scoreboard With(RunState state, WaitingFor? waiting = null, string? refusal = null)
    {
        if (state.Spec is null) return this;
        var before = Runs.GetValueOrDefault(state.Spec.Id);
        var progress = state.Phase == RunPhase.Running ? before?.Progress : null;
        var score = new RunScore(state, progress?.Attempt == state.Attempts ? progress : null, waiting)
        {
            Refusal = refusal,
            EpochsBefore = Math.Min(before?.EpochsBefore ?? int.MaxValue, state.Epochs.Count),
        };
        return this with { Runs = Runs.SetItem(state.Spec.Id, score) };
    }

    /// <summary>Telemetry of an older attempt, or of a run that does not run, is dropped.</summary>
    public Scoreboard With(RunProgress progress) =>
        Runs.TryGetValue(progress.Run, out var score) && score.State.Phase == RunPhase.Running && progress.Attempt == score.State.Attempts
            ? this with { Runs = Runs.SetItem(progress.Run, score with { Progress = progress }) }
            : this;

    /// <summary>A run that is known stands where it stood, without a crew.</summary>
    public Scoreboard With(RunStranded run) =>
        Runs.TryGetValue(run.Run, out var score) ? this with { Runs = Runs.SetItem(run.Run, score with { Progress = null, Waiting = run.Waiting }) } : this;

    /// <summary>The runs of a sweep, in its plan's order.</summary>
    public IReadOnlyList<RunScore> Of(string sweep) =>
        Sweeps.TryGetValue(sweep, out var spec) && !Refusals.ContainsKey(sweep)
            ? [.. spec.Runs.Where(r => Runs.ContainsKey(r.Id)).Select(r => Runs[r.Id])]
            : [];

    /// <summary>
    /// True where every run of the sweep has ended or stands still, and has heard what is now asked of it; also of a sweep that was refused.
    /// </summary>
    public bool IsAtRest(string sweep) =>
        Refusals.ContainsKey(sweep)
        || (Sweeps.TryGetValue(sweep, out var spec)
            && spec.Runs.All(run =>
                Runs.TryGetValue(run.Id, out var score) && (score.State.Spec == run || score.Refusal is not null) && score.IsAtRest));
}
