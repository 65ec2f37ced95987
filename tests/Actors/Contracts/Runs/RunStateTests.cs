using System.Diagnostics;
using System.Runtime.CompilerServices;
using ActorGaze.Actors.Contracts.Faults;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Nn.Training;
using static ActorGaze.Actors.Contracts.Runs.RunCommand;
using static ActorGaze.Tests.Actors.Samples;

namespace ActorGaze.Tests.Actors.Contracts.Runs;

/// <summary>A run's laws, told without an actor.</summary>
public sealed class RunStateTests
{
    private static readonly RunState Running = After(new Submit(Spec), new Start("cpu"));

    /// <summary>Every phase there is, each reached by commands.</summary>
    public static TheoryData<RunPhase> Phases => [.. Enum.GetValues<RunPhase>()];

    private static RunState In(RunPhase phase) => phase switch
    {
        RunPhase.Unknown => RunState.Initial,
        RunPhase.Queued => After(new Submit(Spec)),
        RunPhase.Running => Running.Told(Close(1)),
        RunPhase.Recovering => Running.Told(Close(1)).Told(new HandleFault(Io, 5)),
        RunPhase.Paused => Running.Told(Close(1)).Told(new FinishPause("asked", Checkpoint(1, 2))),
        RunPhase.Completed => Running.Told(Close(1)).Told(Close(2)).Told(Close(3)).Told(new Finish()),
        RunPhase.Failed => Running.Told(new HandleFault(Io with { Class = FaultClass.Final }, 5)),
        RunPhase.Cancelled => Running.Told(Close(1)).Told(new Cancel("asked")),
        _ => throw new UnreachableException(),
    };

    /// <summary>One of each command, those about the future and the past alike.</summary>
    internal static IReadOnlyList<RunCommand> Commands { get; } =
    [
        new Submit(Spec), new Submit(Spec with { Epochs = 4 }), new Submit(Spec with { Seed = 1 }), new Start("cpu"), new Pause("asked"), new Resume(),
        new Cancel("asked"), new Retry(false), new Retry(true), new FinishPause("asked", null), new FinishPause("asked", Checkpoint(1, 3)), Close(1), Close(2), Close(5),
        new KeepCheckpoint(Checkpoint(1, 5), "rhythm"), new SetAside(Checkpoint(1), "torn"), new SetAside(Checkpoint(7), "torn"), new Finish(),
        new Adopt(Checkpoint(1, 7), [], "further"), new Adopt(Checkpoint(2, 1), [Epoch(2)], "further"), new Adopt(Checkpoint(3), [Epoch(3)], "a gap"),
        new DropMissing([Checkpoint(1), Checkpoint(9)]), new NoteSetAside("x.safetensors", "set-aside/r1/x.safetensors", "it is damaged"),
        .. Enum.GetValues<FaultClass>().Select(c => new HandleFault(Io with { Class = c }, 1)), new TryAgain(),
    ];

    [Fact]
    public void Every_event_has_a_fold()
    {
        var types = typeof(RunEvent).GetNestedTypes().Where(typeof(RunEvent).IsAssignableFrom).ToHashSet();

        Assert.Equal(types, RunEvents.Select(e => e.GetType()).ToHashSet());
        Assert.All(RunEvents, e => Assert.NotEqual(RunPhase.Unknown, In(RunPhase.Queued).Apply(e).Phase));
    }

    [Fact]
    public void Every_command_is_among_those_tried_here()
    {
        var types = typeof(RunCommand).GetNestedTypes().Where(typeof(RunCommand).IsAssignableFrom).ToHashSet();

        Assert.Equal(types, Commands.Select(c => c.GetType()).ToHashSet());
    }

    [Fact]
    public void An_unknown_event_is_not_swallowed()
    {
        var foreign = (RunEvent)RuntimeHelpers.GetUninitializedObject(Foreign.CaseOf(typeof(RunEvent)));

        Assert.Throws<UnreachableException>(() => Running.Apply(foreign));
    }

