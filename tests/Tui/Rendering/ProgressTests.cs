using ActorGaze.Actors.Contracts.Crews;
using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Control.Frames;
using ActorGaze.Actors.Engine.Metrics;
using ActorGaze.Actors.Engine.Runs;
using ActorGaze.Nn;
using ActorGaze.Tests.Actors.Engine.Metrics;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tests.Tui.Rendering;

public sealed class ProgressTests
{
    private static readonly SweepSpec Sweep = MadeUp.Sweep(Evaluation.Learning, [0, 50], [1, 2], 1, 12);
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Lines_are_said_once_and_again_only_after_ten_seconds_of_silence()
    {
        var (told, first) = ProgressLines.Nothing.Tell(RunLines.Of(Board(), "made-up"), Noon);
        var (told2, second) = told.Tell(RunLines.Of(Board(), "made-up"), Noon.AddSeconds(9));
        var (_, third) = told2.Tell(RunLines.Of(Board(), "made-up"), Noon.AddSeconds(10));

        Assert.Equal(
            [
                "made-up-l1-w0-t1: epoch 2/12 loss 0.500 accuracy 0.700 kappa 0.400 gaze deviation 0.0410",
                "made-up-l2-w0-t1: completed",
                "made-up-l2-w50-t1: failed: The loss was not finite.",
            ],
            Texts(first));
        Assert.Empty(second);
        Assert.Equal(["made-up-l1-w0-t1: training, epoch 3/12 step 17/128 153 images/s loss 0.688 left 1h02m"], Texts(third));
    }

    [Fact]
    public void Of_images_that_are_prepared_is_told_every_ten_seconds_and_of_a_queue_nothing()
    {
        RunLine Waiting(WaitingFor what) => RunLines.Of(Board().With(MadeUp.Run(Sweep.Runs[1], RunPhase.Queued), what), "made-up")[1];

        static WaitingFor Images(int done) => new WaitingFor.Images(new ImagesProgress("phantoms-localised", "decoded", done, 200));

        var (told, first) = ProgressLines.Nothing.Tell([Waiting(Images(50))], Noon);

        Assert.Equal(["made-up-l1-w50-t1: waits for images: 50 of 200 decoded"], Texts(first));
        Assert.Empty(told.Tell([Waiting(Images(75))], Noon.AddSeconds(9)).Lines);
        Assert.Equal(["made-up-l1-w50-t1: waits for images: 100 of 200 decoded"], Texts(told.Tell([Waiting(Images(100))], Noon.AddSeconds(10)).Lines));
        Assert.Empty(ProgressLines.Nothing.Tell([Waiting(new WaitingFor.Slot())], Noon).Lines);
    }

    [Fact]
    public void What_has_to_come_back_is_told_in_a_line_once_and_again_when_it_is_something_else()
    {
        RunLine Line(RunPhase phase, WaitingFor? what) => RunLines.Of(Board().With(MadeUp.Run(Sweep.Runs[1], phase) with { Reason = phase == RunPhase.Recovering ? "There is no data folder /data/x." : null }, what), "made-up")[1];
        var absent = Line(RunPhase.Recovering, new WaitingFor.DataFolder("/data/x"));
        var silent = Line(RunPhase.Queued, new WaitingFor.NoAnswer("/data/x", Noon.AddMinutes(-5)));

        var (told, first) = ProgressLines.Nothing.Tell([absent], Noon);
        var (told2, second) = told.Tell([absent], Noon.AddMinutes(10));
        var (_, third) = told2.Tell([silent], Noon.AddMinutes(20));

        Assert.Equal(["made-up-l1-w50-t1: recovering: waits for /data/x"], Texts(first));
        Assert.Empty(second);
        Assert.Equal(["made-up-l1-w50-t1: queued: waits for /data/x, which has not answered since 11:55"], Texts(third));
    }

