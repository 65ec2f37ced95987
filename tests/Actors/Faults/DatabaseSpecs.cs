using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Persistence.Sqlite;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;
using Microsoft.Data.Sqlite;

namespace ActorGaze.Tests.Actors.Faults;

/// <summary>Databases that are not what an engine left.</summary>
[Slow]
public sealed class DatabaseSpecs(Undisturbed undisturbed) : IDisposable
{
    private readonly TestEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Theory]
    [InlineData("a page")]
    [InlineData("its second half")]
    [InlineData("all of it")]
    [InlineData("the file itself")]
    public async Task A_journal_that_lost_something_is_named_and_left_as_it_is(string lost)
    {
        await _engine.RunToRest([undisturbed.Run("r")]);
        var file = _engine.Folder.Journal;
        Let(file, sound: true);
        var sound = File.ReadAllBytes(file);
        byte[] damaged = lost switch
        {
            "a page" => [.. sound[..4096], .. Enumerable.Repeat((byte)0xAB, 4096), .. sound[8192..]],
            "its second half" => sound[..(sound.Length / 2)],
            _ => [],
        };
        if (lost == "the file itself") File.Delete(file);
        else File.WriteAllBytes(file, damaged);
        var checkpoints = Directory.GetFiles(Path.Combine(_engine.Root, "checkpoints"), "*", SearchOption.AllDirectories);

        var refused = await Assert.ThrowsAsync<InvalidInputException>(() => _engine.Start());

        Assert.StartsWith($"{file}: this database is ", refused.Message, StringComparison.Ordinal);
        Assert.Contains("It was left as it is.", refused.Message, StringComparison.Ordinal);
        if (lost == "the file itself") Assert.False(File.Exists(file));
        else Assert.Equal(damaged, File.ReadAllBytes(file));
        Assert.Equal(checkpoints, Directory.GetFiles(Path.Combine(_engine.Root, "checkpoints"), "*", SearchOption.AllDirectories));

        Let(file, sound: false);
        File.WriteAllBytes(file, sound);
        await _engine.RunToRest([undisturbed.Run("r")]);
        await undisturbed.SameBits(_engine.Told(new RunId("r")));
    }

    [Fact]
    public async Task A_journal_without_events_beside_checkpoints_is_refused_and_nothing_is_changed()
    {
        await _engine.RunToRest([undisturbed.Run("r")]);
        File.Delete(_engine.Folder.Journal);
        Databases.Prepare(_engine.Folder.Journal); // 4,096 bytes, as a copy without its log has
        var before = Files();

        var refused = await Assert.ThrowsAsync<InvalidInputException>(() => _engine.Start());

        Assert.StartsWith($"{_engine.Folder.Journal}: this database is without events, yet there are checkpoints of runs", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, Files());
    }

    [Fact]
    public async Task An_engine_that_has_left_leaves_everything_in_the_databases_themselves()
    {
        var run = undisturbed.Run("r");
        _engine.Settings = _engine.Settings with { SnapshotEvery = 2 };
        await _engine.RunToRest([run]);

        foreach (var file in new[] { _engine.Folder.Journal, _engine.Folder.Snapshots, _engine.Folder.Metrics })
            Assert.True(new FileInfo($"{file}-wal") is { Exists: false } or { Length: 0 }, file);

        using var copy = new TestEngine();
        File.Copy(_engine.Folder.Journal, copy.Folder.Journal);
        await undisturbed.SameBits(copy.Told(run.Id));
    }

    [Fact]
    public async Task Whoever_reads_the_databases_keeps_no_engine_from_leaving()
    {
        var run = undisturbed.Run("r");
        using var reader = new SqliteConnection($"Data Source={_engine.Folder.Journal};Pooling=False");
        await using (var lab = await _engine.StartWith([run]))
        {
            reader.Open();
            using var look = reader.CreateCommand();
            look.CommandText = "BEGIN; SELECT COUNT(*) FROM journal;"; // and reads on
            look.ExecuteScalar();
            await lab.WaitAsync(TestEngine.Sweep, cancel: TestEngine.Cancel);

            Assert.True(await lab.LeaveAsync());
        }

        Assert.False(EngineLock.IsHeld(_engine.Folder));
        await undisturbed.SameBits(_engine.Told(run.Id));
    }

    [Theory]
    [InlineData("all of it")]
    [InlineData("a page")]
    [InlineData("one snapshot")]
    public async Task Snapshots_that_were_damaged_cost_no_run_anything(string damaged)
    {
        var run = undisturbed.Run("r") with { CurriculumEpochs = 2 };
        _engine.Settings = _engine.Settings with { SnapshotEvery = 2 };
        await _engine.RunToRest([run]);
        var file = _engine.Folder.Snapshots;
        var sound = File.ReadAllBytes(file);
        if (damaged == "one snapshot") Say(file, "UPDATE snapshot SET snapshot = X'00'");
        else if (damaged == "a page") File.WriteAllBytes(file, [.. sound[..4096], .. Enumerable.Repeat((byte)0xAB, 4096), .. sound[8192..]]);
        else File.WriteAllBytes(file, [.. Enumerable.Repeat((byte)7, 20_000)]);

        await using var lab = await _engine.StartWith([run with { Epochs = 3 }]);
        Assert.Equal(damaged == "one snapshot" ? 0 : 1, lab.Warnings.Count);
        await lab.WaitAsync(TestEngine.Sweep, cancel: TestEngine.Cancel);

        await undisturbed.SameBits(_engine.Told(run.Id));
        Assert.Equal(3, _engine.Told(run.Id).Epochs.Count);
    }

    [Fact]
    public async Task Snapshots_that_know_more_than_the_journal_are_set_aside()
    {
        _engine.Settings = _engine.Settings with { SnapshotEvery = 2 };
        await _engine.RunToRest([undisturbed.Run("r")]);
        Assert.Empty(FolderDatabases.Prepare(_engine.Folder));
        Say(_engine.Folder.Journal, "DELETE FROM journal WHERE persistence_id = 'run-r' AND sequence_number > 2");

        Assert.Contains("it is newer than the journal", Assert.Single(FolderDatabases.Prepare(_engine.Folder)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_that_were_damaged_are_made_anew_by_the_next_start()
    {
        var run = undisturbed.Run("r");
        await _engine.RunToRest([run]);
        var before = Kappas();
        File.WriteAllBytes(_engine.Folder.Metrics, [.. Enumerable.Repeat((byte)7, 20_000)]);

        await _engine.RunToRest([run]);

        Assert.Equal(2, before.Count);
        Assert.Equal(before, Kappas());
        Assert.Equal(20_000, new FileInfo(Path.Combine(_engine.Root, "set-aside", "metrics.db")).Length);
    }

    private static void Say(string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.True(command.ExecuteNonQuery() > 0);
    }

    /// <summary>Every file with its bytes; the lock's own are nobody's data.</summary>
    private Dictionary<string, string> Files() => Directory.GetFiles(_engine.Root, "*", SearchOption.AllDirectories)
        .Where(file => !Path.GetFileName(file).StartsWith("engine.", StringComparison.Ordinal))
        .ToDictionary(file => file, file => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file))));

    /// <summary>As a process that ends does: no connection stays, and nothing beside the file.</summary>
    private static void Let(string file, bool sound)
    {
        using (var connection = new SqliteConnection(Databases.ConnectionString(file)))
        {
            if (sound)
            {
                connection.Open();
                using var command = connection.CreateCommand();
                command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
                command.ExecuteNonQuery();
            }

            SqliteConnection.ClearPool(connection);
        }

        foreach (var beside in new[] { "-wal", "-shm" }) File.Delete(file + beside);
    }

    private List<(long, double)> Kappas()
    {
        using var connection = new SqliteConnection($"Data Source={_engine.Folder.Metrics};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT epoch, kappa FROM epochs ORDER BY epoch";
        using var reader = command.ExecuteReader();
        var rows = new List<(long, double)>();
        while (reader.Read()) rows.Add((reader.GetInt64(0), reader.GetDouble(1)));
        return rows;
    }
}
