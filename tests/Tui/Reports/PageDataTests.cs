using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Nn.Gaze;
using ActorGaze.Tui.Reports;

namespace ActorGaze.Tests.Tui.Reports;

/// <summary>The data that a page carries for its script.</summary>
public sealed class PageDataTests
{
    private const string Wicked = "</script><script>alert(1)</script> <!-- | 漢字 😀 &amp;";

    [Fact]
    public void A_name_is_right_in_the_data_and_ends_no_script()
    {
        var sweep = MadeUp.Sweep(Evaluation.Learning, [0], [1], 1, 1) with { Name = Wicked };
        RunState[] runs = [MadeUp.Run(sweep.Runs[0], RunPhase.Completed, (0.5, 0.02)) with { Classes = new ClassNames([Wicked, "b"]) }];

        var page = HtmlReport.Of(SweepReport.Of(sweep, runs));

        Assert.Equal(3, Regex.Count(page, "</script>")); // those that the template closes
        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        var data = Data(page);
        Assert.Equal(Wicked, data.GetProperty("sweeps")[0].GetProperty("name").GetString());
        Assert.Equal(Wicked, data.GetProperty("sweeps")[0].GetProperty("settings")[0].GetProperty("classes")[0].GetString());
    }

    [Fact]
    public void Curves_and_means_are_those_of_the_runs()
    {
        var sweep = MadeUp.Sweep(Evaluation.Learning, [0, 50], [1], 2, 2);
        var report = SweepReport.Of(sweep, [.. sweep.Runs.Select(r => MadeUp.Run(r, RunPhase.Completed, (0.1 * r.Trial, 0.02), (0.2 * r.Trial, 0.01)))]);

        var setting = JsonDocument.Parse(PageData.Of([report]).ToJson()).RootElement.GetProperty("sweeps")[0].GetProperty("settings")[0];
        var kappa = Figures.All.IndexOf(Figures.Kappa);

        Assert.Equal([0.1, 0.2], Numbers(setting.GetProperty("runs")[0].GetProperty("series")[kappa]));
        var mean = setting.GetProperty("means")[0].GetProperty("series")[kappa];
        Assert.Equal([0.15, 0.3], Numbers(mean[0]));
        Assert.Equal([0.0707107, 0.141421], Numbers(mean[1])); // sample standard deviations of two values: their distance over √2
        Assert.Equal([0.9, 0.9], Numbers(setting.GetProperty("means")[0].GetProperty("recall")[1][0])); // 45 of 50 in every epoch
        Assert.Equal([40, 10, 5, 45], Numbers(setting.GetProperty("runs")[0].GetProperty("confusion")[1]));
    }

    [Fact]
    public void Gazes_are_bytes_on_one_scale_and_those_that_are_not_known_say_so()
    {
        var sweep = MadeUp.Sweep(Evaluation.Learning, [0, 50], [1], 1, 2);
        var report = SweepReport.Of(sweep,
        [
            WithGazes(MadeUp.Run(sweep.Runs[0], RunPhase.Completed, (0.5, 0.02), (0.5, 0.02)), [0, 0.25, 0.5, 0.5], [0, 0, 0, 0]),
            WithGazes(MadeUp.Run(sweep.Runs[1], RunPhase.Running, (0.5, 0.02)), [0.125, 0, 0, 0], [0.5, 0, 0, 0]),
        ]);

        var gazes = GazeData.Of(report.Runs)!;

        Assert.Equal((2, 2, 0.5, 0.5), (gazes.Height, gazes.Width, gazes.Most, gazes.Greatest));
        Assert.Equal([1, 2], gazes.Epochs);
        Assert.Equal([0, 127, 254, 254, 0, 0, 0, 0], Convert.FromBase64String(gazes.Runs[0])[..8]);
        Assert.Equal([64, 0, 0, 0, 254, 0, 0, 0, .. Enumerable.Repeat((byte)255, 8)], Convert.FromBase64String(gazes.Runs[1]));
        Assert.Null(GazeData.Of([.. report.Runs.Select(run => run with { Epochs = [] })]));
    }

