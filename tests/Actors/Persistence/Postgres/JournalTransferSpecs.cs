using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Persistence;
using ActorGaze.Actors.Persistence.Sqlite;
using ActorGaze.Actors.Persistence.Stores;
using ActorGaze.Nn;
using ActorGaze.Tests.Actors.Faults;
using Microsoft.Data.Sqlite;
using static ActorGaze.Tests.Actors.Faults.TestEngine;

namespace ActorGaze.Tests.Actors.Persistence.Postgres;

/// <summary>A state folder's journal that moves between SQLite and PostgreSQL.</summary>
[Slow]
public sealed class JournalTransferSpecs(Undisturbed undisturbed) : IDisposable
{
    private readonly TestEngine _engine = new();
    private readonly JournalAddress _journal = PostgresServer.SharedDatabase();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task There_and_back_again_every_event_is_the_same_and_the_run_goes_on_at_each_place_to_the_same_bits()
    {
        var run = undisturbed.Run("r") with { CurriculumEpochs = 2 };
        await _engine.RunToRest([run]);
        var events = _engine.Told<RunEvent>(run.Id);
        var before = Rows(new SqliteStore(_engine.Folder.Journal));
        var told = new List<JournalTransferProgress>();

        var there = JournalTransfer.Run(_engine.Folder, null, _journal, new Told(told), Cancel);

        Assert.Equal((_engine.Folder.Journal, _journal.ToString(), before.Count), (there.From, there.To, there.Events));
        Assert.Equal([new("copying", before.Count, before.Count), new JournalTransferProgress("comparing", before.Count, before.Count)], told);
        Assert.Equal(before.Select(Text), Rows(JournalPlace.In(_engine.Folder, _journal)).Select(Text));
        Assert.Equal((false, true), (File.Exists(_engine.Folder.Journal), File.Exists(there.SetAside)));
        Assert.Equal(events, _engine.Told<RunEvent>(run.Id));

        await _engine.RunToRest([run with { Epochs = 3 }]);
        await undisturbed.SameBits(_engine.Told(run.Id));
        var longer = Rows(JournalPlace.In(_engine.Folder, _journal));
        Assert.Equal(before.Select(Text), longer.Take(before.Count).Select(Text));

        var back = JournalTransfer.Run(_engine.Folder, _journal, null, cancel: Cancel);

        Assert.Null(back.SetAside);
        Assert.Equal(longer.Select(Text), Rows(new SqliteStore(_engine.Folder.Journal)).Select(Text));
        Assert.False(File.Exists(_engine.Folder.JournalUrl));
        await _engine.RunToRest([run with { Epochs = 4 }]);
        await undisturbed.SameBits(_engine.Told(run.Id));
    }

    [Fact]
    public async Task A_journal_with_events_is_no_target_and_one_without_no_source()
    {
        await _engine.RunToRest([undisturbed.Run("r")]);
        Assert.Equal($"journal.url: {_journal}: there is no journal in this database.", Refused(_journal, null));
        JournalTransfer.Run(_engine.Folder, null, _journal, cancel: Cancel);
        using var other = new TestEngine();
        await other.RunToRest([undisturbed.Run("q")]);

        Assert.Equal($"journal.url: {_journal}: this journal has events, and a copy is made into an empty one alone. Name an empty database.", Refused(null, _journal, other));
        Assert.Equal($"{other.Folder.Journal}: this journal has events, and a copy is made into an empty one alone. Move it away first.", Refused(_journal, null, other));
        Assert.Equal($"{_engine.Folder.Journal}: there is no journal with events here, so there is nothing to copy.", Refused(null, PostgresServer.SharedDatabase()));
        Assert.StartsWith("journal copy: both ends are SQLite", Refused(null, null), StringComparison.Ordinal);
        Assert.Equal($"journal copy: both ends are {_journal}; allowed: two places.", Refused(_journal with { User = "other" }, _journal));
        Assert.Equal("r", Assert.Single(_engine.Told(new RunId("r")).Spec!.Id.Value.Split('-')));
    }

