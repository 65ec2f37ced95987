using ActorGaze.Tests.Actors.Engine.Metrics;
using System.Collections.Immutable;
using System.Text.Json;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Control.Frames;
using ActorGaze.Actors.Engine.Metrics;
using ActorGaze.Actors.Engine.Runs;
using ActorGaze.Tui.Cli;
using ActorGaze.Tui.Client;
using ActorGaze.Tui.Rendering;
using ActorGaze.Tui.Reports;

namespace ActorGaze.Tests.Tui.Reports;

/// <summary>What was left out of a data set is told on every face, not in the log alone.</summary>
public sealed class ImagesToldTests
{
    private const string Empty = "Training/a/x.png: the file is empty";
    private const string Cut = "Testing/b/y.jpg: the file is cut off before its last pixel";
    private const string Note = "412 .webp files are not read";
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly SweepSpec Sweep = MadeUp.Sweep(Evaluation.Learning, [0, 50], [1], 1, 2);

    private static readonly ImagesFacts Images = new("0123456789abcdef", [new ClassImages("a", 12, 4), new ClassImages("b", 11, 3)])
    {
        SkippedCount = 2, Skipped = [Empty, Cut], Notes = [Note],
    };

    private static readonly ImmutableArray<RunState> Runs =
        [.. Sweep.Runs.Select(run => MadeUp.Run(run, RunPhase.Completed, (0.1, 0.02), (0.2, 0.03)) with { Images = Images })];

    [Fact]
    public void Progress_tells_it_once_for_all_runs_of_a_sweep()
    {
        var board = Runs.Aggregate(Scoreboard.Empty.With(Sweep), (board, run) => board.With(run with { Phase = RunPhase.Running }));

        var (told, first) = ProgressLines.Nothing.Tell(RunLines.Of(board, "made-up"), Noon);
        var again = told.Tell(RunLines.Of(board, "made-up"), Noon.AddMinutes(1)).Lines;

        Assert.Equal($"made-up: images of {Sweep.Runs[0].DataName}: 2 images left out, unreadable: {Empty} and 1 more; {Note}", Assert.Single(first, line => Tells(line.Text)).Text);
        Assert.DoesNotContain(again, line => Tells(line.Text));
        Assert.Contains("\"leftOut\":\"2 images left out", JsonSerializer.Serialize(first[0].Run, Json.Options), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_is_shown_with_its_images_and_a_line_for_each_that_is_left_out()
    {
        var lines = ShowVerb.Lines(RunView.Of(Runs[0])).ToList();

        Assert.Contains("images      23 training and 7 test images of 2 classes, content 0123456789ab", lines);
        var at = lines.IndexOf($"left out    {Empty}");
        Assert.Equal([$"            {Cut}", $"            {Note}"], lines.Skip(at + 1).Take(2));
        Assert.DoesNotContain(ShowVerb.Lines(RunView.Of(Runs[0] with { Images = Images with { SkippedCount = 0, Skipped = [], Notes = [] } })), line => line.StartsWith("left out", StringComparison.Ordinal));
        Assert.DoesNotContain(ShowVerb.Lines(RunView.Of(Runs[0] with { Images = null })), line => line.StartsWith("images", StringComparison.Ordinal));
    }

    [Fact]
    public void The_timeline_has_it_where_a_crew_begins_and_has_a_move()
    {
        Assert.Equal(
            $"attempt 1 on cpu, from nothing; 23 training and 7 test images of 2 classes, content 0123456789ab; 2 images left out, unreadable: {Empty} and 1 more; {Note}",
            EventWords.Of(new RunEvent.Started(1, "cpu", null) { At = Noon, Images = Images }));
        Assert.Equal("attempt 2 on cpu, from nothing", EventWords.Of(new RunEvent.Started(2, "cpu", null) { At = Noon }));
        Assert.Equal("the same images, from /old to /new", EventWords.Of(new RunEvent.ImagesMoved("/old", "/new") { At = Noon }));
    }

    [Fact]
    public void What_a_run_is_asked_for_anew_is_told()
    {
        var spec = new RunSpec(new RunId("r")) { Epochs = 30 };

        Assert.Equal("asks for 30 epochs", EventWords.Of(new RunEvent.Extended(spec) { At = Noon }));
        Assert.Equal(
            "asks for 30 epochs, gaze.record = all, gaze.readings = all",
            EventWords.Of(new RunEvent.Extended(spec with { RecordGazes = GazesKept.All, Readings = GazeReadingsTaken.All }) { At = Noon }));
    }

    [Fact]
    public void A_report_has_a_table_of_images_and_names_what_is_not_among_them()
    {
        var report = SweepReport.Of(Sweep, Runs);

        var page = HtmlReport.Of(report);
        var text = MarkdownReport.Of(report);

        Assert.Equal([["a", "12", "4"], ["b", "11", "3"]], ImagesTable.Of(report).Rows.Select(row => new[] { row[1].Text, row[3].Text, row[4].Text }));
        foreach (var written in new[] { page, text })
        {
            Assert.Contains($"Left out of {Sweep.Runs[0].DataName}: {Empty}; {Cut}; {Note}.", written, StringComparison.Ordinal);
            Assert.Contains("0123456789ab", written, StringComparison.Ordinal);
        }

        Assert.Contains("## Images", text, StringComparison.Ordinal);
        Assert.Empty(ImagesTable.Of(SweepReport.Of(Sweep, [])).Rows);
        Assert.Equal([Empty, Cut, Note], RunResult.Of(report.Runs[0]).LeftOut);
    }

    private static bool Tells(string line) => line.Contains("left out", StringComparison.Ordinal);
}
