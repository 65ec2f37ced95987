using ActorGaze.Actors.Contracts.Crews;
using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Engine.Metrics;
using static ActorGaze.Actors.Contracts.Runs.RunCommand;
using static ActorGaze.Tests.Actors.Samples;

namespace ActorGaze.Tests.Actors.Engine.Metrics;

public sealed class ScoreboardTests
{
    private static readonly RunState Queued = After(new Submit(Spec));
    private static readonly RunState Running = Queued.Told(new Start("cpu"));
    private static readonly RunState Done = Running.Told(Close(1)).Told(Close(2)).Told(Close(3)).Told(new Finish());

    private static RunProgress Progress(int attempt, int step = 5) => new(Spec.Id, attempt, CrewActivity.Training, 1, step, 50, 9, 0.5, null, null, null);

    [Fact]
    public void Telemetry_of_a_running_attempt_is_shown_and_newer_replaces_older()
    {
        var score = Scoreboard.Empty.With(Running).With(Progress(1)).With(Progress(1, step: 6));

        Assert.Equal(6, score.Runs[Spec.Id].Progress!.Step);
    }

    [Fact]
    public void A_run_whose_engine_went_away_is_queued_until_it_has_a_slot_again()
    {
        Assert.Equal((RunPhase.Running, RunPhase.Queued), (Running.Phase, Scoreboard.Empty.With(Running, new WaitingFor.Slot()).Runs[Spec.Id].Phase));
        Assert.Equal(RunPhase.Running, Scoreboard.Empty.With(Running).Runs[Spec.Id].Phase);
    }

    [Fact]
    public void A_run_that_waits_for_images_says_how_far_they_are_and_one_that_waits_for_a_slot_does_not()
    {
        var images = new ImagesProgress(Spec.Data, "decoded", 1250, 5712);

        var waits = new WaitingFor.Images();

        Assert.Equal(new WaitingFor.Images(images), Scoreboard.Empty.With(Queued, waits).With(images, [Spec.Id]).With(images, [Spec.Id]).Runs[Spec.Id].Waiting);
        Assert.Equal(new WaitingFor.Images(images), Scoreboard.Empty.With(Queued, new WaitingFor.NoAnswer(Spec.Data, Noon)).With(images, [Spec.Id]).Runs[Spec.Id].Waiting);
        Assert.Equal(waits, Scoreboard.Empty.With(Queued, waits).With(images with { Data = "other" }, [Spec.Id]).Runs[Spec.Id].Waiting);
        Assert.Equal(new WaitingFor.Slot(), Scoreboard.Empty.With(Queued, new WaitingFor.Slot()).With(images, [Spec.Id]).Runs[Spec.Id].Waiting);
    }

    [Fact]
    public void A_run_keeps_how_many_epochs_it_had_when_this_engine_first_read_it()
    {
        var two = Running.Told(Close(1)).Told(Close(2));

        Assert.Equal(2, Scoreboard.Empty.With(two).With(two.Told(Close(3))).Runs[Spec.Id].EpochsBefore);
        Assert.Equal(0, Scoreboard.Empty.With(Queued).With(Running).With(two).With(Progress(1)).Runs[Spec.Id].EpochsBefore);
        var cancelled = two.Told(new Cancel("asked"));
        Assert.Equal(0, Scoreboard.Empty.With(cancelled).With(cancelled.Told(new Retry(FromStart: true))).With(two).Runs[Spec.Id].EpochsBefore);
    }

    [Fact]
    public void Telemetry_of_an_older_attempt_is_dropped()
    {
        var second = Running.Told(new FinishPause("asked", null)).Told(new Resume()).Told(new Start("cpu"));

        Assert.Null(Scoreboard.Empty.With(second).With(Progress(1)).Runs[Spec.Id].Progress);
        Assert.Equal(2, Scoreboard.Empty.With(second).With(Progress(2)).Runs[Spec.Id].Progress!.Attempt);
    }

    [Fact]
    public void Telemetry_of_a_run_that_does_not_run_is_dropped()
    {
        var requeued = Running.Told(new FinishPause("asked", null)).Told(new Resume());

        Assert.Null(Scoreboard.Empty.With(Done).With(Progress(1)).Runs[Spec.Id].Progress);
        Assert.Null(Scoreboard.Empty.With(requeued).With(Progress(1)).Runs[Spec.Id].Progress);
        Assert.Empty(Scoreboard.Empty.With(Progress(1)).Runs);
    }

