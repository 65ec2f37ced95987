using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Engine;
using ActorGaze.Actors.Persistence;
using ActorGaze.Actors.Persistence.Sqlite;
using ActorGaze.Actors.Storage;
using Akka.Actor;
using Akka.Persistence;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorGaze.Tests.Actors.Persistence;

/// <summary>An engine's snapshots, saved as its runs have them saved.</summary>
[Slow]
public sealed class ForgivingSnapshotsSpecs : IAsyncLifetime
{
    private readonly StateFolder _folder = new(Directory.CreateTempSubdirectory("snapshots-").FullName);
    private readonly HeldFolder _held;
    private readonly ActorSystem _system;
    private readonly IActorRef _store;

    public ForgivingSnapshotsSpecs()
    {
        _held = HeldFolder.Take(_folder);
        _system = EngineSystem.Start(new LabServices { Logging = NullLoggerFactory.Instance }, _held);
        _store = Akka.Persistence.Persistence.Instance.Apply(_system).SnapshotStoreFor(null);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _system.Terminate();
        await _held.CloseAsync(NullLogger.Instance);
        Directory.Delete(_folder.Root, recursive: true);
    }

    [Fact]
    public async Task Of_each_journal_the_newest_is_kept()
    {
        await Save("run-a", 100);
        await Save("run-b", 100);
        await Save("run-a", 200);

        Assert.Equal("run-a 200, run-b 100", Kept());
    }

    [Fact]
    public async Task One_that_is_there_after_a_newer_one_is_deleted_too()
    {
        await Save("run-a", 200);
        await Save("run-a", 100);

        Assert.Equal("run-a 200", Kept());
    }

    [Fact]
    public async Task An_older_one_that_cannot_be_deleted_is_deleted_with_the_next_and_no_save_fails_for_it()
    {
        await Save("run-a", 100);
        Ask("CREATE TRIGGER kept BEFORE DELETE ON snapshot BEGIN SELECT RAISE(ABORT, 'not now'); END");
        await Save("run-a", 200);
        Assert.Equal("run-a 100, run-a 200", Kept());
        Ask("DROP TRIGGER kept");
        await Save("run-a", 300);

        Assert.Equal("run-a 300", Kept());
    }

    private Task Save(string journal, long number) =>
        _store.Ask<SaveSnapshotSuccess>(new SaveSnapshot(new SnapshotMetadata(journal, number, Samples.Noon.UtcDateTime), RunState.Initial), TimeSpan.FromSeconds(60), Deadline.Token);

    private object? Kept() => Ask(
        "SELECT group_concat(kept, ', ') FROM (SELECT persistence_id || ' ' || sequence_number AS kept FROM snapshot ORDER BY persistence_id, sequence_number)");

    private object? Ask(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_folder.Snapshots};Pooling=False;Default Timeout=30");
        connection.Open();
        return Databases.Scalar(connection, sql);
    }
}
