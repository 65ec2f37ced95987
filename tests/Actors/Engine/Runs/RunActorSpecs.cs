using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Crews;
using ActorGaze.Actors.Contracts.Faults;
using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Engine.Runs;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn.Training;
using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit;
using static ActorGaze.Tests.Actors.Samples;

namespace ActorGaze.Tests.Actors.Engine.Runs;

/// <summary>A run with an understudy for a crew, who says what the test tells it to say.</summary>
[Slow]
public sealed class RunActorSpecs : TestKit
{
    private readonly string _folder = Directory.CreateTempSubdirectory("run-").FullName;
    private readonly TestProbe _sweep;
    private readonly TestProbe _stage;
    private readonly TestProbe _metrics;

    public RunActorSpecs()
        : base("akka.persistence.snapshot-store.plugin = \"akka.persistence.snapshot-store.inmem\", akka.loglevel = OFF, akka.stdout-loglevel = OFF")
    {
        (_sweep, _stage, _metrics) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        _sweep.SetAutoPilot(new DelegateAutoPilot((run, said) =>
        {
            if (said is ImagesOpened images) run.Tell(new ImagesAgreed(images));
            return AutoPilot.KeepRunning;
        }));
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_final_fault_ends_the_run_with_its_reason_and_gives_the_slot_back()
    {
        var (_, crew) = Hired();

        crew.Tell(new CrewReport.Failed(Io with { Class = FaultClass.Final, Reason = "the data set is unreadable" }) { Attempt = 1 });

        Assert.Equal("the data set is unreadable", Stands(RunPhase.Failed).State.Reason);
        _sweep.FishForMessage<SlotReturned>(_ => true, cancellationToken: Cancel);
    }

    [Fact]
    public void A_forgivable_fault_hires_the_next_attempt_from_the_newest_checkpoint()
    {
        var (run, crew) = Hired();
        crew.Tell(new CrewReport.EpochClosed(Epoch(1), Checkpoint(1)) { Attempt = 1 });
        crew.Tell(new CrewReport.Failed(Io) { Attempt = 1 });
        Wants(attempts: 1);

        run.Tell(new RunCommand.Start("cpu"));

        Assert.Equal((2, Checkpoint(1)), (Begun().Begin.Attempt, Stands(RunPhase.Running).State.Latest));
    }

    [Fact]
    public void A_report_of_an_older_attempt_is_dropped_and_an_epoch_retold_is_counted_once()
    {
        var (run, crew) = Hired();
        crew.Tell(new CrewReport.EpochClosed(Epoch(1), Checkpoint(1)) { Attempt = 1 });
        crew.Tell(new CrewReport.Failed(Io) { Attempt = 1 });
        Wants(attempts: 1);
        run.Tell(new RunCommand.Start("cpu"));
        var second = Begun().Crew;

        second.Tell(new CrewReport.EpochClosed(Epoch(2), Checkpoint(2)) { Attempt = 1 });
        second.Tell(new CrewReport.EpochClosed(Epoch(1), Checkpoint(1, 0, 2)) { Attempt = 2 });
        second.Tell(new CrewReport.Failed(Io with { Class = FaultClass.Final }) { Attempt = 2 });

        Assert.Equal([1], Stands(RunPhase.Failed).State.Epochs.Select(e => e.Epoch));
    }

    [Fact]
    public void A_pause_is_answered_when_it_is_saved_and_the_crew_is_gone()
    {
        var (run, crew) = Hired();
        var watcher = CreateTestProbe();
        watcher.Watch(crew);
        run.Tell(new RunCommand.Pause("asked"), TestActor);
        Assert.IsType<CrewOrder.SaveAndStop>(_stage.ExpectMsg<CrewOrder>(cancellationToken: Cancel));

        crew.Tell(new CrewReport.Saved(Checkpoint(0, 7), "asked", Last: true) { Attempt = 1 });

        watcher.ExpectTerminated(crew, cancellationToken: Cancel);
        Assert.Contains("e0000-s00007-a1", ExpectMsg<Answer.Accepted>(cancellationToken: Cancel).Text);
        Assert.Equal(Checkpoint(0, 7), Stands(RunPhase.Paused).State.Latest);
    }

    [Fact]
    public void A_pause_that_cannot_be_saved_is_refused_and_the_run_goes_on()
    {
        var (run, crew) = Hired();
        run.Tell(new RunCommand.Pause("asked"), TestActor);

        crew.Tell(new CrewReport.SaveFailed("no room") { Attempt = 1 });

        Assert.Contains("no room", ExpectMsg<Answer.Refused>(cancellationToken: Cancel).Reason);
        crew.Tell(new CrewReport.EpochClosed(Epoch(1), Checkpoint(1)) { Attempt = 1 });
        _sweep.FishForMessage<RunStatus>(s => s.State.Epochs.Count == 1, cancellationToken: Cancel);
    }

    [Fact]
    public void A_pause_asked_while_a_damaged_checkpoint_is_set_aside_is_kept_and_answered()
    {
        var (run, crew) = Hired();
        crew.Tell(new CrewReport.EpochClosed(Epoch(1), Checkpoint(1)) { Attempt = 1 });
        crew.Tell(new CrewReport.EpochClosed(Epoch(2), Checkpoint(2)) { Attempt = 1 });
        _sweep.FishForMessage<RunStatus>(s => s.State.Epochs.Count == 2, cancellationToken: Cancel);
        run.Tell(new RunCommand.Pause("asked"), TestActor);

        crew.Tell(new CrewReport.Damaged(Checkpoint(2), "torn") { Attempt = 1 });

        ExpectMsg<Answer.Accepted>(cancellationToken: Cancel);
        Assert.Equal(Checkpoint(1), Stands(RunPhase.Paused).State.Latest);
    }

    [Fact]
    public void A_crew_that_vanishes_while_it_should_save_leaves_nobody_waiting()
    {
        var (run, crew) = Hired();
        crew.Tell(new CrewReport.Ready(new TrainingPosition(0, 0), 4) { Attempt = 1 });
        run.Tell(new RunCommand.Pause("asked"), TestActor);

        crew.Tell(PoisonPill.Instance);

        ExpectMsg<Answer.Refused>(cancellationToken: Cancel);
        Stands(RunPhase.Recovering);
    }

    [Fact]
    public void A_crew_that_vanishes_before_it_trains_leaves_a_paused_run()
    {
        var (run, crew) = Hired();
        run.Tell(new RunCommand.Pause("asked"), TestActor);

        crew.Tell(PoisonPill.Instance);

        ExpectMsg<Answer.Accepted>(cancellationToken: Cancel);
        Stands(RunPhase.Paused);
    }

    [Fact]
    public void More_epochs_asked_for_while_it_runs_are_run_by_another_crew()
    {
        var (run, crew) = Hired();
        run.Tell(new RunCommand.Submit(Spec with { Epochs = 4 }), TestActor);
        for (var epoch = 1; epoch <= 3; epoch++) crew.Tell(new CrewReport.EpochClosed(Epoch(epoch), Checkpoint(epoch)) { Attempt = 1 });

        crew.Tell(new CrewReport.Finished { Attempt = 1 });

        var begin = Begun().Begin;
        Assert.Equal((4, 2, Checkpoint(3)), (begin.Spec.Epochs, begin.Attempt, begin.From));
    }

    [Fact]
    public void A_crew_that_says_nothing_is_left_to_itself()
    {
        Hired(settings => settings with { StepTimeout = TimeSpan.FromMilliseconds(50) });

        Assert.Contains("No step within", Stands(RunPhase.Recovering).State.LastFault!.Reason);
    }

    [Fact]
    public async Task A_crew_is_not_taken_for_hung_because_the_process_was_stopped_for_an_hour()
    {
        var clock = new ManualClock();
        var (run, crew) = Hired(settings => settings with { StepTimeout = TimeSpan.FromMilliseconds(50) }, clock: clock);
        await clock.Advance(TimeSpan.FromHours(1));
        AwaitTicks(run, 20);

        crew.Tell(new CrewReport.EpochClosed(Epoch(1), Checkpoint(1)) { Attempt = 1 });

        var still = (RunStatus)_sweep.FishForMessage(m => m is RunStatus { State.Epochs.Count: 1 }, cancellationToken: Cancel);
        Assert.Equal((RunPhase.Running, 1, null), (still.State.Phase, still.State.Attempts, still.State.LastFault));
    }

    [Fact]
    public void A_run_whose_data_folder_is_absent_gives_its_slot_back_and_goes_on_when_it_is_there()
    {
        var run = Started(out var images);

        run.Tell(new ImagesFailed(Asked(images), new Fault(FaultClass.FolderAbsent, "There is no data folder.", null)), images);

        _sweep.FishForMessage<SlotReturned>(_ => true, cancellationToken: Cancel);
        Assert.Equal(new AwaitFolder(RunImages.Of(Spec)), images.FishForMessage(m => m is AwaitFolder, cancellationToken: Cancel));
        var waits = (RunStatus)_metrics.FishForMessage(m => m is RunStatus { State.Phase: RunPhase.Recovering }, cancellationToken: Cancel);
        Assert.Equal((new WaitingFor.DataFolder(Spec.Data), false, 0), (waits.Waiting, waits.WantsSlot, waits.State.FaultsInARow));
        run.Tell(new FolderThere(Spec.Data), images);
        _metrics.FishForMessage(m => m is RunStatus { State.Phase: RunPhase.Queued, WantsSlot: true }, cancellationToken: Cancel);
    }

    [Fact]
    public void A_run_that_was_paused_while_it_waited_for_its_folder_stays_paused_when_that_is_there()
    {
        var run = Started(out var images);
        run.Tell(new ImagesFailed(Asked(images), new Fault(FaultClass.FolderAbsent, "There is no data folder.", null)), images);
        images.FishForMessage(m => m is AwaitFolder, cancellationToken: Cancel);

        run.Tell(new RunCommand.Pause("asked"), TestActor);
        ExpectMsg<Answer.Accepted>(cancellationToken: Cancel);
        run.Tell(new FolderThere(Spec.Data), images);
        run.Tell(new RunCommand.Cancel("asked"), TestActor);

        Assert.Equal("r1 is Cancelled.", ExpectMsg<Answer.Accepted>(cancellationToken: Cancel).Text);
    }

    [Fact]
    public void A_run_whose_images_do_not_come_gives_its_slot_back_and_wants_one_again_when_they_do()
    {
        var run = Started(out var images);
        var asked = Asked(images);

        run.Tell(new ImagesSilent(asked, Noon), images);

        _sweep.FishForMessage<SlotReturned>(_ => true, cancellationToken: Cancel);
        var silent = (RunStatus)_metrics.FishForMessage(m => m is RunStatus { Waiting: WaitingFor.NoAnswer }, cancellationToken: Cancel);
        Assert.Equal((new WaitingFor.NoAnswer(Spec.Data, Noon), false, RunPhase.Queued), (silent.Waiting, silent.WantsSlot, silent.State.Phase));
        run.Tell(new ImagesOpened(asked, "images.bin", ["a", "b"], []) { Facts = Samples.Images }, images);
        _metrics.FishForMessage(m => m is RunStatus { WantsSlot: true }, cancellationToken: Cancel);
        run.Tell(new RunCommand.Start("cpu"));
        run.Tell(new ImagesOpened(Asked(images), "images.bin", ["a", "b"], []) { Facts = Samples.Images }, images);
        Begun();
    }

    [Fact]
    public void A_run_that_does_not_take_what_its_sweep_asks_for_says_so_to_whoever_keeps_the_score()
    {
        var (run, _) = Hired();

        run.Tell(new RunCommand.Submit(Spec with { Seed = 1 }), TestActor);

        Assert.Contains("seed: 77 before, 1 now", ExpectMsg<Answer.Refused>(cancellationToken: Cancel).Reason);
        _metrics.FishForMessage(m => m is RunStatus { Refusal: not null }, cancellationToken: Cancel);
        run.Tell(new RunCommand.Submit(Spec), TestActor);
        _metrics.FishForMessage(m => m is RunStatus { Refusal: null }, cancellationToken: Cancel);
    }

    private static CancellationToken Cancel => Deadline.Token;

    /// <summary>Until the run has been ticked so often: a timer of this system's that is set after the run's ticks between them.</summary>
    private void AwaitTicks(IActorRef run, int ticks)
    {
        for (var i = 0; i < ticks; i++)
        {
            Sys.Scheduler.ScheduleTellOnce(TimeSpan.FromMilliseconds(13), TestActor, i, ActorRefs.NoSender);
            ExpectMsg(i, cancellationToken: Cancel);
        }

        run.Tell(new RunCommand.Retry(false), TestActor);
        ExpectMsg<Answer.Refused>(cancellationToken: Cancel);
    }

    /// <summary>A run that has a slot and has asked for its images.</summary>
    private IActorRef Started(out TestProbe images)
    {
        images = CreateTestProbe();
        var run = Run(new LabSettings(_folder), images, TimeProvider.System);
        run.Tell(new RunCommand.Start("cpu"));
        return run;
    }

    private static OpenImages Asked(TestProbe images) => (OpenImages)images.FishForMessage(m => m is OpenImages, cancellationToken: Cancel);

    private IActorRef Run(LabSettings settings, IActorRef images, TimeProvider clock)
    {
        var wiring = new RunWiring(settings, new StateFolder(_folder), images, _metrics, clock, begin => Props.Create(() => new FakeCrew(begin, _stage)));
        var run = _sweep.ChildActorOf(RunActor.Props(Spec.Id, wiring), cancellationToken: Cancel);
        run.Tell(new RunCommand.Submit(Spec), _sweep);
        Wants();
        return run;
    }

    private (IActorRef Run, IActorRef Crew) Hired(Func<LabSettings, LabSettings>? with = null, TimeProvider? clock = null)
    {
        var settings = new LabSettings(_folder) { Retry = new RetrySettings(5, TimeSpan.FromMilliseconds(300), TimeSpan.FromMilliseconds(300), 0) };
        var images = Sys.ActorOf(Props.Create(() => new FakeImages()));
        var run = Run(with?.Invoke(settings) ?? settings, images, clock ?? TimeProvider.System);
        run.Tell(new RunCommand.Start("cpu"));
        return (run, Begun().Crew);
    }

    private void Wants(int attempts = 0) => _sweep.FishForMessage<RunStatus>(stands => stands.WantsSlot && stands.State.Attempts == attempts, cancellationToken: Cancel);

    private RunStatus Stands(RunPhase phase) => (RunStatus)_sweep.FishForMessage(m => m is RunStatus stands && stands.State.Phase == phase, cancellationToken: Cancel);

    private Begun Begun() => (Begun)_stage.FishForMessage(m => m is Begun, cancellationToken: Cancel);
}

/// <summary>An understudy was hired.</summary>
internal sealed record Begun(CrewOrder.Begin Begin, IActorRef Crew);

/// <summary>Passes on what it is told to say, with a file for each checkpoint that it names, and tells the stage what is asked of it.</summary>
internal sealed class FakeCrew : ReceiveActor
{
    public FakeCrew(CrewOrder.Begin begin, IActorRef stage)
    {
        stage.Tell(new Begun(begin, Self));
        Receive<CrewReport>(report =>
        {
            if (report is CrewReport.EpochClosed { Checkpoint: var closed }) Save(begin, closed);
            if (report is CrewReport.Saved { Checkpoint: var saved }) Save(begin, saved);
            Context.Parent.Tell(report);
        });
        Receive<CrewOrder.End>(_ => Context.Stop(Self));
        Receive<CrewOrder>(order => stage.Tell(order));
    }

    private static void Save(CrewOrder.Begin begin, CheckpointRef checkpoint)
    {
        Directory.CreateDirectory(begin.CheckpointFolder);
        File.WriteAllText(Path.Combine(begin.CheckpointFolder, checkpoint.File), "");
    }
}

/// <summary>Has every data set open.</summary>
internal sealed class FakeImages : ReceiveActor
{
    public FakeImages() => Receive<OpenImages>(request => Sender.Tell(new ImagesOpened(request, "images.bin", ["a", "b"], []) { Facts = Samples.Images }));
}
