using ActorGaze.Actors.Hosting;
using ActorGaze.Actors.Runs;
using ActorGaze.Nn;
using Microsoft.Data.Sqlite;

namespace ActorGaze.Tests.Actors.Faults;

/// <summary>Databases that are not what an engine left.</summary>
[Slow]
public sealed class DatabaseSpecs(Undisturbed undisturbed) : IDisposable
{
    private readonly Engine _engine = new();

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
    public async Task Metrics_that_were_damaged_are_made_anew_by_the_next_start()
    {
        var run = undisturbed.Run("r");
        await _engine.RunToRest([run]);
        var before = Kappas();
        File.WriteAllBytes(_engine.Folder.Metrics, [.. Enumerable.Repeat((byte)7, 20_000)]);

        await _engine.RunToRest([run]);

        Assert.Equal(2, before.Count);
        Assert.Equal(before, Kappas());
    }

    /// <summary>As a process that ends does: no connection stays, and nothing beside the file.</summary>
    private static void Let(string file, bool sound)
    {
        using (var connection = new SqliteConnection(ActorGaze.Actors.Persistence.Databases.ConnectionString(file)))
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