    [Theory]
    [MemberData(nameof(Phases))]
    public void Telling_a_command_twice_is_telling_it_once(RunPhase phase)
    {
        foreach (var command in Commands.Where(c => c is not Start)) // a start is a hiring: a run that was running when the engine went away is given another crew
        {
            var first = In(phase).Decide(command, Noon);
            var once = first.Events.Aggregate(In(phase), (s, e) => s.Apply(e));

            Assert.True(once.Decide(command, Noon).Events.IsEmpty, $"{command} in {phase}");
            if (!first.Refused && command is Submit or Pause or Resume or Cancel or Retry) Assert.True(once.Decide(command, Noon).Ignored, $"{command} in {phase}, asked for again");
        }
    }

    [Theory]
    [MemberData(nameof(Phases))]
    public void A_refusal_names_the_run_and_its_phase(RunPhase phase)
    {
        foreach (var reason in Commands.Select(c => In(phase).Decide(c, Noon).Reason).OfType<string>())
        {
            Assert.EndsWith(".", reason);
            if (phase == RunPhase.Unknown) Assert.StartsWith("There is no such run", reason);
            else Assert.Contains(Spec.Id.Value, reason);
            if (reason.Contains(": it cannot ", StringComparison.Ordinal)) Assert.Contains($"{phase}", reason);
        }
    }

    [Theory]
    [MemberData(nameof(Phases))]
    public void A_phase_is_reached_by_commands_and_is_what_it_says(RunPhase phase) => Assert.Equal(phase, In(phase).Phase);

    [Fact]
    public void Time_is_an_argument()
    {
        var later = Noon.AddYears(7);
        var said = from phase in Enum.GetValues<RunPhase>() from command in Commands from e in In(phase).Decide(command, later).Events select e;

        Assert.NotEmpty(said);
        Assert.All(said, e => Assert.Equal(later, e.At));
    }

    [Fact]
    public void An_epoch_retold_after_a_crash_is_counted_once()
    {
        var run = Running.Told(Close(1)).Told(Close(2)).Told(new Start("cpu"));

        var again = run.Told(Close(2, attempt: 2));

        Assert.Same(run, again);
    }

    [Fact]
    public void An_epoch_done_again_because_its_checkpoint_was_lost_is_counted_once_and_its_new_checkpoint_kept()
    {
        var run = Running.Told(Close(1)).Told(Close(2)).Told(new SetAside(Checkpoint(2), "torn")).Told(new Start("cpu"));

        var again = run.Told(Close(2, attempt: 2));

        Assert.Equal([1, 2], again.Epochs.Select(e => e.Epoch));
        Assert.Equal(Checkpoint(2, 0, attempt: 2), again.Latest);
    }

    [Fact]
    public void An_epoch_done_again_with_other_figures_takes_the_place_of_the_old_one_and_later_ones_are_done_again_too()
    {
        var run = Running.Told(Close(1)).Told(Close(2)).Told(Close(3)).Told(new SetAside(Checkpoint(2), "torn")).Told(new SetAside(Checkpoint(3), "torn")).Told(new Start("cuda:0"));

        var again = run.Told(Close(2, kappa: 0.25, attempt: 2));

        Assert.Equal([(1, 0.5), (2, 0.25)], again.Epochs.Select(e => (e.Epoch, e.Evaluation.Kappa)));
        Assert.Equal((Checkpoint(2, 0, attempt: 2), 0), (again.Latest, again.FaultsInARow));
        Assert.Equal([(1, 0.5), (2, 0.25), (3, 0.5)], again.Told(Close(3, attempt: 2)).Epochs.Select(e => (e.Epoch, e.Evaluation.Kappa)));
    }

