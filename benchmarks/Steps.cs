using ActorGaze.Nn.Training;

namespace ActorGaze.Benchmarks;

/// <summary>What the gaze loss adds to a step, and what evaluation costs.</summary>
internal static class Steps
{
    private const int MostRounds = 300; // a short step needs many: the runtime is still compiling during the first
    private const int LeastRounds = 4;

    private static readonly TimeSpan PerLevel = TimeSpan.FromSeconds(40);

    public static Table Measure(IReadOnlyList<int> levels, Material material, string device) => new(
        $"A step with the gaze loss (λ = 50) against a plain one: batch {Material.BatchSize}, one thread, medians of interleaved rounds",
        ["level", "plain, images/s", "regularised, images/s", "regularised / plain, wall time", "the same, processor time", "target", "evaluation with gazes, images/s",
            "bfloat16 / float32, regularised step", "target", "bfloat16 / float32, evaluation", "rounds", "with a gaze loss"],
        [.. levels.Select(level => Row(level, material, device))]);

    private static string[] Row(int level, Material material, string device)
    {
        using var pupil = new Pupil(material, level, device: device);
        using var narrow = new Pupil(material, level, Precision.Bfloat16, device);
        var times = Interleaved.Measure(
            MostRounds, PerLevel, LeastRounds, pupil.PlainStep, pupil.RegularisedStep, pupil.Evaluate, narrow.RegularisedStep, narrow.Evaluate);
        var (plain, regularised, evaluation) = (times[0], times[1], times[2]);
        var (all, withLoss) = pupil.Regularised;
        return
        [
            $"{level}", Speed(plain), Speed(regularised),
            $"{Interleaved.Ratio(regularised.Wall, plain.Wall):0.000}", $"{Interleaved.Ratio(regularised.Processor, plain.Processor):0.000}",
            "≤ 1.02", Speed(evaluation),
            $"{Interleaved.Ratio(times[3].Wall, regularised.Wall):0.000}", level == 1 ? "" : "≤ 0.60", $"{Interleaved.Ratio(times[4].Wall, evaluation.Wall):0.000}", $"{plain.Rounds}", $"{withLoss} of {all}",
        ];
    }

    private static string Speed(Times times) => $"{1000 * Material.BatchSize / Interleaved.Median(times.Wall):0.0}";
}
