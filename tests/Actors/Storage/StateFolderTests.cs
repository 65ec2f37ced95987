using System.Diagnostics;
using System.Globalization;
using ActorGaze.Actors.Persistence.Sqlite;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;

namespace ActorGaze.Tests.Actors.Storage;

public sealed class StateFolderTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("state-").FullName;

    private StateFolder Folder => new(Path.Combine(_root, "state"));

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void A_second_engine_in_the_same_folder_is_refused_and_told_who_has_it()
    {
        Folder.Prepare();
        using var held = EngineLock.Take(Folder);

        var refused = Assert.Throws<InvalidInputException>(() => EngineLock.Take(Folder));

        Assert.Contains(Folder.Root, refused.Message);
        Assert.Contains($"(process {Environment.ProcessId})", refused.Message);
    }

    [Fact]
    public void A_folder_whose_engine_is_gone_is_free()
    {
        Folder.Prepare();
        EngineLock.Take(Folder).Dispose();

        EngineLock.Take(Folder).Dispose();
    }

    [Fact]
    public async Task Whoever_only_looks_keeps_no_engine_from_its_folder()
    {
        Folder.Prepare();
        EngineLock.Take(Folder).Dispose();
        using var enough = new CancellationTokenSource();
        var looking = Task.Run(() =>
        {
            while (!enough.IsCancellationRequested) EngineLock.IsHeld(Folder);
        }, Deadline.Token);

        for (var i = 0; i < 200; i++) EngineLock.Take(Folder).Dispose();

        await enough.CancelAsync();
        await looking;
    }

    [Fact]
    public void An_engine_that_another_process_keeps_is_refused_with_its_number()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/flock"), "There is no flock here to hold a lock from another process.");
        Folder.Prepare();
        EngineLock.Take(Folder).Dispose();
        using var other = Process.Start(new ProcessStartInfo("/usr/bin/flock", [Folder.Lock, "sh", "-c", "echo held; read line"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true,
        })!;
        Assert.Equal("held", other.StandardOutput.ReadLine());
        File.WriteAllText(Folder.LockHolder, other.Id.ToString(CultureInfo.InvariantCulture));

        var refused = Assert.Throws<InvalidInputException>(() => EngineLock.Take(Folder));

        Assert.Contains($"(process {other.Id})", refused.Message);
        other.StandardInput.Close();
        other.WaitForExit();
        EngineLock.Take(Folder).Dispose();
    }

    [Fact]
    public void A_lock_that_may_not_be_opened_is_an_error_with_its_path()
    {
        Folder.Prepare();
        Directory.CreateDirectory(Folder.Lock);

        Assert.Contains(Folder.Lock, Assert.Throws<InvalidInputException>(() => EngineLock.Take(Folder)).Message);
    }

    [Fact]
    public void A_file_in_the_place_of_the_folder_is_an_error_with_its_path()
    {
        File.WriteAllText(Folder.Root, "");

        Assert.Contains(Folder.Root, Assert.Throws<InvalidInputException>(() => Folder.Prepare()).Message);
    }

    [Fact]
    public void A_damaged_journal_is_an_error_with_its_path_and_is_left_as_it_is()
    {
        var garbage = Garbage(Folder.Journal);

        var refused = Assert.Throws<InvalidInputException>(() => FolderDatabases.Prepare(Folder));

        Assert.Contains(Folder.Journal, refused.Message);
        Assert.Equal(garbage, File.ReadAllBytes(Folder.Journal));
    }

    [Fact]
    public void Damaged_snapshots_are_set_aside_each_time_under_a_new_name_and_said_so()
    {
        var (first, second) = (Path.Combine(Folder.Root, "set-aside", "snapshots.db"), Path.Combine(Folder.Root, "set-aside", "snapshots-2.db"));
        foreach (var there in new[] { first, second })
        {
            var garbage = Garbage(Folder.Snapshots);

            var said = Assert.Single(FolderDatabases.Prepare(Folder));

            Assert.Contains(Folder.Snapshots, said, StringComparison.Ordinal);
            Assert.Contains(there, said, StringComparison.Ordinal);
            Assert.Equal(garbage, File.ReadAllBytes(there));
            Assert.Empty(FolderDatabases.Prepare(Folder));
        }

        Assert.True(File.Exists(first));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-wal")]
    public void A_folder_in_the_place_of_the_snapshots_is_set_aside_with_what_is_in_it(string part)
    {
        Directory.CreateDirectory(Folder.Snapshots + part);
        File.WriteAllText(Path.Combine(Folder.Snapshots + part, "note"), "mine");

        var said = Assert.Single(FolderDatabases.Prepare(Folder));

        Assert.Contains("a folder stands in its place", said, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(Path.Combine(Folder.Root, "set-aside", "snapshots.db" + part, "note")));
        Assert.Empty(FolderDatabases.Prepare(Folder));
    }

    [Fact]
    public void A_folder_in_the_place_of_the_journal_is_an_error_with_its_path_and_is_left_as_it_is()
    {
        Directory.CreateDirectory(Folder.Journal);

        var wrong = Assert.Throws<InvalidInputException>(() => FolderDatabases.Prepare(Folder));

        Assert.StartsWith($"{Folder.Journal}: a folder stands in the place", wrong.Message, StringComparison.Ordinal);
        Assert.True(Directory.Exists(Folder.Journal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_log_whose_database_is_missing_or_empty_is_not_thrown_away(bool empty)
    {
        Directory.CreateDirectory(Folder.Root);
        File.WriteAllText(Folder.Journal + "-wal", "events");
        if (empty) File.WriteAllText(Folder.Journal, "");

        var refused = Assert.Throws<InvalidInputException>(() => FolderDatabases.Prepare(Folder));

        Assert.StartsWith($"{Folder.Journal}: this database is missing or empty, yet there are events in its -wal file", refused.Message, StringComparison.Ordinal);
        Assert.Equal("events", File.ReadAllText(Folder.Journal + "-wal"));
    }

    [Fact]
    public void Preparing_twice_is_preparing_once()
    {
        Folder.Prepare();
        FolderDatabases.Prepare(Folder);
        var before = File.ReadAllBytes(Folder.Journal);

        Folder.Prepare();
        FolderDatabases.Prepare(Folder);

        Assert.Equal(before, File.ReadAllBytes(Folder.Journal));
    }

    [Fact]
    public void The_databases_are_left_alone_until_the_lock_is_taken()
    {
        Folder.Prepare();

        Assert.False(File.Exists(Folder.Journal));
    }

    private static byte[] Garbage(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var garbage = Enumerable.Range(0, 9000).Select(i => (byte)(i * 7)).ToArray();
        foreach (var beside in new[] { "-wal", "-shm" }) File.Delete(file + beside);
        File.WriteAllBytes(file, garbage);
        return garbage;
    }
}