    [Fact]
    public void Progress_is_kept_over_an_epochs_end_and_forgotten_when_the_crew_is_gone()
    {
        var score = Scoreboard.Empty.With(Running).With(Progress(1));

        Assert.NotNull(score.With(Running.Told(Close(1))).Runs[Spec.Id].Progress);
        Assert.Null(score.With(Running.Told(new HandleFault(Io, 5))).Runs[Spec.Id].Progress);
    }

    [Fact]
    public void A_sweep_is_at_rest_when_each_of_its_runs_has_ended_or_stands_still()
    {
        var score = Scoreboard.Empty.With(SweepSpec.Of("s", [Spec]));

        Assert.False(score.IsAtRest("s"));
        Assert.False(score.With(Running).IsAtRest("s"));
        Assert.True(score.With(Done).IsAtRest("s"));
        Assert.True(score.With(Running.Told(new FinishPause("asked", null))).IsAtRest("s"));
        Assert.False(score.With(Done).IsAtRest("another"));
    }

    [Fact]
    public void A_completed_run_that_was_just_asked_for_more_epochs_is_not_at_rest_before_it_has_heard_so()
    {
        var more = Spec with { Epochs = 9 };
        var score = Scoreboard.Empty.With(SweepSpec.Of("s", [more])).With(Done);

        Assert.False(score.IsAtRest("s"));
        Assert.False(score.With(Done.Told(new Submit(more))).IsAtRest("s"));
    }

    [Fact]
    public void A_sweep_that_tells_the_same_again_changes_no_run_and_one_that_asks_for_more_does()
    {
        var known = new RunSummary(RunPhase.Completed, 5, RunSummary.KeyOf(Spec)) { EpochsDone = 3 };
        var score = Scoreboard.Empty.With(SweepSpec.Of("s", [Spec]), _ => known);
        var again = score.With(SweepSpec.Of("s", [Spec with { }]), _ => throw new InvalidOperationException("its summary is there"));
        var more = again.With(SweepSpec.Of("s", [Spec with { Epochs = 9 }]), _ => null);

        Assert.Same(score.Runs[Spec.Id], again.Runs[Spec.Id]);
        Assert.Equal((score.Tallies["s"].Known, score.Tallies["s"].EpochsDone, true), (again.Tallies["s"].Known, again.Tallies["s"].EpochsDone, again.IsAtRest("s")));
        Assert.Equal((9, false), (more.Runs[Spec.Id].Spec.Epochs, more.IsAtRest("s")));
    }

    [Fact]
    public void A_run_that_waits_for_what_is_missing_is_not_at_rest() =>
        Assert.False(Scoreboard.Empty.With(SweepSpec.Of("s", [Spec])).With(Running.Told(new HandleFault(Io with { Class = ActorGaze.Actors.Contracts.Faults.FaultClass.FolderAbsent }, 5))).IsAtRest("s"));

    [Fact]
    public void A_run_that_does_not_take_what_its_sweep_asks_for_is_waited_for_to_its_end_and_has_failed_then()
    {
        var other = SweepSpec.Of("s", [Spec with { Seed = 1 }]);
        var (runs, ended) = (Scoreboard.Empty.With(other).With(Running, null, "it differs"), Scoreboard.Empty.With(other).With(Done, null, "it differs"));

        Assert.Equal((false, RunPhase.Running), (runs.IsAtRest("s"), runs.Runs[Spec.Id].Phase));
        Assert.Equal((true, RunPhase.Failed), (ended.IsAtRest("s"), ended.Runs[Spec.Id].Phase));
    }

    [Fact]
    public void A_sweep_that_was_refused_is_at_rest_and_shows_no_run_and_one_that_is_at_work_is_not_taken_for_refused()
    {
        var (sweep, other) = (SweepSpec.Of("s", [Spec]), SweepSpec.Of("t", [Spec]));
        var score = Scoreboard.Empty.With(sweep).With(Running).With(new SweepRefused(other, "no")).With(new SweepRefused(sweep, "no"));

        Assert.Equal((true, false), (score.IsAtRest("t"), score.IsAtRest("s")));
        Assert.Equal((0, 1), (score.Of("t").Count, score.Of("s").Count));
        Assert.False(score.With(other).IsAtRest("t"));
    }

    [Fact]
    public void Runs_are_listed_in_the_plans_order()
    {
        var second = Spec with { Id = new RunId("a-second") };
        var score = Scoreboard.Empty.With(SweepSpec.Of("s", [Spec, second])).With(After(new Submit(second))).With(Queued);

        Assert.Equal([Spec.Id, second.Id], score.Of("s").Select(r => r.Spec.Id));
    }
}
