using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Persistence;
using ActorGaze.Actors.Persistence.Stores;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;
using Microsoft.Data.Sqlite;

namespace ActorGaze.Tests.Actors.Persistence;

/// <summary>Where a state folder's journal is, without any server.</summary>
public sealed class JournalPlaceTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("place-").FullName;
    private readonly JournalAddress _address = new("me", "db", 5432, "journal");

    private StateFolder Folder => new(_root);

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void A_folder_that_remembers_nothing_has_its_journal_in_it_and_one_that_remembers_an_address_has_it_there()
    {
        Assert.Equal(Folder.Journal, JournalPlace.Of(Folder).Name);

        RememberedJournal.Write(Folder, _address);

        Assert.Equal("postgresql://me@db/journal", JournalPlace.Of(Folder).Name);
        Assert.Equal([Folder.JournalUrl], Directory.GetFiles(_root));
        RememberedJournal.Write(Folder, null);
        Assert.Equal(Folder.Journal, JournalPlace.Of(Folder).Name);
    }

    [Fact]
    public void Another_address_than_the_remembered_one_is_refused_and_the_same_place_by_another_user_is_not()
    {
        RememberedJournal.Write(Folder, _address);

        Assert.Equal(
            $"journal.url: found postgresql://me@other/journal, but the journal of {_root} is in postgresql://me@db/journal, as {Folder.JournalUrl} remembers; "
            + "allowed: nothing, or postgresql://me@db/journal. 'actorgaze journal copy --to \"postgresql://me@other/journal\"' moves it there.",
            Assert.Throws<InvalidInputException>(() => JournalPlace.Of(Folder, _address with { Host = "other" })).Message);
        Assert.Equal("postgresql://you@DB/journal", JournalPlace.Of(Folder, _address with { User = "you", Host = "DB" }).Name);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void An_engine_leaves_no_events_in_the_folder_behind_for_a_database(bool events, bool refused)
    {
        using (var connection = new SqliteConnection($"Data Source={Folder.Journal};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "CREATE TABLE journal (ordering INTEGER)" + (events ? "; INSERT INTO journal VALUES (1)" : "");
            command.ExecuteNonQuery();
        }

        if (refused) Assert.StartsWith(
            $"journal.url: found postgresql://me@db/journal, but {_root} has a journal of its own, in {Folder.Journal}; allowed: ",
            Assert.Throws<InvalidInputException>(() => JournalPlace.ForEngine(Folder, _address)).Message, StringComparison.Ordinal);
        else Assert.Equal(_address.ToString(), JournalPlace.ForEngine(Folder, _address).Name);
    }

    [Theory]
    [InlineData("", "found ''; allowed: nothing, or an address")]
    [InlineData("postgresql://me:secret@db/journal", "found 'postgresql://me:…@db/journal'; allowed: an address without a password")]
    public void What_a_folder_remembers_wrongly_is_named_by_file_and_without_a_password(string text, string said)
    {
        File.WriteAllText(Folder.JournalUrl, text);

        Assert.StartsWith($"{Folder.JournalUrl}: {said}", Assert.Throws<InvalidInputException>(() => JournalReader.Open(_root)).Message, StringComparison.Ordinal);
    }
}
