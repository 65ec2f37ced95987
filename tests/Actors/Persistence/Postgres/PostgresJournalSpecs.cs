using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Engine;
using ActorGaze.Actors.Persistence;
using ActorGaze.Actors.Persistence.Backups;
using ActorGaze.Actors.Storage;
using ActorGaze.Actors.Telemetry;
using ActorGaze.Nn;
using ActorGaze.Nn.Training;
using ActorGaze.Tests.Actors.Faults;
using static ActorGaze.Tests.Actors.Faults.TestEngine;

namespace ActorGaze.Tests.Actors.Persistence.Postgres;

/// <summary>An engine whose journal is in PostgreSQL.</summary>
[Slow]
public sealed class PostgresJournalSpecs : IDisposable
{
    private readonly Undisturbed _undisturbed;
    private readonly JournalAddress _journal = PostgresServer.SharedDatabase();
    private readonly TestEngine _engine;
    private readonly string _other = Directory.CreateTempSubdirectory("other-").FullName;

    public PostgresJournalSpecs(Undisturbed undisturbed) => (_undisturbed, _engine) = (undisturbed, new TestEngine(_journal));

    public void Dispose()
    {
        _engine.Dispose();
        Directory.Delete(_other, recursive: true);
    }

    [Fact]
    public async Task A_run_ends_with_the_same_bits_and_the_state_folder_has_no_database_but_the_metrics_and_knows_where_the_journal_is()
    {
        var run = _undisturbed.Run("r");
        _engine.Settings = _engine.Settings with { SnapshotEvery = 2 };

        await using (var lab = await _engine.StartWith([run]))
        {
            await lab.WaitAsync(Sweep, cancel: Cancel);
            using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(20)); // the older snapshot is deleted once the newer one is there
            while (PostgresServer.Ask(_journal, "SELECT COUNT(*) FROM snapshot") is not 1L) await ticks.WaitForNextTickAsync(Cancel);
        }

