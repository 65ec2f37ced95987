using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Engine;
using ActorGaze.Actors.Persistence;
using ActorGaze.Actors.Persistence.Postgres;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;
using ActorGaze.Nn.Training;
using ActorGaze.Tests.Actors.Faults;
using Npgsql;
using static ActorGaze.Tests.Actors.Faults.TestEngine;

namespace ActorGaze.Tests.Actors.Persistence.Postgres;

/// <summary>One journal in PostgreSQL, and several that want it.</summary>
[Slow]
public sealed class PostgresLockSpecs : IDisposable
{
    private const string EndSession = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";

    private static readonly string Holder = EndSession.Replace("pg_terminate_backend(pid)", "pid", StringComparison.Ordinal);

    private readonly Undisturbed _undisturbed;
    private readonly JournalAddress _journal = PostgresServer.SharedDatabase();
    private readonly TestEngine _engine;
    private readonly TestEngine _other;

    public PostgresLockSpecs(Undisturbed undisturbed) => (_undisturbed, _engine, _other) = (undisturbed, new TestEngine(_journal), new TestEngine(_journal));

    public void Dispose()
    {
        _engine.Dispose();
        _other.Dispose();
    }

    [Fact]
    public async Task A_second_engine_is_refused_with_the_first_ones_name_and_comes_in_when_that_has_left()
    {
        await using (await _engine.Start())
        {
            var refused = await Assert.ThrowsAsync<InvalidInputException>(() => _other.Start());

            Assert.Equal($"journal.url: {_journal}: another engine (process {Environment.ProcessId} on {Environment.MachineName}, state folder {_engine.Root}) has this journal. Only one may.", refused.Message);
            Assert.False(File.Exists(_other.Folder.JournalUrl));
        }

        await (await _other.Start()).DisposeAsync();
    }

    [Fact]
    public async Task An_engine_whose_session_ends_takes_the_lock_again_and_nothing_happens_to_its_runs()
    {
        var run = _undisturbed.Run("r");
        using var gate = new Gate(run.Id, new TrainingPosition(0, 2));
        await using (var lab = await _engine.StartWith([run], gate.Observer))
        {
            await gate.Reached;
            var before = Assert.IsType<int>(PostgresServer.Ask(_journal, Holder));
            Assert.Equal(true, PostgresServer.Ask(_journal, EndSession));
            while (PostgresServer.Ask(_journal, Holder) is not int now || now == before) await Task.Delay(20, Cancel); // the old session may still be seen

            await Assert.ThrowsAsync<InvalidInputException>(() => _other.Start());
            gate.Open();
            await lab.WaitAsync(Sweep, cancel: Cancel);
            Assert.False(lab.Lost.IsCompleted);
        }

        await _undisturbed.SameBits(_engine.Told(run.Id));
        Assert.Equal(1, _engine.Told(run.Id).Attempts);
    }

    [Fact]
    public async Task An_engine_whose_journal_another_one_took_writes_nothing_more_says_who_has_it_and_leaves()
    {
        var run = _undisturbed.Run("r");
        using var gate = new Gate(run.Id, new TrainingPosition(0, 2));
        await using var lab = await _engine.StartWith([run], gate.Observer);
        await gate.Reached;
        var before = _engine.Told<RunEvent>(run.Id);

        using (await TakenOver())
        {
            var pausing = lab.PauseAsync(run.Id); // its writing connections live, and it may not know yet
            gate.Open();
            Refused(await pausing);

            Assert.Equal($"journal.url: {_journal}: another engine (process {Environment.ProcessId} on {Environment.MachineName}, state folder {_other.Root}) has this journal now. Nothing is acknowledged from then on.", await lab.Lost.WaitAsync(TimeSpan.FromSeconds(30), Cancel));
            Assert.True(await lab.LeaveAsync());
            Assert.Equal(await lab.Lost, lab.Loss);
            Assert.Equal(before, _engine.Told<RunEvent>(run.Id));
        }

        await _engine.RunToRest([run]);
        await _undisturbed.SameBits(_engine.Told(run.Id));
    }

