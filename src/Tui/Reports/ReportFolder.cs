using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;

namespace ActorGaze.Tui.Reports;

/// <summary>Writes a report of one sweep or of several: a page, the same as Markdown, its tables as CSV, its plots as SVG.</summary>
internal static class ReportFolder
{
    private const int LongestName = 120;

    /// <summary>Where the report of these sweeps goes; several have a folder of their own.</summary>
    public static string PathOf(string stateFolder, params IReadOnlyList<string> sweeps)
    {
        var name = string.Join('+', sweeps);
        return Path.Combine(
            new StateFolder(stateFolder).Reports,
            NameRule.PathStep(name.Length <= LongestName || sweeps.Count == 1 ? name : $"{sweeps[0]}+{sweeps.Count - 1}-more"));
    }

    /// <returns>The folder.</returns>
    /// <exception cref="PreventedException">The folder cannot be written.</exception>
    public static string Write(string stateFolder, params IReadOnlyList<SweepReport> reports) =>
        WriteInto(PathOf(stateFolder, [.. reports.Select(report => report.Sweep.Name)]), reports);

    /// <returns>The folder.</returns>
    /// <exception cref="PreventedException">The folder cannot be written.</exception>
    public static string WriteInto(string folder, IReadOnlyList<SweepReport> reports)
    {
        SweepReport[] named = reports.Count == 1 ? [reports[0]] : [.. reports.Select((report, i) => report with { Prefix = $"{i + 1}-" })];
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, "plots"));
            var files = new WrittenFiles(folder);
            var page = new ReportPage([.. named]);
            files.Put("report.html", HtmlReport.Of(page));
            files.Put("report.md", MarkdownReport.Of(page));
            foreach (var (report, sweep) in named.Zip(page.Sweeps)) Put(files, report, sweep);
            files.Finish();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PreventedException(
                $"{folder}: the report cannot be written: {e.Message} 'actorgaze report "
                + $"{string.Join(' ', reports.Select(report => report.Sweep.Name))} --out DIR' writes it into another folder.", e);
        }

        return folder;
    }

    private static void Put(WrittenFiles files, SweepReport report, PageSweep page)
    {
        files.Put($"{report.Prefix}epochs.csv", EpochTables.Epochs(report));
        files.Put($"{report.Prefix}epochs-by-class.csv", EpochTables.Classes(report));
        if (EpochTables.Readings(report) is { } readings) files.Put($"{report.Prefix}epochs-by-reading.csv", readings);
        foreach (var table in page.WholeTables) files.Put($"{report.Prefix}{table.Name}.csv", table.Csv());
        foreach (var plot in page.WholePlots.SelectMany(p => p.Plots)) files.Put($"plots/{plot.Name}.svg", Svg.Alone(plot));
    }
}
