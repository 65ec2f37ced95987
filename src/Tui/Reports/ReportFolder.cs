using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;

namespace ActorGaze.Tui.Reports;

/// <summary>Writes a sweep's report: a page, the same as Markdown, its tables as CSV, its plots as SVG.</summary>
internal static class ReportFolder
{
    public static string PathOf(string stateFolder, string sweep) =>
        Path.Combine(new StateFolder(stateFolder).Reports, NameRule.PathStep(sweep));

    /// <returns>The folder.</returns>
    /// <exception cref="PreventedException">The folder cannot be written.</exception>
    public static string Write(string stateFolder, SweepSpec sweep, IReadOnlyList<RunState> runs, TimeProvider clock) =>
        WriteInto(PathOf(stateFolder, sweep.Name), sweep, runs, clock);

    /// <returns>The folder.</returns>
    /// <exception cref="PreventedException">The folder cannot be written.</exception>
    public static string WriteInto(string folder, SweepSpec sweep, IReadOnlyList<RunState> runs, TimeProvider clock)
    {
        var report = SweepReport.Of(sweep, runs);
        var made = clock.GetUtcNow().ToString("yyyy-MM-dd HH:mm 'UTC'", System.Globalization.CultureInfo.InvariantCulture);
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, "plots"));
            var files = new WrittenFiles(folder);
            files.Put("report.html", HtmlReport.Of(report, made));
            files.Put("report.md", MarkdownReport.Of(report, made));
            files.Put("epochs.csv", Csv.Of(EpochRow.Columns, EpochRow.Of(runs).Select(r => r.Values())));
            foreach (var table in ReportTables.Of(report)) files.Put($"{table.Name}.csv", table.Csv());
            foreach (var plot in ReportPlots.Of(report).SelectMany(p => p.Plots)) files.Put($"plots/{plot.Name}.svg", Svg.Alone(plot));
            files.Finish();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PreventedException($"{folder}: the report cannot be written: {e.Message} 'actorgaze report {sweep.Name} --out DIR' writes it into another folder.", e);
        }

        return folder;
    }
}
