using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Engine.Metrics;
using ActorGaze.Actors.Engine.Runs;
using ActorGaze.Actors.Persistence;
using ActorGaze.Actors.Storage;
using ActorGaze.Actors.Persistence.Sqlite;
using Akka.Actor;
using Microsoft.Data.Sqlite;
using static ActorGaze.Actors.Contracts.Runs.RunCommand;
using static ActorGaze.Tests.Actors.Samples;

namespace ActorGaze.Tests.Actors.Engine.Metrics;

/// <summary>The scoreboard and metrics.db, whatever goes wrong with either.</summary>
[Slow]
public sealed class MetricsActorSpecs : IDisposable
{
    private static readonly RunState Done = After(new Submit(Spec), new Start("cpu"), Close(1), Close(2), Close(3), new Finish());
    private static readonly RunState Other = After(new Submit(Spec with { Id = new RunId("other") }), new Start("cpu"), Close(1));

    private readonly string _folder = Directory.CreateTempSubdirectory("metrics-").FullName;
    private readonly ActorSystem _system = ActorSystem.Create("metrics", "akka { loglevel = OFF, stdout-loglevel = OFF }");

    private string FileName => Path.Combine(_folder, "metrics.db");

    public void Dispose()
    {
        _system.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_restart_forgets_no_completed_run()
    {
        var metrics = _system.ActorOf(MetricsActor.Props(new StateFolder(_folder)), "metrics");
        metrics.Tell(new RunStatus(Done, 6, null));

        metrics.Tell(new RunStatus(null!, 1, null)); // no actor can handle it, so that this one restarts

        Assert.Equal(RunPhase.Completed, (await Score(metrics)).Runs[Spec.Id].Phase);
        await Written("completed");
        await Stopped(metrics);
    }

    [Fact]
    public async Task Questions_are_answered_while_the_file_is_made_and_what_was_said_meanwhile_is_written_after()
    {
        using var gate = new ManualResetEventSlim();
        var metrics = Metrics(() =>
        {
            gate.Wait();
            return MetricsDatabase.Open(FileName);
        });
        metrics.Tell(new RunStatus(Done, 6, null));
        metrics.Tell(new RunStatus(Other, 3, null));

        Assert.Equal(2, (await Score(metrics)).Runs.Count);
        Assert.False(File.Exists(FileName));

        gate.Set();
        await Written("completed", "running");
        await Stopped(metrics);
    }

    [Fact]
    public async Task A_file_that_cannot_be_used_stops_nobody_and_is_written_when_it_can_be()
    {
        var tries = 0;
        var metrics = Metrics(() => Interlocked.Increment(ref tries) < 3 ? throw new IOException("no such disk") : MetricsDatabase.Open(FileName));
        var sweep = SweepSpec.Of("s", [Spec with { Id = new RunId("fresh") }]);
        var asker = Akka.Actor.Inbox.Create(_system);
        metrics.Tell(new SweepStatus(sweep), asker.Receiver);

        var known = (RunsKnown)asker.Receive(TimeSpan.FromSeconds(30));
        metrics.Tell(new RunStatus(Done, 6, null));
        while (Volatile.Read(ref tries) < 3) await Task.Yield();

        Assert.Equal([(new RunId("fresh"), RunSummary.New)], known.Runs);
        await Written("completed");
        await Stopped(metrics);
    }

    private IActorRef Metrics(Func<MetricsDatabase> open) =>
        _system.ActorOf(MetricsActor.Props(ProjectionActor.Props(() => new Projection(_ => open(), new SqliteStore(NoJournal)))));

    private string NoJournal => Path.Combine(_folder, "no-journal.db");

    private static Task<Scoreboard> Score(IActorRef metrics) => metrics.Ask<Scoreboard>(new GetScoreboard(), TimeSpan.FromSeconds(30), Deadline.Token);

    private static Task<bool> Stopped(IActorRef metrics) => metrics.GracefulStop(TimeSpan.FromSeconds(30));

    /// <summary>Until the file has these phases, and no others.</summary>
    private async Task Written(params object[] phases)
    {
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!File.Exists(FileName) || !Phases().SequenceEqual(phases)) await ticks.WaitForNextTickAsync(Deadline.Token);
    }

    private List<object> Phases()
    {
        try
        {
            return Column("SELECT phase FROM runs ORDER BY phase");
        }
        catch (SqliteException)
        {
            return []; // no table yet
        }
    }

    private List<object> Column(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var values = new List<object>();
        while (reader.Read()) values.Add(reader.GetValue(0));
        return values;
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = FileName, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }
}
