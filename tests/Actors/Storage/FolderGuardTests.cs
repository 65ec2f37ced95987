using ActorGaze.Actors.Storage;

namespace ActorGaze.Tests.Actors.Storage;

public sealed class FolderGuardTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("guard-").FullName;
    private readonly StateFolder _folder;
    private readonly FolderGuard _guard;

    public FolderGuardTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Where a file was moved to is told by Linux alone.");
        _folder = new StateFolder(Path.Combine(_root, "state"));
        Directory.CreateDirectory(_folder.Root);
        foreach (var part in new[] { "", "-wal", "-shm" }) File.WriteAllText(_folder.Journal + part, "");
        _guard = FolderGuard.Over(_folder);
    }

    private string Checkpoints => Path.Combine(_folder.Root, "checkpoints", "r");

    private string Moved => Path.Combine(_root, "moved");

    private string Place() => _guard.Write(Checkpoints, place => place);

    public void Dispose()
    {
        _guard.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    [Fact]
    public void A_folder_that_is_where_it_was_is_written_into()
    {
        _guard.Require();

        Assert.Equal(Checkpoints, Place());
        Assert.False(_guard.Lost.IsCompleted);
    }

    [Fact]
    public async Task A_folder_that_was_moved_is_written_into_where_it_is_now_but_acknowledges_nothing()
    {
        Directory.Move(_folder.Root, Moved);

        var lost = Assert.Throws<StateFolderLostException>(_guard.Require);

        Assert.StartsWith($"{_folder.Root}: the state folder was moved while the engine ran: it is {Moved} now.", lost.Message, StringComparison.Ordinal);
        Assert.Equal(lost.Message, await _guard.Lost);
        Assert.Equal(Path.Combine(Moved, "checkpoints", "r"), Place());
        Assert.False(_guard.IsJournalGone);
    }

    [Fact]
    public void A_folder_that_is_moved_while_something_is_written_is_written_into_again_where_it_is_now()
    {
        var places = new List<string>();

        var written = _guard.Write(Checkpoints, place =>
        {
            places.Add(place);
            if (Directory.Exists(_folder.Root)) Directory.Move(_folder.Root, Moved);
            if (!place.StartsWith(Moved, StringComparison.Ordinal)) throw new DirectoryNotFoundException("It was here.");
            return place;
        });

        Assert.Equal(Path.Combine(Moved, "checkpoints", "r"), written);
        Assert.Equal([Checkpoints, written], places);
    }

    [Fact]
    public void A_disk_that_cannot_be_written_is_not_tried_again()
    {
        var tries = 0;

        Assert.Throws<IOException>(() => _guard.Write(Checkpoints, bool (_) => throw new IOException($"Full, {++tries}.")));

        Assert.Equal(1, tries);
    }

    [Theory]
    [InlineData("-wal")]
    [InlineData("-shm")]
    public void A_journal_of_which_a_part_was_deleted_acknowledges_nothing(string part)
    {
        _guard.Require();
        File.Delete(_folder.Journal + part);

        var lost = Assert.Throws<StateFolderLostException>(_guard.Require);

        Assert.StartsWith($"{_folder.Journal}{part}: this part of the journal was deleted", lost.Message, StringComparison.Ordinal);
        Assert.True(_guard.IsJournalGone);
    }

    [Fact]
    public void Another_folder_in_its_place_is_not_it()
    {
        Directory.Move(_folder.Root, Moved);
        Directory.CreateDirectory(_folder.Root);
        File.WriteAllText(_folder.Journal, "");

        Assert.Throws<StateFolderLostException>(_guard.Require);
        Assert.Equal(Path.Combine(Moved, "checkpoints", "r"), Place());
    }

    [Fact]
    public void What_was_lost_stays_lost_when_it_comes_back()
    {
        Directory.Move(_folder.Root, Moved);
        Assert.Throws<StateFolderLostException>(_guard.Require);
        Directory.Move(Moved, _folder.Root);

        Assert.Throws<StateFolderLostException>(_guard.Require);
        Assert.Equal(Checkpoints, Place());
    }

    [Fact]
    public void A_folder_that_was_deleted_takes_nothing()
    {
        Directory.Delete(_folder.Root, recursive: true);

        Assert.Contains("the state folder was deleted", Assert.Throws<StateFolderLostException>(() => Place()).Message, StringComparison.Ordinal);
        Assert.True(_guard.IsJournalGone);
        Assert.Null(_guard.Here);
    }

    [Theory]
    [InlineData("deleted")]
    [InlineData("moved away")]
    [InlineData("replaced")]
    public void A_journal_that_is_another_or_none_acknowledges_nothing_and_the_folder_still_takes_checkpoints(string what)
    {
        if (what == "moved away") File.Move(_folder.Journal, Path.Combine(_root, "journal.db"));
        else File.Delete(_folder.Journal);
        if (what == "replaced") File.WriteAllText(_folder.Journal, "");

        Assert.StartsWith($"{_folder.Journal}: the journal was deleted, moved or replaced", Assert.Throws<StateFolderLostException>(_guard.Require).Message, StringComparison.Ordinal);
        Assert.Equal(Checkpoints, Place());
        Assert.True(_guard.IsJournalGone);
    }
}
