namespace ActorGaze.Benchmarks;

/// <summary>What the gaze loss adds to a step, and what evaluation costs.</summary>
internal static class Steps
{
    private const int MostRounds = 300; // a short step needs many: the runtime is still compiling during the first
    private const int LeastRounds = 4;

    private static readonly TimeSpan PerLevel = TimeSpan.FromSeconds(20);

    public static Table Measure(IReadOnlyList<int> levels, Material material) => new(
        $"A step with the gaze loss (λ = 50) against a plain one: batch {Material.BatchSize}, one thread, medians of interleaved rounds",
        ["level", "plain, images/s", "regularised, images/s", "regularised / plain, wall time", "the same, processor time", "target", "evaluation with gazes, images/s", "rounds", "with a gaze loss"],
        [.. levels.Select(level => Row(level, material))]);

    private static string[] Row(int level, Material material)
    {
        using var pupil = new Pupil(material, level);
        var times = Interleaved.Measure(MostRounds, PerLevel, LeastRounds, pupil.PlainStep, pupil.RegularisedStep, pupil.Evaluate);
        var (plain, regularised, evaluation) = (times[0], times[1], times[2]);
        var (all, withLoss) = pupil.Regularised;
        return
        [
            $"{level}", Speed(plain), Speed(regularised),
            $"{Interleaved.Ratio(regularised.Wall, plain.Wall):0.000}", $"{Interleaved.Ratio(regularised.Processor, plain.Processor):0.000}",
            $"≤ {(level == 5 ? 1.15 : 1.05):0.00}", Speed(evaluation), $"{plain.Rounds}", $"{withLoss} of {all}",
        ];
    }

    private static string Speed(Times times) => $"{1000 * Material.BatchSize / Interleaved.Median(times.Wall):0.0}";
}
