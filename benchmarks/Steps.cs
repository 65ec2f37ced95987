namespace ActorGaze.Benchmarks;

/// <summary>What the gaze loss adds to a step, and what evaluation costs.</summary>
internal static class Steps
{
    private const int MostRounds = 40;
    private const int LeastRounds = 5;

    private static readonly TimeSpan PerLevel = TimeSpan.FromSeconds(25);

    public static Table Measure(IReadOnlyList<int> levels, Material material) => new(
        $"A step with the gaze loss (λ = 50) against a plain one: batch {Material.BatchSize}, one thread, medians of interleaved rounds",
        ["level", "plain, images/s", "regularised, images/s", "regularised / plain, time", "target", "evaluation with gazes, images/s", "rounds", "with a gaze loss"],
        [.. levels.Select(level => Row(level, material))]);

    private static string[] Row(int level, Material material)
    {
        using var pupil = new Pupil(material, level);
        var times = Interleaved.Measure(MostRounds, PerLevel, LeastRounds, pupil.PlainStep, pupil.RegularisedStep, pupil.Evaluate);
        var (all, withLoss) = pupil.Regularised;
        return
        [
            $"{level}", Speed(times[0]), Speed(times[1]), $"{Interleaved.Ratio(times[1], times[0]):0.000}", $"≤ {(level == 5 ? 1.15 : 1.05):0.00}",
            Speed(times[2]), $"{times[0].Length}", $"{withLoss} of {all}",
        ];
    }

    private static string Speed(double[] milliseconds) => $"{1000 * Material.BatchSize / Interleaved.Median(milliseconds):0.0}";
}
