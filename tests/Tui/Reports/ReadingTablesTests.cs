using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Nn.Gaze;
using ActorGaze.Tui.Reports;

namespace ActorGaze.Tests.Tui.Reports;

/// <summary>The correlation of kappa and gaze deviation, with the gazes read in several ways.</summary>
public sealed class ReadingTablesTests
{
    private static readonly double[] Kappas = [0.1, 0.3, 0.2, 0.5, 0.6, 0.8];

    [Fact]
    public void Each_reading_has_its_own_correlation_with_and_without_the_first_epochs()
    {
        var table = Assert.Single(ReadingTables.Of(Report()));

        Assert.Equal(
            ["Setting", "Layer", "Normalised", "Trials", "Mean r", "95 % interval", "After epoch 3", "Its 95 % interval",
                "Mean ρ", "Paper", "Same sign"],
            table.Columns.Select(column => column.Title));
        Assert.Equal(
            ["Level 2", "target", "minmax", "3", "-1.000", "[-1.000, -1.000]", "-1.000", "[-1.000, -1.000]", "-1.000", "-0.630", "yes"],
            table.Rows[0].Select(cell => cell.Text));
        Assert.Equal(
            ["Level 2", "grid7", "sum", "3", "1.000", "[1.000, 1.000]", "1.000", "[1.000, 1.000]", "1.000", "-0.630", "no"],
            table.Rows[1].Select(cell => cell.Text));
        Assert.Equal(2, table.Rows.Length);
    }

    [Fact]
    public void A_sentence_counts_the_sides_of_zero()
    {
        var sentence = Assert.Single(ReadingTables.Sides(Report()));

        Assert.Equal(
            "Of 2 ways to read the gazes, the 95 % interval of the mean r for level 2 lies wholly below 0 in 1, wholly above 0 in 1, and on both sides in 0.",
            sentence);
        Assert.Contains(sentence, MarkdownReport.Of(Report()), StringComparison.Ordinal);
    }

    [Fact]
    public void An_epoch_without_readings_is_left_out()
    {
        var table = Assert.Single(ReadingTables.Of(Report(since: 3)));

        Assert.Equal("-1.000", table.Rows[0][4].Text);
        Assert.Equal(2 * 3 * 3, Lines(EpochTables.Readings(Report(since: 3))!) - 1);
    }

    [Fact]
    public void Every_reading_of_every_epoch_is_a_row_of_csv()
    {
        var csv = EpochTables.Readings(Report())!;

        Assert.StartsWith("run,epoch,layer,normalise,gaze_deviation\n", csv, StringComparison.Ordinal);
        Assert.Contains(",1,grid7,sum,0.11\n", csv, StringComparison.Ordinal);
        Assert.Equal(2 * 6 * 3, Lines(csv) - 1);
    }

    [Fact]
    public void Where_no_run_has_readings_there_is_nothing_of_them()
    {
        var report = Report(since: 99);

        Assert.Empty(ReadingTables.Of(report));
        Assert.Empty(ReadingTables.Sides(report));
        Assert.Null(EpochTables.Readings(report));
    }

    private static int Lines(string csv) => csv.Count(letter => letter == '\n');

    /// <param name="since">So many of each run's first epochs have no readings.</param>
    private static SweepReport Report(int since = 0)
    {
        var sweep = MadeUp.Sweep(Evaluation.Analytic, [0], [2], 3, Kappas.Length) with
        {
            PaperCorrelations = System.Collections.Immutable.ImmutableSortedDictionary<int, double>.Empty.Add(2, -0.63),
        };
        return SweepReport.Of(sweep, [.. sweep.Runs.Select(run => Read(MadeUp.Run(run, RunPhase.Completed, [.. Kappas.Select(kappa => (kappa, 0.03 + (kappa / 100)))]), since))]);
    }

    private static RunState Read(RunState run, int since) => run with
    {
        Epochs = run.Epochs.ConvertAll(epoch => epoch with
        {
            Evaluation = epoch.Evaluation with
            {
                Readings = epoch.Epoch <= since
                    ? null
                    :
                    [
                        new GazeReading("target", GazeNormalisation.MinMax, 1 - epoch.Evaluation.Kappa),
                        new GazeReading("grid7", GazeNormalisation.Sum, 0.01 + epoch.Evaluation.Kappa),
                    ],
            },
        }),
    };
}