    [Fact]
    public void A_second_wait_for_the_same_is_told_although_no_frame_showed_the_attempt_between_them()
    {
        RunLine Full(int attempt, params (double, double)[] epochs) => RunLines.Of(
            Board().With(MadeUp.Run(Sweep.Runs[1], RunPhase.Recovering, epochs) with { Reason = "No space left on device", Attempts = attempt }, new WaitingFor.DiskSpace("/s")), "made-up")[1];

        var (told, first) = ProgressLines.Nothing.Tell([Full(1)], Noon);
        var (told2, second) = told.Tell([Full(2)], Noon.AddMinutes(1));
        var (told3, third) = told2.Tell([Full(2)], Noon.AddMinutes(2));
        var (_, fourth) = told3.Tell([Full(3, (0.1, 0.02))], Noon.AddMinutes(3));

        Assert.Equal(["made-up-l1-w50-t1: recovering: waits for room on the disk of /s"], Texts(first));
        Assert.Equal(["made-up-l1-w50-t1: recovering: waits for room on the disk of /s"], Texts(second));
        Assert.Empty(third);
        Assert.EndsWith("; recovering: waits for room on the disk of /s", Assert.Single(Texts(fourth)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_reason_with_lines_of_its_own_is_one_line_and_a_name_in_it_ends_none()
    {
        var reason = ReasonText.Of("2 of the images in 'd' cannot be read:", ["Training/a/x\ny.png: cut short.", "and 1 more", "Repair them."]);
        var failed = RunLines.Of(Board().With(MadeUp.Run(Sweep.Runs[1], RunPhase.Failed) with { Reason = reason }, null), "made-up")[1];

        var text = Assert.Single(Texts(ProgressLines.Nothing.Tell([failed], Noon).Lines));

        Assert.Equal("made-up-l1-w50-t1: failed: 2 of the images in 'd' cannot be read: Training/a/x\\ny.png: cut short; and 1 more; Repair them.", text);
    }

    [Fact]
    public void A_completed_epoch_and_the_end_after_it_are_one_line()
    {
        var (told, _) = ProgressLines.Nothing.Tell(RunLines.Of(Board(), "made-up"), Noon);
        var done = Board().With(MadeUp.Run(Sweep.Runs[0], RunPhase.Completed, (0.1, 0.02), (0.2, 0.03), (0.5, 0.01)));

        Assert.Equal(["made-up-l1-w0-t1: epoch 3/12 loss 0.333 accuracy 0.750 kappa 0.500 gaze deviation 0.0100; completed"], Texts(told.Tell(RunLines.Of(done, "made-up"), Noon).Lines));
    }

    [Fact]
    public void A_pause_is_told_though_an_epoch_was_completed_since_the_last_frame()
    {
        var (told, _) = ProgressLines.Nothing.Tell(RunLines.Of(Board(), "made-up"), Noon);
        var still = Board().With(MadeUp.Run(Sweep.Runs[0], RunPhase.Paused, (0.1, 0.02), (0.2, 0.03), (0.5, 0.01)));

        Assert.EndsWith("gaze deviation 0.0100; paused", Assert.Single(Texts(told.Tell(RunLines.Of(still, "made-up"), Noon).Lines)), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_epoch_that_two_frames_did_not_show_has_its_line_and_its_own_figures()
    {
        var (told, _) = ProgressLines.Nothing.Tell(RunLines.Of(Board(), "made-up"), Noon);
        var later = MadeUp.Run(Sweep.Runs[0], RunPhase.Running, (0.1, 0.05), (0.4, 0.041), (0.5, 0.03), (0.2, 0.02), (0.6, 0.01));
        var frame = RunLines.Of(Board().With(later), "made-up");

        Assert.Equal([Sweep.Runs[0].Id], told.Behind(frame));
        var (told2, lines) = told.Tell(frame, Noon, Known(later));

        Assert.Equal(
            [
                "made-up-l1-w0-t1: epoch 3/12 loss 0.333 accuracy 0.750 kappa 0.500 gaze deviation 0.0300",
                "made-up-l1-w0-t1: epoch 4/12 loss 0.250 accuracy 0.600 kappa 0.200 gaze deviation 0.0200",
                "made-up-l1-w0-t1: epoch 5/12 loss 0.200 accuracy 0.800 kappa 0.600 gaze deviation 0.0100",
            ],
            Texts(lines));
        Assert.Equal([(3, 0.5), (4, 0.5), (5, 0.6)], lines.Select(line => (line.Run.EpochsDone, line.Run.BestKappa!.Value)));
        Assert.Empty(told2.Behind(frame));
        Assert.Empty(told2.Tell(frame, Noon, Known(later)).Lines);
    }

    [Theory]
    [InlineData(0, RunPhase.Completed, "1 2 3; completed")] // a run so short that no frame showed it running
    [InlineData(2, RunPhase.Running, "3")] // it goes on where an earlier engine left it
    [InlineData(3, RunPhase.Completed, "completed")]
    [InlineData(3, RunPhase.Running, "running")]
    public void What_this_engine_has_completed_is_told_and_what_an_earlier_one_had_is_not(int before, RunPhase phase, string expected)
    {
        var run = MadeUp.Run(Sweep.Runs[0], phase, (0.1, 0.05), (0.4, 0.041), (0.5, 0.03));
        var frame = RunLines.Of(Scoreboard.Empty.With(Sweep).With(run), "made-up");

        var (_, lines) = ProgressLines.Nothing.Tell(frame, Noon, Known(run, before));

        Assert.Equal(expected, Epochs(lines));
    }

    [Fact]
    public void Whoever_comes_late_is_told_the_newest_epoch_alone_and_of_a_run_that_comes_later_every_one()
    {
        var (first, second) = (MadeUp.Run(Sweep.Runs[0], RunPhase.Running, (0.1, 0.05), (0.4, 0.04)), MadeUp.Run(Sweep.Runs[1], RunPhase.Running, (0.1, 0.05), (0.4, 0.04)));

        var (told, lines) = ProgressLines.Nothing.Tell(RunLines.Of(Scoreboard.Empty.With(Sweep).With(first), "made-up"), Noon);
        var frame = RunLines.Of(Scoreboard.Empty.With(Sweep).With(first).With(second), "made-up");

        Assert.Equal("2", Epochs(lines));
        Assert.Equal([Sweep.Runs[1].Id], told.Behind(frame));
        Assert.Equal("1 2", Epochs(told.Tell(frame, Noon, Known(second)).Lines));
    }

    [Fact]
    public void A_run_that_is_begun_again_is_told_from_its_first_epoch()
    {
        var (told, _) = ProgressLines.Nothing.Tell(RunLines.Of(Scoreboard.Empty.With(Sweep).With(MadeUp.Run(Sweep.Runs[0], RunPhase.Completed, (0, 0), (0, 0), (0, 0))), "made-up"), Noon);
        var again = MadeUp.Run(Sweep.Runs[0], RunPhase.Running, (0.1, 0.05), (0.4, 0.04));

        Assert.Equal("1 2", Epochs(told.Tell(RunLines.Of(Scoreboard.Empty.With(Sweep).With(again), "made-up"), Noon, Known(again)).Lines));
    }

    [Fact]
    public void A_frame_is_drawn_over_the_one_before()
    {
        var output = new StringWriter();
        var screen = new Screen(output);

        screen.Draw(["a", "b"]);
        screen.Draw(["c"]);

        Assert.Equal("\ra\u001b[K\nb\u001b[K\n\u001b[J\u001b[2A\rc\u001b[K\n\u001b[J", output.ToString());
    }

    [Theory]
    [InlineData(null, "–")]
    [InlineData(double.NaN, "–")]
    [InlineData(double.PositiveInfinity, "–")]
    [InlineData(-0.0001, "0.00")]
    [InlineData(-0.5, "-0.50")]
    public void What_is_undefined_is_a_dash_and_nothing_is_minus_zero(double? value, string text) => Assert.Equal(text, Numbers.Fixed(value, 2));

    [Theory]
    [InlineData(42.4, "42s")]
    [InlineData(187.0, "3m07s")]
    [InlineData(18_720.0, "5h12m")]
    [InlineData(187_200.0, "2d04h")]
    [InlineData(-1.0, "–")]
    public void Time_has_two_units_at_most(double seconds, string text) => Assert.Equal(text, Numbers.Time(seconds));

    private static IEnumerable<string> Texts(IEnumerable<(RunLine Run, string Text)> lines) => lines.Select(line => line.Text);

    private static Dictionary<RunId, KnownEpochs> Known(RunState run, int? before = null) => new() { [run.Spec!.Id] = new KnownEpochs(run.Epochs, before) };

    /// <summary>The epochs that lines are of, and what else the last one says.</summary>
    private static string Epochs(IEnumerable<(RunLine Run, string Text)> lines) => string.Join(
        ' ', lines.Select(line => line.Text.Split(": epoch ") is [_, var epoch] ? $"{epoch.Split('/')[0]}{(epoch.Split("; ") is [_, var end] ? $"; {end}" : "")}" : line.Text.Split(": ")[1]));

    private static Scoreboard Board() => Scoreboard.Empty.With(Sweep)
        .With(MadeUp.Run(Sweep.Runs[0], RunPhase.Running, (0.1, 0.05), (0.4, 0.041)))
        .With(MadeUp.Run(Sweep.Runs[1], RunPhase.Queued))
        .With(MadeUp.Run(Sweep.Runs[2], RunPhase.Completed, (0, 0), (0, 0), (0, 0)))
        .With(MadeUp.Run(Sweep.Runs[3], RunPhase.Failed, (0.2, 0.06)) with { Reason = "The loss was not finite." })
        .With(new RunProgress(Sweep.Runs[0].Id, 1, CrewActivity.Training, 3, 17, 128, 152.6, 0.6877, null, null, 3_720));
}
