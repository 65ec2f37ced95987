using ActorGaze.Actors.Contracts.Crews;
using System.Collections.Immutable;
using System.Text.Json;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Control;
using ActorGaze.Actors.Control.Dto;
using ActorGaze.Actors.Control.Frames;
using ActorGaze.Actors.Engine.Metrics;
using ActorGaze.Tests.Actors.Engine.Metrics;

namespace ActorGaze.Tests.Actors.Control.Frames;

public sealed class FrameTests
{
    private static readonly SweepSpec Thousand = SweepSpec.Of("s", Enumerable.Range(1, 1000).Select(i => Samples.Spec with { Id = new RunId($"s-r{i:0000}") }));
    private static readonly Scoreboard Full = Thousand.Runs.Aggregate(Scoreboard.Empty.With(Thousand), (board, run) => board.With(Running(run)));

    private Scoreboard _board = Full;

    [Fact]
    public void A_thousand_runs_are_sent_once_and_after_that_only_what_changed()
    {
        var first = FramePage.Blank.Next(Full, Samples.Noon, MachineFacts.Unknown);
        var second = first.Next(Step(Full, 500, 7), Samples.Noon, MachineFacts.Unknown);

        Assert.InRange(first.EventSince(0).Length, 100_000, 600_000);
        Assert.InRange(second.EventSince(first.Number).Length, 500, 2_000);
        Assert.Same(second.EventSince(first.Number), second.EventSince(first.Number));
    }

    [Fact]
    public void Whoever_missed_frames_is_sent_all_that_changed_since_and_has_the_whole_again()
    {
        var first = FramePage.Blank.Next(Full, Samples.Noon, MachineFacts.Unknown);
        var second = first.Next(Step(Full, 500, 7), Samples.Noon, MachineFacts.Unknown);
        var third = second.Next(Step(Step(Full, 500, 7), 2, 9), Samples.Noon, MachineFacts.Unknown);

        var late = Assembled(Sent(first.Since(0)), Sent(third.Since(first.Number)));

        Assert.Equal(["s-r0003", "s-r0501"], third.Since(first.Number).Runs.Select(run => run.Id.Value));
        Assert.Equal(third.Whole().Runs, late.Runs);
        Assert.Equal((7, 9), (late.Runs[500].Step, late.Runs[2].Step));
    }

    [Fact]
    public void Runs_that_join_later_stand_in_their_plans_place()
    {
        var some = Scoreboard.Empty.With(Thousand).With(Running(Thousand.Runs[900])).With(Running(Thousand.Runs[3]));
        var first = FramePage.Blank.Next(some, Samples.Noon, MachineFacts.Unknown);
        var second = first.Next(some.With(Running(Thousand.Runs[20])), Samples.Noon, MachineFacts.Unknown);

        var frame = Assembled(first.Since(0), second.Since(first.Number));

        Assert.Equal([3, 20, 900], frame.Runs.Select(run => run.Place));
        Assert.Equal((1000, 3), (frame.Sweeps[0].Runs, frame.Sweeps[0].Standing));
    }

    [Fact]
    public void What_joined_later_is_found_by_the_next_change_and_a_whole_frame_forgets_all_before()
    {
        var some = Scoreboard.Empty.With(Thousand).With(Running(Thousand.Runs[900]));
        var first = FramePage.Blank.Next(some, Samples.Noon, MachineFacts.Unknown);
        var more = some.With(Running(Thousand.Runs[20]));
        var second = first.Next(more, Samples.Noon, MachineFacts.Unknown);
        var third = second.Next(Step(Step(more, 900, 4), 20, 5), Samples.Noon, MachineFacts.Unknown);
        var frames = new FrameAssembly();
        foreach (var change in new[] { first.Since(0), second.Since(first.Number), third.Since(second.Number) }) frames.Next(change);

        var again = frames.Next(third.Since(0));

        Assert.Equal(third.Whole().Runs, again.Runs);
        Assert.Equal([(20, 5), (900, 4)], again.Runs.Select(run => (run.Place, run.Step ?? 0)));
        Assert.Equal(900, Assert.Single(frames.Next(first.Since(0)).Runs).Place);
    }

    private static Frame Assembled(params ReadOnlySpan<FrameChange> changes)
    {
        var (frames, newest) = (new FrameAssembly(), Frame.Empty);
        foreach (var change in changes) newest = frames.Next(change);
        return newest;
    }

    [Fact]
    public async Task A_slow_watcher_gets_the_newest_page_and_none_between()
    {
        using var pulse = new FramePulse(() => Task.FromResult(_board), () => MachineFacts.Unknown, TimeProvider.System);
        await using var watcher = pulse.WatchAsync(Deadline.Token).GetAsyncEnumerator(Deadline.Token);
        await watcher.MoveNextAsync();
        var first = watcher.Current;

        for (var step = 1; step <= 20; step++)
        {
            _board = Step(_board, step, step);
            await pulse.NowAsync();
        }

        await watcher.MoveNextAsync();
        Assert.True(watcher.Current.Number >= first.Number + 20);
        Assert.Equal(20, watcher.Current.Since(first.Number).Runs.Length);
    }

    [Fact]
    public async Task Nobody_watching_costs_nothing()
    {
        var asked = 0;
        using var pulse = new FramePulse(() => Task.FromResult(++asked > 0 ? _board : _board), () => MachineFacts.Unknown, TimeProvider.System);

        await foreach (var _ in pulse.WatchAsync(Deadline.Token)) break;

        Assert.Equal((0, 1), (pulse.Watchers, asked));
    }

    private static FrameChange Sent(FrameChange change) =>
        JsonSerializer.Deserialize<FrameChangeDto>(FrameJson.Of(change), DtoJson.Forgiving)!.ToChange();

    private static RunState Running(RunSpec run) => RunState.Initial with { Spec = run, Phase = RunPhase.Running, Attempts = 1, Epochs = ImmutableList.Create(Samples.Epoch(1)) };

    private static Scoreboard Step(Scoreboard board, int run, int step) =>
        board.With(new RunProgress(Thousand.Runs[run].Id, 1, CrewActivity.Training, 2, step, 100, 50, 0.5, 0.01, 3, 60));
}
