using System.Collections.Immutable;
using System.Xml.Linq;
using ActorGaze.Actors.Runs;
using ActorGaze.Actors.Sweeps;
using ActorGaze.Tui.Reports;

namespace ActorGaze.Tests.Tui.Reports;

public sealed class ReportTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("actorgaze-report-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_trial_whose_kappa_never_moves_has_a_dash_and_is_left_out_of_the_mean()
    {
        var sweep = MadeUp.Sweep(Evaluation.Analytic, [0], [2], 3, 3);
        var report = SweepReport.Of(sweep,
        [
            MadeUp.Run(sweep.Runs[0], RunPhase.Completed, (0, 0.01), (0, 0.02), (0, 0.03)),
            MadeUp.Run(sweep.Runs[1], RunPhase.Completed, (0.1, 0.03), (0.2, 0.02), (0.3, 0.01)),
            MadeUp.Run(sweep.Runs[2], RunPhase.Running, (0.1, 0.01), (0.2, 0.02)),
        ]);

        var row = Assert.Single(ReportTables.Correlations(report).Rows);

        Assert.Equal(["Level 2", "–", "-1.000", "1.000*", "-1.000", "–"], row.Select(c => c.Text));
        Assert.Equal("", row[1].Value);
    }

    [Fact]
    public void With_nothing_defined_the_mean_is_a_dash_too()
    {
        var sweep = MadeUp.Sweep(Evaluation.Analytic, [0], [1], 1, 3);

        var report = SweepReport.Of(sweep, [MadeUp.Run(sweep.Runs[0], RunPhase.Completed, (0, 0.01), (0, 0.02))]);

        Assert.Equal(["Level 1", "–", "–", "–"], ReportTables.Correlations(report).Rows[0].Select(c => c.Text));
        Assert.Contains("mean r = –", ReportPlots.Of(report)[0].Plots[0].Title, StringComparison.Ordinal);
    }

    [Fact]
    public void The_papers_value_stands_beside_the_measured_ones()
    {
        var sweep = MadeUp.Sweep(Evaluation.Analytic, [0], [2], 1, 2) with { PaperCorrelations = ImmutableSortedDictionary<int, double>.Empty.Add(2, -0.61) };

        var report = SweepReport.Of(sweep, [MadeUp.Run(sweep.Runs[0], RunPhase.Completed, (0.1, 0.03), (0.2, 0.02))]);

        Assert.Equal(["Level 2", "-1.000", "-1.000", "-0.610"], ReportTables.Correlations(report).Rows[0].Select(c => c.Text));
    }

    [Fact]
    public void Final_and_best_values_are_of_completed_trials()
    {
        var sweep = MadeUp.Sweep(Evaluation.Learning, [0], [2], 3, 2);
        var report = SweepReport.Of(sweep,
        [
            MadeUp.Run(sweep.Runs[0], RunPhase.Completed, (0.8, 0.02), (0.4, 0.04)),
            MadeUp.Run(sweep.Runs[1], RunPhase.Completed, (0.2, 0.04), (0.6, 0.06)),
            MadeUp.Run(sweep.Runs[2], RunPhase.Failed, (0.9, 0.9)),
        ]);

        Assert.Equal(
            ["Level 2", "0", "2 of 3", "0.750 ± 0.071", "0.500 ± 0.141", "0.700 ± 0.141", "0.0500 ± 0.0141"], ReportTables.Results(report).Rows[0].Select(c => c.Text));
        Assert.Equal([0.5, 0.5], report.Settings[0].Weights[0].MeanCurve(e => e.Kappa).Select(y => Math.Round(y, 9)));
    }

    [Fact]
    public void Differences_are_paired_by_trial_over_trials_that_both_completed()
    {
        var sweep = MadeUp.Sweep(Evaluation.Learning, [0, 50], [2], 3, 1);
        double[] plain = [0.5, 0.6, 0.7], gain = [0.1, 0.2, 0.9];
        var report = SweepReport.Of(sweep, [.. sweep.Runs.Select(r => MadeUp.Run(
            r, r is { Trial: 3, GazeWeight: 50 } ? RunPhase.Failed : RunPhase.Completed, (plain[r.Trial - 1] + (r.GazeWeight == 0 ? 0 : gain[r.Trial - 1]), 0.03)))]);

        var row = Assert.Single(ReportTables.Gains(report).Rows);

        Assert.Equal(["Level 2", "50", "2", "0.150"], row.Take(4).Select(c => c.Text));
        Assert.Equal("[-0.485, 0.785]", row[4].Text);
    }

    [Fact]
    public void The_guards_are_told_apart_for_every_run()
    {
        var sweep = MadeUp.Sweep(Evaluation.Learning, [0, 50], [2], 1, 1);
        var report = SweepReport.Of(sweep, [MadeUp.Run(sweep.Runs[0], RunPhase.Completed, (0, 0.02)), MadeUp.Run(sweep.Runs[1], RunPhase.Completed, (0.5, 0.02))]);

        var rows = ReportTables.Guards(report).Rows;

        Assert.Equal(["made-up-l2-w0-t1", "1", "40/50, 45/50", "–", "–", "1.0000", "–", "0.00"], rows[0].Select(c => c.Text));
        Assert.Equal(["made-up-l2-w50-t1", "1", "40/50, 45/50", "2.5 %", "4.500", "1.0000", "0.01000", "50.0"], rows[1].Select(c => c.Text));
    }

    [Fact]
    public void A_report_is_a_folder_whose_page_needs_nothing_beside_it()
    {
        var sweep = MadeUp.Sweep(Evaluation.Learning, [-100, 0], [1, 2], 2, 5);
        RunState[] runs = [.. sweep.Runs.Select((r, i) => MadeUp.Run(r, i == 0 ? RunPhase.Failed : RunPhase.Completed, MadeUp.Course(5, i)) with { Reason = i == 0 ? "<b>&|worse" : null })];

        var folder = ReportFolder.Write(_folder, sweep, runs, TimeProvider.System);

        var page = File.ReadAllText(Path.Combine(folder, "report.html"));
        Assert.DoesNotContain("<b>", page, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;&amp;|worse", page, StringComparison.Ordinal);
        Assert.Contains("1 failed: made-up-l1-w-100-t1", page, StringComparison.Ordinal);
        Assert.DoesNotMatch("(?i:(src|href)=|url\\(|@import|<script)|\\bNaN\\b", page);
        Assert.Equal(6, Directory.GetFiles(Path.Combine(folder, "plots"), "*.svg").Length);
        Assert.All(Directory.GetFiles(Path.Combine(folder, "plots"), "*.svg"), file => XDocument.Load(file));
        Assert.Equal(1 + (8 * 5), File.ReadAllLines(Path.Combine(folder, "epochs.csv")).Length);
        Assert.Equal(
            ["correlations.csv", "epochs.csv", "guards.csv", "images.csv", "paired-differences.csv", "report.html", "report.md", "results.csv", "runs.csv"],
            Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(
            File.ReadAllLines(Path.Combine(folder, "report.md")).Where(l => l.StartsWith("![", StringComparison.Ordinal)).Select(l => l.Split('(', ')')[^2]),
            plot => Assert.True(File.Exists(Path.Combine(folder, plot)), plot));
    }

    [Fact]
    public void A_sweep_of_which_nothing_has_run_has_a_report_too()
    {
        var sweep = MadeUp.Sweep(Evaluation.Analytic, [0], [1, 2], 2, 5);

        var folder = ReportFolder.Write(_folder, sweep, [], TimeProvider.System);

        Assert.Contains("4 queued", File.ReadAllText(Path.Combine(folder, "report.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void Csv_quotes_what_must_be_quoted() => Assert.Equal("a,b\n\"x,y\",\"say \"\"so\"\"\"\n", Csv.Of(["a", "b"], [["x,y", "say \"so\""]]));
}