    [Fact]
    public async Task Nothing_is_copied_while_an_engine_runs_on_either_end()
    {
        await _engine.RunToRest([undisturbed.Run("r")]);
        using var other = new TestEngine(_journal);
        await using (await _engine.Start())
            Assert.Contains("has this state folder. Only one may.", Refused(null, _journal), StringComparison.Ordinal);

        await using (await other.Start())
        {
            Assert.Contains("has this journal. Only one may.", Refused(null, _journal), StringComparison.Ordinal);
            Assert.Contains("has this journal. Only one may.", Refused(_journal, null), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_copy_that_is_interrupted_leaves_both_ends_as_they_were(bool toPostgres)
    {
        using var interruption = new CancellationTokenSource();
        await _engine.RunToRest([undisturbed.Run("r")]);
        if (!toPostgres) JournalTransfer.Run(_engine.Folder, null, _journal, cancel: Cancel);
        var events = _engine.Told<RunEvent>(new RunId("r"));
        var interrupt = new OnComparing(interruption.Cancel);

        var (from, to) = toPostgres ? ((JournalAddress?)null, _journal) : (_journal, null);
        Assert.ThrowsAny<OperationCanceledException>(() => JournalTransfer.Run(_engine.Folder, from, to, interrupt, interruption.Token));

        Assert.Equal(events, _engine.Told<RunEvent>(new RunId("r")));
        if (toPostgres) Assert.Equal(0L, PostgresServer.Ask(_journal, "SELECT COUNT(*) FROM journal"));
        else Assert.Empty(Directory.GetFiles(_engine.Root, "journal.db*"));
        JournalTransfer.Run(_engine.Folder, from, to, cancel: Cancel); // and it can be done again
        Assert.Equal(events, _engine.Told<RunEvent>(new RunId("r")));
    }

    [Fact]
    public async Task A_copys_table_is_the_one_that_an_engine_makes()
    {
        await _engine.RunToRest([undisturbed.Run("r")]);
        using var engine = Databases.Open(_engine.Folder.Journal, SqliteOpenMode.ReadWrite);
        using var copy = new SqliteConnection("Data Source=:memory:");
        copy.Open();

        SqliteTables.Make(copy);

        Assert.Equal(Columns(engine), Columns(copy));
    }

    [Fact]
    public async Task The_verb_tells_what_it_did_in_words_or_as_a_document_and_refuses_what_is_no_place()
    {
        using var program = new Tui.EndToEnd.Actorgaze();
        Assert.Equal(0, (await program.SayAsync("run", program.Short, "--plain")).Status);
        var before = (await program.SayAsync("events", Tui.EndToEnd.Actorgaze.ShortRun)).Output;

        var there = await program.SayAsync("journal", "copy", "--to", $"{_journal}");
        Assert.Equal((0, ""), (there.Status, there.Error));
        Assert.Matches($"^{_journal.ToString().Replace("?", "\\?", StringComparison.Ordinal)}: \\d+ events, the same as in {program.State}/journal.db \\(SHA-256 [0-9a-f]{{64}}\\)\\.\n{program.State} uses it from now on\\. The journal before is {program.State}/set-aside/journal.db\\.\n$", there.Output);
        Assert.Equal(before, (await program.SayAsync("events", Tui.EndToEnd.Actorgaze.ShortRun)).Output);
        Assert.Contains($"\"{_journal}\"", (await program.SayAsync("config", "journal.url")).Output, StringComparison.Ordinal);
        Assert.Matches($"journal +PostgreSQL [0-9.]+, {_journal.ToString().Replace("?", "\\?", StringComparison.Ordinal)}\n", (await program.SayAsync("doctor")).Output);

        var back = await program.SayAsync("journal", "copy", "--from", $"{_journal}", "--to", "sqlite", "--json");
        Assert.Equal($"{program.State}/journal.db", System.Text.Json.JsonDocument.Parse(back.Output).RootElement.GetProperty("to").GetString());
        Assert.Equal(before, (await program.SayAsync("events", Tui.EndToEnd.Actorgaze.ShortRun)).Output);

        Assert.Equal((2, "", "actorgaze: --to: found 'here'; allowed: sqlite, or an address such as postgresql://user@host/database.\n"), await program.SayAsync("journal", "copy", "--to", "here"));
        Assert.Equal(2, (await program.SayAsync("journal", "copy")).Status);
    }

    private string Refused(JournalAddress? from, JournalAddress? to, TestEngine? engine = null) =>
        Assert.Throws<InvalidInputException>(() => JournalTransfer.Run((engine ?? _engine).Folder, from, to, cancel: Cancel)).Message;

    private static List<JournalRow> Rows(IJournalStore store)
    {
        using var session = store.Open();
        return [.. JournalRows.All(session.Connection)];
    }

    private static string Text(JournalRow row) => $"{row with { Message = [] }} {Convert.ToHexString(row.Message)}";

    private static List<string> Columns(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name, lower(type), \"notnull\", pk FROM pragma_table_info('journal')";
        using var reader = command.ExecuteReader();
        var columns = new List<string>();
        while (reader.Read()) columns.Add($"{reader[0]} {reader[1]} {reader[2]} {reader[3]}");
        return columns;
    }

    private sealed class Told(List<JournalTransferProgress> told) : IProgress<JournalTransferProgress>
    {
        public void Report(JournalTransferProgress value) => told.Add(value);
    }

    private sealed class OnComparing(Action act) : IProgress<JournalTransferProgress>
    {
        public void Report(JournalTransferProgress value)
        {
            if (value.Stage == "copying" && value.Events == value.Total) act();
        }
    }
}
