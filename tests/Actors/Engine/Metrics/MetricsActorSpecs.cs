using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Engine.Metrics;
using ActorGaze.Actors.Engine.Runs;
using ActorGaze.Actors.Persistence;
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
    public async Task A_restart_forgets_no_completed_run_and_writes_each_once()
    {
        var metrics = _system.ActorOf(MetricsActor.Props(FileName), "metrics");
        metrics.Tell(new RunStands(Done, 6, null));

        metrics.Tell(new RunStands(null!, 1, null)); // no actor can handle it, so that this one restarts

        Assert.Equal(RunPhase.Completed, (await Score(metrics)).Runs[Spec.Id].Phase);
        await Stopped(metrics);
        Assert.Equal(["completed"], Column("SELECT phase FROM runs"));
    }

    [Fact]
    public async Task Questions_are_answered_while_the_file_is_made_and_what_was_said_meanwhile_is_written_after()
    {
        using var gate = new ManualResetEventSlim();
        var metrics = _system.ActorOf(MetricsActor.Props(() =>
        {
            gate.Wait();
            return MetricsDatabase.Open(FileName);
        }));
        metrics.Tell(new RunStands(Done, 6, null));
        metrics.Tell(new RunStands(Other, 3, null));

        Assert.Equal(2, (await Score(metrics)).Runs.Count);
        Assert.False(File.Exists(FileName));

        gate.Set();
        await Stopped(metrics);
        Assert.Equal(["completed", "running"], Column("SELECT phase FROM runs ORDER BY phase"));
    }

    [Fact]
    public async Task A_file_that_is_made_again_under_a_running_engine_has_the_completed_runs_too()
    {
        var written = new SemaphoreSlim(0);
        var metrics = _system.ActorOf(MetricsActor.Props(() =>
        {
            written.Release();
            return MetricsDatabase.Open(FileName);
        }));
        metrics.Tell(new RunStands(Done, 6, null));
        await written.WaitAsync(TestContext.Current.CancellationToken);
        while (!File.Exists(FileName) || Count() == 0) await Task.Yield();

        Say("DROP TABLE epochs; DROP TABLE runs;");
        metrics.Tell(new RunStands(Other, 3, null)); // cannot be written: the file is closed
        while (!await written.WaitAsync(TimeSpan.FromMilliseconds(5), TestContext.Current.CancellationToken)) metrics.Tell(new RunStands(Other, 3, null));

        await Stopped(metrics);
        Assert.Equal(["completed", "running"], Column("SELECT phase FROM runs ORDER BY phase"));
        Assert.Equal([4L], Column("SELECT COUNT(*) FROM epochs"));
    }

    private static Task<Scoreboard> Score(IActorRef metrics) => metrics.Ask<Scoreboard>(new WhatIsTheScore(), TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

    private static Task<bool> Stopped(IActorRef metrics) => metrics.GracefulStop(TimeSpan.FromSeconds(30));

    private int Count()
    {
        try
        {
            return Column("SELECT phase FROM runs").Count;
        }
        catch (SqliteException)
        {
            return 0; // no table yet
        }
    }

    private void Say(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
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
