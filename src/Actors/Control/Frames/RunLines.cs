using System.Collections.Immutable;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Engine.Metrics;
using ActorGaze.Nn;
using ActorGaze.Nn.Data.Folders;
using ActorGaze.Nn.Training;

namespace ActorGaze.Actors.Control.Frames;

/// <summary>A scoreboard's runs and sweeps as lines. Pure.</summary>
internal static class RunLines
{
    /// <summary>The runs of a sweep, in its plan's order.</summary>
    public static IReadOnlyList<RunLine> Of(Scoreboard board, string sweep) => [.. board.Of(sweep).Select(Of)];

    public static RunLine Of(RunScore score, int place)
    {
        var (state, spec) = (score.State, score.Spec);
        var progress = score.Phase == RunPhase.Running ? score.Progress : null;
        var last = state.Epochs.IsEmpty ? null : state.Epochs[^1];
        return new RunLine(spec.Id, spec.Sweep, place, score.Phase)
        {
            Level = spec.Level,
            Data = spec.DataName,
            Lambda = spec.GazeWeight,
            Trial = spec.Trial,
            Variant = spec.Variant,
            EpochsDone = state.Epochs.Count,
            Epochs = spec.Epochs,
            Doing = progress?.Doing,
            Epoch = progress?.Epoch,
            Step = progress?.Step,
            StepsPerEpoch = progress?.StepsPerEpoch,
            ImagesPerSecond = progress?.ImagesPerSecond,
            SecondsLeft = progress?.SecondsLeft,
            Loss = progress?.CrossEntropy ?? last?.Evaluation.CrossEntropy,
            TrainingLoss = last?.Training.CrossEntropy,
            GazeLoss = progress?.GazeLoss,
            LambdaNow = progress?.GazeWeight ?? last?.GazeWeight,
            Accuracy = last?.Evaluation.Accuracy,
            Kappa = last?.Evaluation.Kappa,
            BestKappa = last is null ? null : state.Epochs.Max(epoch => epoch.Evaluation.Kappa),
            GazeDeviation = last?.Evaluation.GazeDeviation,
            Attempts = state.Attempts,
            FaultsInARow = state.FaultsInARow,
            Device = state.Device,
            Waiting = score.Waiting?.Words(),
            WaitsFor = score.Waiting?.Kind(),
            ImagesDone = score.Waiting is WaitingFor.Images { Progress: { } images } ? images.ToString() : null,
            Reason = score.Refusal ?? state.Reason,
            LeftOut = state.Images is { } left && ImagesWords.LeftOut(left) is { Count: > 0 } sentences ? ReasonText.Joined(sentences) : null,
            OtherBits = state.OtherBits,
        };
    }

    /// <summary>A run's line as it was when an earlier epoch had been completed.</summary>
    /// <param name="epochs">Its epochs by number, the first one being 1.</param>
    public static RunLine At(RunLine run, IReadOnlyList<EpochMetrics> epochs, int epoch)
    {
        var last = epochs[epoch - 1];
        return run with
        {
            Phase = RunPhase.Running,
            EpochsDone = epoch,
            Loss = last.Evaluation.CrossEntropy,
            TrainingLoss = last.Training.CrossEntropy,
            GazeLoss = null,
            LambdaNow = last.GazeWeight,
            Accuracy = last.Evaluation.Accuracy,
            Kappa = last.Evaluation.Kappa,
            BestKappa = epochs.Take(epoch).Max(before => before.Evaluation.Kappa),
            GazeDeviation = last.Evaluation.GazeDeviation,
            Doing = null,
            Epoch = null,
            Step = null,
            StepsPerEpoch = null,
            ImagesPerSecond = null,
            SecondsLeft = null,
            Waiting = null,
            WaitsFor = null,
            ImagesDone = null,
            Reason = null,
        };
    }

    /// <param name="refusal">Why the sweep was not taken up; null where it was.</param>
    public static SweepLine Of(SweepSpec sweep, IReadOnlyList<RunLine> runs, bool atRest, string? refusal = null) => new(
        sweep.Name, sweep.Evaluation, sweep.Runs.Count, runs.Count, runs.CountBy(run => run.Phase).ToImmutableSortedDictionary(),
        runs.Sum(run => run.EpochsDone), sweep.Runs.Sum(run => run.Epochs), runs.Sum(run => run.ImagesPerSecond ?? 0), SecondsLeft(runs), atRest)
    {
        Refusal = refusal,
    };

    /// <summary>What is left, at the speed of those that run: each level's own where one of it runs, that of the others by what an image costs otherwise.</summary>
    private static double? SecondsLeft(IReadOnlyList<RunLine> runs)
    {
        var speeds = runs.Where(run => run is { SecondsLeft: not null, Epochs: var all, EpochsDone: var done } && all > done)
            .Select(run => (run.Level, PerEpoch: run.SecondsLeft!.Value / (run.Epochs - run.EpochsDone))).ToList();
        if (speeds.Count == 0) return null;
        var perUnit = speeds.Average(speed => speed.PerEpoch / CostOf(speed.Level));
        var byLevel = speeds.GroupBy(speed => speed.Level).ToDictionary(group => group.Key, group => group.Average(speed => speed.PerEpoch));
        var waiting = runs.Where(run => run.Phase is RunPhase.Queued or RunPhase.Recovering or RunPhase.Running && run.SecondsLeft is null)
            .Sum(run => (run.Epochs - run.EpochsDone) * (byLevel.TryGetValue(run.Level, out var own) ? own : perUnit * CostOf(run.Level)));
        return (runs.Sum(run => run.SecondsLeft ?? 0) + waiting) / speeds.Count;
    }

    /// <summary>A training step's time against level 1's, per image on one thread, as benchmarks/README.md has it; only for guesses.</summary>
    private static double CostOf(int level) => level switch { 1 => 1, 2 => 6.5, 3 => 20, 4 => 22, _ => 90 };
}