    [Fact]
    public void A_page_of_ten_thousand_epochs_is_below_eight_megabytes()
    {
        var sweep = MadeUp.Sweep(Evaluation.Learning, [-100, 0, 50, 100, 500], [1, 2], 4, 250);
        var random = new Random(1);
        double[][] maps = [.. Enumerable.Range(0, 4).Select(_ => Enumerable.Range(0, 196).Select(_ => random.NextDouble()).ToArray())];
        var planned = sweep.Runs.Sum(run => (long)run.Epochs);
        var report = SweepReport.OfJournal(sweep,
        [
            .. sweep.Runs.Select((run, i) => new JournalledRun(WithGazes(MadeUp.Run(run, RunPhase.Completed, MadeUp.Course(250, i)), 14, maps), RunHistory.None).WithGazesOf(planned)),
        ]);

        var page = HtmlReport.Of(report);

        Assert.Equal(10_000, report.Runs.Sum(run => run.Epochs.Count));
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(page), 3_000_000, 8_000_000);
        Assert.Equal([1, 5, 9, 13], GazeData.Of(report.Settings[0].Runs)!.Epochs.Take(4)); // every fourth
        Assert.Equal(250, GazeData.Of(report.Settings[0].Runs)!.Epochs[^1]); // and the last
    }

    [Fact]
    public void A_page_of_a_sweep_that_goes_on_says_so_and_offers_to_be_read_again()
    {
        var sweep = MadeUp.Sweep(Evaluation.Learning, [0], [1], 1, 2);
        string Page(RunPhase phase) => HtmlReport.Of(SweepReport.Of(sweep, [MadeUp.Run(sweep.Runs[0], phase, (0.5, 0.02))]));

        Assert.Contains("<p class='warning' data-going>This sweep is still going. 1 running", Page(RunPhase.Running), StringComparison.Ordinal);
        Assert.Contains("<p class='warning'>Not all runs are completed. 1 failed", Page(RunPhase.Failed), StringComparison.Ordinal);
        Assert.DoesNotContain("class='warning'", Page(RunPhase.Completed), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_sweeps_share_a_page_and_each_has_files_of_its_own()
    {
        var folder = Directory.CreateTempSubdirectory("actorgaze-two-").FullName;
        try
        {
            SweepReport[] reports = [.. new[] { "one", "two" }.Select(name => SweepReport.Of(MadeUp.Sweep(Evaluation.Analytic, [0], [1], 1, 2) with { Name = name }, []))];

            ReportFolder.WriteInto(folder, reports);
            var first = File.ReadAllBytes(Path.Combine(folder, "report.html"));
            ReportFolder.WriteInto(folder, reports);

            Assert.Equal(first, File.ReadAllBytes(Path.Combine(folder, "report.html")));
            Assert.True(File.Exists(Path.Combine(folder, "1-runs.csv")) && File.Exists(Path.Combine(folder, "2-runs.csv")));
            ReportFolder.WriteInto(folder, [reports[0]]);
            Assert.False(File.Exists(Path.Combine(folder, "2-runs.csv"))); // no longer made
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static RunState WithGazes(RunState run, double[] one, double[] other) => WithGazes(run, 2, one, other);

    private static RunState WithGazes(RunState run, int side, params double[][] maps)
    {
        var gazes = ClassMeanGazes.Pack(maps, side, side);
        return run with { Epochs = [.. run.Epochs.Select(epoch => epoch with { Evaluation = epoch.Evaluation with { Gazes = gazes } })] };
    }

    private static JsonElement Data(string page)
    {
        const string Begin = "<script type='application/json' id='data'>";
        var at = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        return JsonDocument.Parse(page[at..page.IndexOf("</script>", at, StringComparison.Ordinal)]).RootElement;
    }

    private static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(number => number.GetDouble())];
}
