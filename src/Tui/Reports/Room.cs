namespace ActorGaze.Tui.Reports;

/// <summary>How much of a large sweep a page shows, so that it still opens at once. All of it is in the files beside the page.</summary>
internal static class Room
{
    /// <summary>Rows of a table.</summary>
    public const int Rows = 400;

    private const int Epochs = 16_000; // of all single trials
    private const int Pictured = 16; // runs
    private const int Lines = 600; // thin ones, in all still plots of a figure

    /// <summary>Trials of a λ and setting whose own curves, gazes and counts are in the page; means are over all.</summary>
    public static int Trials(SweepReport report) => Share(report, Epochs / Math.Max(1, report.Runs.Max(run => run.Epochs.Count)));

    /// <summary>Trials of a λ and setting that have a line of their own in a still plot.</summary>
    public static int StillTrials(SweepReport report) => Share(report, Lines);

    /// <summary>
    /// Examined runs of a λ and setting whose samples are pictured; a run's pictures and gazes through training are about 0.2 MB.
    /// </summary>
    /// <param name="groups">How many λ and settings there are.</param>
    public static int PicturedRuns(int groups) => Math.Max(1, Pictured / Math.Max(1, groups));

    private static int Share(SweepReport report, int runs) =>
        Math.Max(1, runs / Math.Max(1, report.Settings.Sum(setting => setting.Weights.Length)));
}