        await _undisturbed.SameBits(_engine.Told(run.Id));
        Assert.Equal(["metrics.db"], Directory.GetFiles(_engine.Root, "*.db*").Select(Path.GetFileName));
        Assert.Equal($"{_journal}\n", File.ReadAllText(_engine.Folder.JournalUrl));
        using var metrics = MetricsDatabase.Open(_engine.Folder.Metrics);
        Assert.Equal(RunSummary.Of(_engine.Told(run.Id), 5), metrics.Summaries()[run.Id]);
        Assert.Equal([Sweep], JournalReader.Open(_other, _journal).Sweeps().Select(sweep => sweep.Name)); // also without that folder
    }

    [Fact]
    public async Task Another_state_folder_with_the_same_checkpoints_goes_on_where_the_first_one_was_and_makes_its_metrics_anew()
    {
        var (run, done) = (_undisturbed.Run("r"), _undisturbed.Run("done"));
        await _engine.RunToRest([done]);
        using (var gate = new Gate(run.Id, new TrainingPosition(1, 2)))
        await using (var lab = await _engine.StartWith([done, run], gate.Observer))
            await PauseAt(lab, gate, run.Id);

        Directory.Move(Path.Combine(_engine.Root, "checkpoints"), Path.Combine(_other, "checkpoints"));
        await using (var next = await Lab.StartAsync(_engine.Settings with { StateFolder = _other }, cancel: Cancel))
        {
            Assert.Empty(await next.WakeAllAsync());
            Accepted(await next.ResumeAsync(run.Id));
            await next.WaitAsync(Sweep, cancel: Cancel);
        }

        await _undisturbed.SameBits(_engine.Told(run.Id));
        Assert.Equal(_engine.Told<RunEvent>(run.Id), JournalReader.Open(_other).EventsOf(run.Id).Select(entry => entry.Event));
        using var metrics = MetricsDatabase.Open(new StateFolder(_other).Metrics);
        Assert.Equal([done.Id, run.Id], metrics.Summaries().Keys.OrderBy(id => id.Value, StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_database_without_events_is_not_taken_for_the_journal_of_checkpoints_that_are_there()
    {
        await _engine.RunToRest([_undisturbed.Run("r")]);
        Directory.Move(Path.Combine(_engine.Root, "checkpoints"), Path.Combine(_other, "checkpoints"));
        var empty = PostgresServer.SharedDatabase();

        var refused = await Assert.ThrowsAsync<InvalidInputException>(() => Lab.StartAsync(new LabSettings(_other) { Journal = empty }, cancel: Cancel));

        Assert.Equal($"journal.url: {empty}: this database is without events, yet there are checkpoints of runs in {_other} that it should know. Name the right one, or give --state another folder.", refused.Message);
        Assert.False(File.Exists(new StateFolder(_other).JournalUrl));
    }

    [Fact]
    public async Task A_database_with_tables_of_someone_else_is_left_as_it_is()
    {
        PostgresServer.Run(_journal, "CREATE TABLE journal (mine integer)");

        var refused = await Assert.ThrowsAsync<InvalidInputException>(() => _engine.Start());

        Assert.Equal($"journal.url: {_journal}: the database has a table 'journal' that is not ActorGaze's; allowed: a database of its own.", refused.Message);
        Assert.Equal(0L, PostgresServer.Ask(_journal, "SELECT COUNT(*) FROM journal"));
    }

    [Fact]
    public async Task A_snapshot_that_knows_more_than_the_journal_is_deleted_and_said_so_and_the_journal_counts()
    {
        var run = _undisturbed.Run("r");
        _engine.Settings = _engine.Settings with { SnapshotEvery = 2 };
        await _engine.RunToRest([run]);
        PostgresServer.Run(_journal, "ALTER TABLE journal DISABLE TRIGGER engine_alone; DELETE FROM journal WHERE persistence_id = 'run-r' AND sequence_number > 2; ALTER TABLE journal ENABLE TRIGGER engine_alone");
        File.Delete(_engine.Folder.Metrics);

        await using (var lab = await _engine.Start())
        {
            Assert.Equal("journal.url: snapshots that were newer than the journal were deleted (1). Nothing is lost: the journal has everything.", Assert.Single(lab.Warnings));
            Assert.Empty(await lab.WakeAllAsync());
            await lab.WaitAsync(Sweep, cancel: Cancel);
        }

        await _undisturbed.SameBits(_engine.Told(run.Id));
    }

    [Fact]
    public async Task A_backup_of_a_running_engine_is_a_folder_with_its_journal_in_it_that_goes_on_to_the_same_bits()
    {
        var run = _undisturbed.Run("r");
        using var gate = new Gate(run.Id, new TrainingPosition(1, 2));
        var file = Path.Combine(_other, "backup.tar");
        await using (var lab = await _engine.StartWith([run], gate.Observer))
        {
            await gate.Reached;
            while (_engine.Told(run.Id).Checkpoints.IsEmpty) await Task.Yield(); // saved beside the training

            Assert.True(Backup.Take(_engine.Folder, file, force: false, TimeProvider.System, cancel: Cancel).IsWhole);

            gate.Open();
            await lab.WaitAsync(Sweep, cancel: Cancel);
        }

        using var restored = new TestEngine();
        System.Formats.Tar.TarFile.ExtractToDirectory(file, restored.Root, overwriteFiles: false);
        Assert.Equal([1], restored.Told(run.Id).Epochs.Select(epoch => epoch.Epoch));
        await restored.RunToRest([run]);
        await _undisturbed.SameBits(restored.Told(run.Id));
    }

    [Fact]
    public async Task A_server_that_was_cut_off_and_came_back_is_waited_for_and_the_run_ends_in_its_first_attempt_with_the_same_bits()
    {
        using var server = new PostgresServer();
        var run = _undisturbed.Run("r");
        _engine.Settings = _engine.Settings with { Journal = server.NewDatabase() };
        using var early = new Gate(run.Id, new TrainingPosition(0, 2));
        using var late = new Gate(run.Id, new TrainingPosition(1, 3));
        var both = new EngineObserver { Stepped = (who, at) => { early.Observer.Stepped!(who, at); late.Observer.Stepped!(who, at); } };
        await using (var lab = await _engine.StartWith([run], both))
        {
            await early.Reached;
            server.Stop();
            early.Open();
            await late.Reached; // an epoch has been closed meanwhile, and cannot be journalled
            Assert.Equal(0, (await lab.ScoreboardAsync()).Runs[run.Id].Summary.EpochsDone);

            server.Start();
            late.Open();
            await lab.WaitAsync(Sweep, cancel: Cancel);
            Assert.False(lab.Lost.IsCompleted);
        }

        await _undisturbed.SameBits(_engine.Told(run.Id));
        Assert.Equal(1, _engine.Told(run.Id).Attempts);
        Assert.Empty(_engine.Told<RunEvent.Faulted>(run.Id));
    }

    [Fact]
    public async Task An_event_whose_acknowledgement_was_lost_is_written_once_and_the_run_goes_on_as_if_it_had_come()
    {
        using var proxy = new CuttingProxy(_journal);
        var run = _undisturbed.Run("r");
        _engine.Settings = _engine.Settings with { Journal = proxy.Address };
        using var gate = new Gate(run.Id, new TrainingPosition(0, 2));
        await using (var lab = await _engine.StartWith([run], gate.Observer))
        {
            await gate.Reached;
            proxy.Arm();
            gate.Open();
            await lab.WaitAsync(Sweep, cancel: Cancel);

            Assert.Equal(1, proxy.Cuts);
            await _undisturbed.SameBits(_engine.Told(run.Id));
            Assert.Equal(1, _engine.Told(run.Id).Attempts);
        }

        Assert.Equal([1L, 2L, 3L, 4L, 5L], JournalReader.Open(_other, _journal).EventsOf(run.Id).Select(entry => entry.SequenceNumber));
    }

    [Fact]
    public async Task A_server_that_does_not_wait_for_its_disk_is_made_to_by_the_engine_and_one_without_fsync_is_told_of()
    {
        using var server = new PostgresServer();
        server.Run("postgres", "ALTER SYSTEM SET synchronous_commit = off");
        server.Run("postgres", "ALTER SYSTEM SET fsync = off");
        server.Stop();
        server.Start();
        var journal = server.NewDatabase();
        _engine.Settings = _engine.Settings with { Journal = journal };

        await using var lab = await _engine.Start();

        Assert.Equal("journal.url: the server has fsync = off: after a power cut the journal may lack events, or be unreadable.", Assert.Single(lab.Warnings));
        PostgresServer.Run(journal, "CREATE TABLE seen (commits text); CREATE FUNCTION see() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO seen VALUES (current_setting(''synchronous_commit'')); RETURN NULL; END'; CREATE TRIGGER see AFTER INSERT ON journal EXECUTE FUNCTION see()");
        Accepted(await lab.SubmitAsync(SweepSpec.Of(Sweep, [_undisturbed.Run("r")])));
        Assert.Equal("on", PostgresServer.Ask(journal, "SELECT DISTINCT commits FROM seen"));
    }
}