    [Fact]
    public async Task Whoever_has_no_token_or_an_old_one_writes_nothing_whatever_his_connection()
    {
        using var first = EngineSession.Take(_journal, _engine.Folder, makes: true);
        using (var stale = PostgresConnections.Open(PostgresConnections.Writing(_journal, first.Token, commits: false)))
        {
            Say(stale, Insert("a", 1));
            await using var open = await stale.BeginTransactionAsync(Cancel);
            Say(stale, Insert("a", 2));
            var taking = TakenOver();

            while (PostgresServer.Ask(_journal, "SELECT true FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'INSERT INTO actorgaze_engine%'") is null) await Task.Yield();
            await open.CommitAsync(Cancel); // what was begun before is there, and the new engine waits for it
            using var second = await taking;

            Assert.Equal("AG001", Assert.Throws<PostgresException>(() => Say(stale, Insert("a", 3))).SqlState);
            Assert.Equal("AG001", Assert.Throws<PostgresException>(() => Say(stale, "INSERT INTO snapshot VALUES ('a', 1, 0, NULL, NULL, NULL)")).SqlState);
            Say(second.Connection, Insert("a", 3));
        }

        Assert.Equal("AG001", Assert.Throws<PostgresException>(() => PostgresServer.Run(_journal, Insert("b", 1))).SqlState);
        Assert.Equal("1 2 3", PostgresServer.Ask(_journal, "SELECT string_agg(sequence_number::text, ' ' ORDER BY sequence_number) FROM journal"));
    }

    [Fact]
    public async Task An_engine_that_is_killed_gives_the_journal_back_at_once_also_to_another_state_folder()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Signals are sent as Linux does.");
        var sweep = Path.Combine(_engine.Root, "s.conf");
        var data = _undisturbed.Run("any").Data;
        File.WriteAllText(sweep, $"sweep {{ name = s, data = \"{data}\", levels = [1], gaze-weights = [50] }}\ntraining {{ epochs = 8, batch-size = 4 }}\njournal.url = \"{_journal}\"");
        var run = new RunId("s-l1-w50-t1");
        using (var program = new Faults.Program(_engine.Root, sweep))
        {
            await program.Saves(_engine.Folder.CheckpointsOf(run), 1);
            program.Signal(Faults.Program.Kill);
            await program.Ends();
        }

        Directory.Move(Path.Combine(_engine.Root, "checkpoints"), Path.Combine(_other.Root, "checkpoints"));
        await using var lab = await _other.Start();
        Assert.Empty(await lab.WakeAllAsync());
        await lab.WaitAsync("s", cancel: Cancel);

        await _undisturbed.SameBits(JournalReader.Open(_other.Root).Run(run)!);
        var faults = JournalReader.Open(_other.Root).EventsOf(run).Select(entry => entry.Event).OfType<RunEvent.Faulted>().ToList(); // as a rule none
        foreach (var fault in faults) TestContext.Current.TestOutputHelper?.WriteLine(fault.Fault.Reason);
        Assert.InRange(faults.Count, 0, 1);
        Assert.Equal(2 + faults.Count, JournalReader.Open(_other.Root).Run(run)!.Attempts);
    }

    /// <summary>Ends the session that has the lock, and takes the lock before its engine can take it again.</summary>
    private async Task<EngineSession> TakenOver()
    {
        var taking = Task.Run(() => EngineSession.Take(_journal, _other.Folder, makes: true), Cancel);
        while (PostgresServer.Ask(_journal, "SELECT true FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())") is null) await Task.Yield();
        PostgresServer.Ask(_journal, EndSession);
        return await taking;
    }

    private static string Insert(string id, int number) =>
        FormattableString.Invariant($"INSERT INTO journal (created, deleted, persistence_id, sequence_number, message) VALUES (0, false, '{id}', {number}, '')");

    private static void Say(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}
