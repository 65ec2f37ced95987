using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using System.Xml.Linq;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
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

        var row = Assert.Single(ByTrial(report).Rows);

        Assert.Equal(["Level 2", "–", "-1.000", "1.000*", "-1.000"], row.Select(c => c.Text));
        Assert.Equal("", Assert.Single(row[1].Values));
    }

    [Fact]
    public void With_nothing_defined_the_mean_is_a_dash_too()
    {
        var sweep = MadeUp.Sweep(Evaluation.Analytic, [0], [1], 1, 3);

        var report = SweepReport.Of(sweep, [MadeUp.Run(sweep.Runs[0], RunPhase.Completed, (0, 0.01), (0, 0.02))]);

        Assert.Equal(["Level 1", "–", "–"], ByTrial(report).Rows[0].Select(c => c.Text));
        Assert.Contains("mean r = –", ReportPlots.Of(report)[0].Plots[0].Title, StringComparison.Ordinal);
    }

    [Fact]
    public void The_papers_value_stands_beside_the_measured_ones()
    {
        var sweep = MadeUp.Sweep(Evaluation.Analytic, [0], [2], 1, 2) with { PaperCorrelations = ImmutableSortedDictionary<int, double>.Empty.Add(2, -0.61) };

        var report = SweepReport.Of(sweep, [MadeUp.Run(sweep.Runs[0], RunPhase.Completed, (0.1, 0.03), (0.2, 0.02))]);

        Assert.Equal(["Level 2", "-1.000", "-1.000", "-0.610", "yes"], ByTrial(report).Rows[0].Select(c => c.Text));
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
        Assert.Equal([0.5, 0.5], Band.Of(report.Settings[0].Weights[0].Counted, Figures.Kappa).Mean.Select(y => Math.Round(y!.Value, 9)));
    }

    [Fact]
    public void Differences_are_paired_by_trial_over_trials_that_both_completed()
    {
        var sweep = MadeUp.Sweep(Evaluation.Learning, [0, 50], [2], 3, 1);
        double[] plain = [0.5, 0.6, 0.7], gain = [0.1, 0.2, 0.9];
        var report = SweepReport.Of(sweep, [.. sweep.Runs.Select(r => MadeUp.Run(
            r, r is { Trial: 3, GazeWeight: 50 } ? RunPhase.Failed : RunPhase.Completed, (plain[r.Trial - 1] + (r.GazeWeight == 0 ? 0 : gain[r.Trial - 1]), 0.03)))]);

        var row = ComparisonTable.Of(report).Rows.First(r => r[0].Text == "Cohen's kappa");

        Assert.Equal(["Cohen's kappa", "Level 2", "50", "2", "0.150", "[-0.485, 0.785]", "", "cannot be told"], row.Take(8).Select(c => c.Text));
    }

    [Fact]
    public void The_guards_are_told_apart_for_every_run()
    {
        var sweep = MadeUp.Sweep(Evaluation.Learning, [0, 50], [2], 1, 1);
        var report = SweepReport.Of(sweep, [MadeUp.Run(sweep.Runs[0], RunPhase.Completed, (0, 0.02)), MadeUp.Run(sweep.Runs[1], RunPhase.Completed, (0.5, 0.02))]);

        var rows = ReportTables.Guards(report).Rows;

        Assert.Equal(["made-up-l2-w0-t1", "1", "–", "–", "1.0000", "–", "0.00"], rows[0].Select(c => c.Text));
        Assert.Equal(["made-up-l2-w50-t1", "1", "2.5 %", "4.500", "1.0000", "0.01000", "50.0"], rows[1].Select(c => c.Text));
    }

    [Fact]
    public void A_report_is_a_folder_whose_page_needs_nothing_beside_it()
    {
        var sweep = MadeUp.Sweep(Evaluation.Learning, [-100, 0], [1, 2], 2, 5);
        RunState[] runs = [.. sweep.Runs.Select((r, i) => MadeUp.Run(r, i == 0 ? RunPhase.Failed : RunPhase.Completed, MadeUp.Course(5, i)) with { Reason = i == 0 ? "<b>&|worse" : null })];

        var folder = ReportFolder.Write(_folder, SweepReport.Of(sweep, runs));

        var page = File.ReadAllText(Path.Combine(folder, "report.html"));
        Assert.DoesNotContain("<b>", page, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;&amp;|worse", page, StringComparison.Ordinal);
        Assert.Contains("1 failed: made-up-l1-w-100-t1", page, StringComparison.Ordinal);
        Assert.DoesNotMatch("(?i:src=|href=['\"][^#]|url\\(|@import|<link|<script [^>]*src)", page); // in the page itself: nothing comes from elsewhere
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", File.ReadAllText(Path.Combine(folder, "report.md")), StringComparison.Ordinal);
        Assert.Equal(6, Directory.GetFiles(Path.Combine(folder, "plots"), "*.svg").Length);
        Assert.All(Directory.GetFiles(Path.Combine(folder, "plots"), "*.svg"), file => XDocument.Load(file));
        Assert.Equal(1 + (8 * 5), File.ReadAllLines(Path.Combine(folder, "epochs.csv")).Length);
        Assert.Equal(
            ["classes.csv", "correlations-over-trials.csv", "correlations.csv", "epochs-by-class.csv", "epochs.csv", "faults.csv", "files.sha256", "guards.csv", "images.csv", "paired-differences.csv", "rank-correlations.csv", "report.html", "report.md", "results.csv", "runs.csv", "settings.csv", "times.csv"],
            Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(Directory.GetFiles(folder, "*.csv"), file => Assert.DoesNotContain(" ± ", File.ReadAllText(file), StringComparison.Ordinal));
        Assert.All(
            File.ReadAllLines(Path.Combine(folder, "report.md")).Where(l => l.StartsWith("![", StringComparison.Ordinal)).Select(l => l.Split('(', ')')[^2]),
            plot => Assert.True(File.Exists(Path.Combine(folder, plot)), plot));
    }

    [Fact]
    public void A_sweep_of_which_nothing_has_run_has_a_report_too()
    {
        var sweep = MadeUp.Sweep(Evaluation.Analytic, [0], [1, 2], 2, 5);

        var folder = ReportFolder.Write(_folder, SweepReport.Of(sweep, []));

        Assert.Contains("4 queued", File.ReadAllText(Path.Combine(folder, "report.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void No_two_columns_of_a_table_share_a_name_and_every_row_has_them_all()
    {
        foreach (var evaluation in new[] { Evaluation.Learning, Evaluation.Analytic })
        {
            var sweep = MadeUp.Sweep(evaluation, [0, 50], [1, 2], 3, 2);
            var report = SweepReport.Of(sweep, [.. sweep.Runs.Select((r, i) => MadeUp.Run(r, i == 0 ? RunPhase.Queued : RunPhase.Completed, i == 0 ? [] : MadeUp.Course(2, i)))]);
            foreach (var table in ReportTables.Of(report))
            {
                Assert.Equal(table.Columns.Length, table.Columns.Select(c => c.Title).Distinct().Count());
                string[] csv = [.. table.Columns.SelectMany(c => c.Csv)];
                Assert.Equal(csv.Length, csv.Distinct().Count());
                Assert.All(table.Rows, row => Assert.Equal(table.Columns.Select(c => c.Csv.Length), row.Select(cell => cell.Values.Length)));
            }
        }
    }

    [Fact]
    public void Results_have_every_standard_deviation_for_other_programs()
    {
        var sweep = MadeUp.Sweep(Evaluation.Learning, [0], [2], 3, 1);
        var report = SweepReport.Of(sweep, [.. sweep.Runs.Select((r, i) => MadeUp.Run(r, RunPhase.Completed, (i * 0.1, 0.02 + (i * 0.01))))]);

        var lines = ReportTables.Results(report).Csv().Split('\n');

        Assert.Equal(
            "Setting,λ,Trials,Trials planned,Accuracy,Accuracy standard deviation,Kappa,Kappa standard deviation,Best kappa,Best kappa standard deviation,"
            + "Gaze deviation,Gaze deviation standard deviation", lines[0]);
        double[] deviations = [.. new[] { 5, 7, 9, 11 }.Select(i => double.Parse(lines[1].Split(',')[i], System.Globalization.CultureInfo.InvariantCulture))];
        Assert.Equal([0.05, 0.1, 0.1, 0.01], deviations.Select(d => Math.Round(d, 9)));
    }

    [Fact]
    public void Counts_by_class_carry_their_names_in_every_table()
    {
        var sweep = MadeUp.Sweep(Evaluation.Learning, [0], [2], 1, 1);
        RunState[] runs = [MadeUp.Run(sweep.Runs[0], RunPhase.Completed, (0.5, 0.02)) with { Classes = new ClassNames(["\u00e9\"", "e\u0301\""]) }];

        var classes = ClassesTable.Of(SweepReport.Of(sweep, runs));
        var epoch = Assert.Single(EpochRow.Of(runs));
        var values = EpochRow.Columns.Zip(epoch.Values(), KeyValuePair.Create).ToDictionary();

        Assert.Equal(["\u00e9\" (U+00E9)", "e\u0301\" (U+0065 U+0301)"], classes.Rows.Select(row => row[2].Text));
        Assert.Equal(["0.8", "0.9"], classes.Rows.Select(row => row[4].Values[0]));
        Assert.Equal(["\u00e9\"", "e\u0301\""], epoch.Classes);
        Assert.Equal(new() { ["\u00e9\""] = 40, ["e\u0301\""] = 45 }, JsonSerializer.Deserialize<Dictionary<string, int>>(values["correct_per_class"])!);
        Assert.Equal(new() { ["\u00e9\""] = 50, ["e\u0301\""] = 50 }, JsonSerializer.Deserialize<Dictionary<string, int>>(values["images_per_class"])!);
        Assert.Contains("class 1", EpochRow.Of([runs[0] with { Classes = null }]).Single().Classes); // a journal of before names were kept
    }

    [Fact]
    public void Names_do_nothing_in_a_page_in_markdown_or_in_a_plot()
    {
        var sweep = MadeUp.Sweep(Evaluation.Learning, [0], [1], 1, 1);
        sweep = sweep with { Runs = [sweep.Runs[0] with { Data = "/data/![x](y)<i>`\u001b[2J\u202e" }, sweep.Runs[0] with { Data = "/data/other", Id = new RunId("other") }] };
        RunState[] runs = [.. sweep.Runs.Select(run => MadeUp.Run(run, RunPhase.Completed, (0.5, 0.02)))];

        var folder = ReportFolder.Write(_folder, SweepReport.Of(sweep, runs));

        foreach (var file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
            Assert.DoesNotContain(File.ReadAllText(file), c => c is '\u001b' or '\u202e');
        Assert.Contains("!\\[x\\](y)&lt;i>", File.ReadAllText(Path.Combine(folder, "report.md")), StringComparison.Ordinal);
        Assert.Contains("&lt;i&gt;", File.ReadAllText(Path.Combine(folder, "report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_any_alphabet_are_read_as_they_are_written()
    {
        const string Name = "漢字 😀 Ж <b>|é & 'x' \"y\"";
        var sweep = MadeUp.Sweep(Evaluation.Learning, [0], [1], 1, 1);
        sweep = sweep with { Name = Name };
        RunState[] runs = [.. sweep.Runs.Select(run => MadeUp.Run(run, RunPhase.Failed, (0.5, 0.02)) with { Reason = $"{Name}: gone" })];

        var page = HtmlReport.Of(SweepReport.Of(sweep, runs));
        var text = MarkdownReport.Of(SweepReport.Of(sweep, runs));

        Assert.Contains($"<h1>{Name}</h1>", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        Assert.Contains($">{Name}: gone</td>", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", page, StringComparison.Ordinal);
        Assert.Contains("# 漢字 😀 Ж &lt;b>\\|é &amp; 'x' \"y\"\n", text, StringComparison.Ordinal);
        Assert.Contains("| 漢字 😀 Ж &lt;b>\\|é &amp; 'x' \"y\": gone |", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_minus_sign_stands_before_numbers_and_not_in_names()
    {
        var sweep = MadeUp.Sweep(Evaluation.Learning, [-100], [1], 1, 2);
        RunState[] runs = [MadeUp.Run(sweep.Runs[0], RunPhase.Completed, (0.5, 0.02), (0.6, 0.01)) with { Classes = new ClassNames(["no-tumor", "t-1"]) }];

        var page = HtmlReport.Of(SweepReport.Of(sweep, runs));

        Assert.Contains("<td>no-tumor</td>", page, StringComparison.Ordinal);
        Assert.Contains("<td>−1.000</td>", page, StringComparison.Ordinal);
        Assert.Contains("<td>−100</td>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_reports_of_one_journal_are_the_same_and_a_setting_begins_under_a_line()
    {
        var sweep = MadeUp.Sweep(Evaluation.Learning, [0, 50], [1, 2], 2, 3);
        RunState[] runs = [.. sweep.Runs.Select((r, i) => MadeUp.Run(r, RunPhase.Completed, MadeUp.Course(3, i)))];

        var (page, text) = (HtmlReport.Of(SweepReport.Of(sweep, runs)), MarkdownReport.Of(SweepReport.Of(sweep, runs)));

        Assert.Equal(page, HtmlReport.Of(SweepReport.Of(sweep, runs)));
        Assert.Equal(text, MarkdownReport.Of(SweepReport.Of(sweep, runs)));
        Assert.Contains("<tr class='first'><td class='word'>Level 2</td>", page, StringComparison.Ordinal);
        Assert.Contains("<tr><td class='word'></td><td>50</td>", page, StringComparison.Ordinal); // the setting is named once
    }

    [Fact]
    public void A_report_made_again_removes_what_it_no_longer_makes_and_nothing_of_its_users()
    {
        var sweep = MadeUp.Sweep(Evaluation.Learning, [0], [1, 2], 1, 1);
        RunState[] runs = [.. sweep.Runs.Select(run => MadeUp.Run(run, RunPhase.Completed, (0.5, 0.02)))];
        var folder = ReportFolder.Write(_folder, SweepReport.Of(sweep, runs));
        string[] before = Plots(folder);
        File.AppendAllText(Path.Combine(folder, "plots", "2-l2-kappa.svg"), "<!-- a user's hand -->");
        File.WriteAllText(Path.Combine(folder, "plots", "3-l3-kappa.svg"), "a user's own");
        File.WriteAllText(Path.Combine(folder, "..", "kept"), "above");
        File.AppendAllText(Path.Combine(folder, "files.sha256"), $"{Convert.ToHexStringLower(SHA256.HashData("above"u8))}  ../kept\n");

        ReportFolder.Write(_folder, SweepReport.Of(sweep with { Runs = [sweep.Runs[0]] }, runs[..1]));

        Assert.Equal(["1-l1-accuracy.svg", "1-l1-gaze-deviation.svg", "1-l1-kappa.svg", "2-l2-accuracy.svg", "2-l2-gaze-deviation.svg", "2-l2-kappa.svg"], before);
        Assert.Equal(["1-l1-accuracy.svg", "1-l1-gaze-deviation.svg", "1-l1-kappa.svg", "2-l2-kappa.svg", "3-l3-kappa.svg"], Plots(folder));
        Assert.True(File.Exists(Path.Combine(folder, "..", "kept")));
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+cmd|x", "'+cmd|x")]
    [InlineData("-2+3", "'-2+3")]
    [InlineData("@SUM(1)", "'@SUM(1)")]
    [InlineData(" =1", "' =1")]
    [InlineData("＝1+1", "'＝1+1")]
    [InlineData("\t=1", "\\t=1")]
    [InlineData("-0.25", "-0.25")]
    [InlineData("+1e-3", "+1e-3")]
    [InlineData("a\u001b[31m\nb", "a\\u001B[31m\\nb")]
    [InlineData("=a,b", "\"'=a,b\"")]
    public void A_cell_of_csv_begins_no_formula_and_moves_no_cursor(string value, string expected) => Assert.Equal($"x\n{expected}\n", Csv.Of(["x"], [[value]]));

    private static ReportTable ByTrial(SweepReport report) => CorrelationTables.ByTrial(report);

    private static string[] Plots(string folder) => [.. Directory.GetFiles(Path.Combine(folder, "plots")).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Fact]
    public void Csv_quotes_what_must_be_quoted() => Assert.Equal("a,b\n\"x,y\",\"say \"\"so\"\"\"\n", Csv.Of(["a", "b"], [["x,y", "say \"so\""]]));
}