    [Fact]
    public void An_adopted_checkpoint_brings_its_epochs_figures_in_place_of_those_that_differ()
    {
        var run = Running.Told(Close(1)).Told(Close(2));

        var adopted = run.Told(new Adopt(Checkpoint(3), [Epoch(2, kappa: 0.25), Epoch(3, kappa: 0.75)], "further"));

        Assert.Equal([0.5, 0.25, 0.75], adopted.Epochs.Select(e => e.Evaluation.Kappa));
        Assert.Equal((Checkpoint(3), RunPhase.Running), (adopted.Latest, adopted.Phase));
    }

    [Theory]
    [InlineData(3, 3, "the figures of some epochs are missing")]
    [InlineData(2, 0, "the figures of some epochs are missing")]
    [InlineData(4, 2, "it is further than the run's 3 epochs")]
    public void A_checkpoint_with_which_figures_would_be_missing_is_not_adopted(int epochs, int firstBrought, string why)
    {
        var brought = firstBrought == 0 ? [] : Enumerable.Range(firstBrought, epochs - firstBrought + 1).Select(e => Epoch(e));

        Assert.Contains(why, Running.Told(Close(1)).Decide(new Adopt(Checkpoint(epochs), [.. brought], "further"), Noon).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_epoch_that_skips_one_is_refused()
    {
        var decision = Running.Told(Close(1)).Decide(Close(3), Noon);

        Assert.True(decision.Refused);
        Assert.Contains("3", decision.Reason);
    }

    [Fact]
    public void A_completed_epoch_forgives_the_faults_before_it()
    {
        var run = Running.Told(new HandleFault(Io, 5)).Told(new TryAgain()).Told(new Start("cpu"));

        Assert.Equal(1, run.FaultsInARow);
        Assert.Equal(0, run.Told(Close(1)).FaultsInARow);
    }

    [Fact]
    public void One_fault_too_many_in_a_row_ends_the_run_and_says_how_many_there_were()
    {
        var run = Running;
        for (var fault = 1; fault <= 3; fault++)
        {
            Assert.Equal(RunPhase.Running, run.Phase);
            run = run.Told(new HandleFault(Io, 2));
            if (fault < 3) run = run.Told(new TryAgain()).Told(new Start("cpu"));
        }

        Assert.Equal(RunPhase.Failed, run.Phase);
        Assert.Contains("3 faults in a row", run.Reason);
    }

    [Fact]
    public void A_first_loss_that_is_not_finite_is_forgiven_although_another_fault_came_before_it()
    {
        var shaken = Running.Told(new HandleFault(Io, 5)).Told(new TryAgain()).Told(new Start("cpu"));
        var spoiled = new HandleFault(new Fault(FaultClass.OnceForgivable, "The loss is not finite.", null), 5);

        var once = shaken.Told(spoiled);
        var twice = once.Told(new TryAgain()).Told(new Start("cpu")).Told(spoiled);

        Assert.Equal(RunPhase.Recovering, once.Phase);
        Assert.Equal(RunPhase.Failed, twice.Phase);
    }

    [Theory]
    [InlineData(FaultClass.DiskFull)]
    [InlineData(FaultClass.FolderAbsent)]
    public void What_is_missing_is_waited_for_without_end_and_counts_as_no_fault_in_a_row(FaultClass missing)
    {
        var run = Running.Told(Close(1)).Told(new HandleFault(Io, 2)).Told(new TryAgain()).Told(new Start("cpu"));
        for (var i = 0; i < 9; i++)
        {
            run = run.Told(new HandleFault(new Fault(missing, "not now", null), 2));
            Assert.Equal((RunPhase.Recovering, 1, "not now"), (run.Phase, run.FaultsInARow, run.Reason));
            run = run.Told(new TryAgain("it is there again")).Told(new Start("cpu"));
        }

        Assert.Equal((RunPhase.Recovering, Checkpoint(1)), (run.Told(new HandleFault(Io, 2)).Phase, run.Latest));
    }

    [Fact]
    public void A_run_that_waits_for_what_is_missing_is_paused_and_cancelled_like_any_other()
    {
        var waits = Running.Told(new HandleFault(new Fault(FaultClass.FolderAbsent, "not now", null), 2));

        Assert.Equal(RunPhase.Paused, waits.Told(new Pause("asked")).Phase);
        Assert.Equal(RunPhase.Cancelled, waits.Told(new Cancel("asked")).Phase);
    }

    [Fact]
    public void A_run_that_an_older_version_paused_for_a_full_disk_stays_paused()
    {
        var full = new Fault(FaultClass.DiskFull, "No space left on device", null);
        var paused = Running.Apply(new RunEvent.Faulted(1, full) { At = Noon }).Apply(new RunEvent.Paused("disk full: No space left on device", null) { At = Noon });

        Assert.Equal((RunPhase.Paused, RunPhase.Paused), (paused.Phase, paused.Told(new TryAgain()).Phase));
        Assert.Null(WaitingFor.Of(paused, hasSlot: false, hasCrew: false, null, Noon, "/state"));
    }

    [Fact]
    public void A_retry_from_the_start_forgets_what_was_learned_and_a_plain_one_does_not()
    {
        var failed = Running.Told(Close(1)).Told(new HandleFault(Io with { Class = FaultClass.Final }, 5));

        Assert.Equal((1, Checkpoint(1)), (failed.Told(new Retry(false)).Epochs.Count, failed.Told(new Retry(false)).Latest));
        Assert.Equal((0, null), (failed.Told(new Retry(true)).Epochs.Count, failed.Told(new Retry(true)).Latest));
    }

    [Fact]
    public void A_retry_told_again_is_heard_once_until_the_run_ends_or_is_paused_and_another_kind_of_retry_is_refused()
    {
        var again = Running.Told(new Cancel("asked")).Told(new Retry(false));

        Assert.True(again.Told(new Start("cpu")).Decide(new Retry(false), Noon).Ignored);
        Assert.True(again.Decide(new Retry(true), Noon).Refused);
        Assert.True(again.Told(new Pause("asked")).Decide(new Retry(false), Noon).Refused);
        Assert.Single(again.Told(new Cancel("asked")).Decide(new Retry(false), Noon).Events);
        Assert.True(Running.Decide(new Retry(false), Noon).Refused);
    }

    [Fact]
    public void A_completed_run_asked_for_more_epochs_queues_again_and_one_asked_for_fewer_refuses()
    {
        var done = In(RunPhase.Completed);

        var more = done.Told(new Submit(Spec with { Epochs = 5 }));
        var fewer = done.Decide(new Submit(Spec with { Epochs = 2 }), Noon);

        Assert.Equal((RunPhase.Queued, 3, null), (more.Phase, more.Epochs.Count, more.WeightsSha256));
        Assert.True(fewer.Refused);
    }

    [Fact]
    public void A_completed_run_that_is_asked_to_keep_other_gazes_alone_stays_completed()
    {
        var done = In(RunPhase.Completed);

        var asked = done.Told(new Submit(Spec with { RecordGazes = GazesKept.All }));

        Assert.Equal(done with { Spec = asked.Spec }, asked);
        Assert.Equal(GazesKept.All, asked.Spec!.RecordGazes);
        Assert.Equal(RunPhase.Queued, asked.Told(new Submit(asked.Spec with { Epochs = 5 })).Phase);
    }

    [Fact]
    public void A_run_that_is_not_done_with_its_epochs_does_not_finish() => Assert.True(Running.Told(Close(1)).Decide(new Finish(), Noon).Refused);

    [Fact]
    public void A_run_without_a_sound_checkpoint_does_not_finish()
    {
        var lost = Running.Told(Close(1)).Told(Close(2)).Told(Close(3))
            .Told(new SetAside(Checkpoint(1), "torn")).Told(new SetAside(Checkpoint(2), "torn")).Told(new SetAside(Checkpoint(3), "torn"));

        Assert.True(lost.Decide(new Finish(), Noon).Refused);
    }
}
