using System.Collections.Immutable;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Engine;
using ActorGaze.Actors.Engine.Metrics;
using ActorGaze.Actors.Engine.Runs;
using ActorGaze.Actors.Engine.Sweeps;
using ActorGaze.Actors.Storage;
using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit;
using static ActorGaze.Tests.Actors.Samples;

namespace ActorGaze.Tests.Actors.Engine.Sweeps;

/// <summary>A sweep of two runs between a stand-in for the lab and one for the metrics, who fold nothing.</summary>
[Slow]
public sealed class SweepActorSpecs : TestKit
{
    private static readonly RunId First = new("first");
    private static readonly RunId Second = new("second");

    private readonly string _folder = Directory.CreateTempSubdirectory("sweep-").FullName;
    private readonly TestProbe _lab;
    private readonly TestProbe _metrics;
    private readonly IActorRef _sweep;

    public SweepActorSpecs()
        : base("akka.persistence.snapshot-store.plugin = \"akka.persistence.snapshot-store.inmem\", akka.loglevel = OFF, akka.stdout-loglevel = OFF")
    {
        (_lab, _metrics) = (CreateTestProbe(), CreateTestProbe());
        var wiring = new RunWiring(
            new LabSettings(_folder), new StateFolder(_folder), CreateTestProbe(), _metrics, TimeProvider.System, _ => throw new NotSupportedException());
        _sweep = _lab.ChildActorOf(SweepActor.Props("s", wiring), cancellationToken: Cancel);
        _sweep.Tell(SweepSpec.Of("s", [Asked(First), Asked(Second)]), TestActor);
        ExpectMsg<Answer.Accepted>(cancellationToken: Cancel);
        _metrics.ExpectMsg<SweepStatus>(cancellationToken: Cancel);
    }

    private static CancellationToken Cancel => Deadline.Token;

    private static RunSpec Asked(RunId run) => Spec with { Id = run, Sweep = "s" };

    protected override void AfterAll()
    {
        base.AfterAll();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_run_stands_as_the_answer_to_its_last_command_says_whatever_the_metrics_know_by_then()
    {
        _sweep.Tell(new RunsKnown([(First, RunSummary.New), (Second, RunSummary.New)]), _metrics);

        Command(First, new RunCommand.Cancel("asked"));
        Assert.Equal([(First, RunPhase.Cancelled), (Second, RunPhase.Queued)], Phases().Runs);
        Command(First, new RunCommand.Retry(FromStart: false));
        Assert.Equal([(First, RunPhase.Queued), (Second, RunPhase.Queued)], Phases().Runs);
        Command(First, new RunCommand.Pause("asked"));
        Assert.Equal([(First, RunPhase.Paused), (Second, RunPhase.Queued)], Phases().Runs);
    }

    [Fact]
    public async Task A_command_to_all_waits_for_the_journal_of_every_run_and_reaches_those_that_it_is_for()
    {
        _sweep.Tell(new RunsKnown([(First, new RunSummary(RunPhase.Completed, 9, RunSummary.KeyOf(Asked(First))))]), _metrics);
        Assert.False(Phases().AllRead);

        var told = new List<RunId>();
        var answers = new CommandsToAll(() => Task.FromResult(Phases()), () => Task.CompletedTask, TimeProvider.System).TellAsync(AllRuns.Pauses, run =>
        {
            told.Add(run);
            return Task.FromResult<Answer>(new Answer.Accepted("paused"));
        }, Cancel);
        Assert.False(answers.IsCompleted);
        _sweep.Tell(new RunsKnown([(Second, RunSummary.New)]), _metrics);

        Assert.Equal(Second, Assert.Single(await answers).Run);
        Assert.Equal([Second], told);
    }

    [Fact]
    public void What_the_metrics_read_before_a_run_spoke_does_not_count_after()
    {
        Command(First, new RunCommand.Cancel("asked"));

        _sweep.Tell(new RunsKnown([(First, RunSummary.New), (Second, RunSummary.New)]), _metrics);

        Assert.Equal([(First, RunPhase.Cancelled), (Second, RunPhase.Queued)], Phases().Runs);
    }

    private void Command(RunId run, RunCommand command)
    {
        _sweep.Tell(new ForRun(run, command), TestActor);
        ExpectMsg<Answer.Accepted>(cancellationToken: Cancel);
    }

    private RunsStanding Phases()
    {
        var asker = CreateTestProbe();
        new PhasesRound(ImmutableQueue.Create(_sweep), RunsStanding.None).GoOn(asker);
        return asker.ExpectMsg<RunsStanding>(cancellationToken: Cancel);
    }
}
