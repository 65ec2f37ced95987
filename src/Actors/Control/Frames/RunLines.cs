using System.Collections.Immutable;
using System.Runtime.CompilerServices;
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
    // A sweep has many runs, and its line is made often.
    private static readonly ConditionalWeakTable<SweepSpec, StrongBox<int>> EpochsAsked = new();

    /// <summary>The runs of a sweep, in its plan's order.</summary>
    public static IReadOnlyList<RunLine> Of(Scoreboard board, string sweep) => [.. board.Of(sweep).Select(Of)];

    public static RunLine Of(RunScore score, int place)
    {
        var (run, spec) = (score.Summary, score.Spec);
        var progress = score.Phase == RunPhase.Running ? score.Progress : null;
        return new RunLine(spec.Id, spec.Sweep, place, score.Phase)
        {
            Network = spec.Network.Name,
            Data = spec.DataName,
            Lambda = spec.GazeWeight,
            Trial = spec.Trial,
            Variant = spec.Variant,
            EpochsDone = run.EpochsDone,
            Epochs = spec.Epochs,
            Doing = progress is null ? null : EnumWords.Of(progress.Activity),
            Epoch = progress?.Epoch,
            Step = progress?.Step,
            StepsPerEpoch = progress?.StepsPerEpoch,
            ImagesPerSecond = progress?.ImagesPerSecond,
            SecondsLeft = progress?.SecondsLeft,
            Memory = progress?.Memory,
            Loss = progress?.CrossEntropy ?? run.Loss,
            TrainingLoss = run.TrainingLoss,
            GazeLoss = progress?.GazeLoss,
            LambdaNow = progress?.GazeWeight ?? run.LambdaNow,
            Accuracy = run.Accuracy,
            Kappa = run.Kappa,
            BestKappa = run.BestKappa,
            GazeDeviation = run.GazeDeviation,
            Attempts = run.Attempts,
            FaultsInARow = run.FaultsInARow,
            Device = run.Device,
            Waiting = score.Waiting,
            Reason = score.Refusal ?? run.Reason,
            LeftOut = run.LeftOut,
            OtherBits = run.OtherBits,
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
            Memory = null,
            Waiting = null,
            Reason = null,
        };
    }

    /// <param name="tally">Its runs added up; null where none is known yet.</param>
    /// <param name="refusal">Why the sweep was not taken up; null where it was.</param>
    public static SweepLine Of(SweepSpec sweep, SweepTally? tally, bool atRest, string? refusal = null)
    {
        var runs = refusal is null ? tally ?? SweepTally.Empty : SweepTally.Empty;
        return new SweepLine(
            sweep.Name, sweep.Evaluation, sweep.Runs.Count, runs.Known, runs.Phases, runs.EpochsDone, EpochsOf(sweep), runs.ImagesPerSecond,
            SecondsLeft(runs), atRest)
        {
            Refusal = refusal,
        };
    }

    /// <summary>The same of runs that no engine has added up.</summary>
    public static SweepLine Of(SweepSpec sweep, IEnumerable<RunScore> runs, bool atRest) =>
        Of(sweep, runs.Aggregate(SweepTally.Empty, (tally, run) => tally.Replace(null, run)), atRest);

    private static int EpochsOf(SweepSpec sweep) =>
        EpochsAsked.GetValue(sweep, spec => new StrongBox<int>(spec.Runs.Sum(run => run.Epochs))).Value;

    /// <summary>
    /// What is left, at the speed of those that run: each network's own where one of it runs, that of the others by what an image costs
    /// otherwise.
    /// </summary>
    private static double? SecondsLeft(SweepTally runs)
    {
        var working = runs.AtWork.Values.Where(run => run.SecondsLeft is not null).ToList();
        var speeds = working.Where(run => run.EpochsLeft > 0)
            .Select(run => (run.Network, PerEpoch: run.SecondsLeft!.Value / run.EpochsLeft))
            .ToList();
        if (speeds.Count == 0) return null;
        var perUnit = speeds.Average(speed => speed.PerEpoch / CostOf(speed.Network));
        var byNetwork = speeds.GroupBy(speed => speed.Network)
            .ToDictionary(group => group.Key, group => group.Average(speed => speed.PerEpoch));
        var waiting = runs.Waiting.Sum(
            left => left.Value * (byNetwork.TryGetValue(left.Key, out var own) ? own : perUnit * CostOf(left.Key)));
        return (working.Sum(run => run.SecondsLeft!.Value) + waiting) / speeds.Count;
    }

    /// <summary>
    /// A training step's time against level 1's, per image on one thread, as benchmarks/README.md has it; of a network that is not there,
    /// as level 3's. Only for guesses.
    /// </summary>
    private static double CostOf(string network) =>
        network switch { "level1" => 1, "level2" => 6.5, "level4" => 22, "level5" => 90, _ => 20 };
}
