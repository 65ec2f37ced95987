using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Persistence;
using ActorGaze.Nn;
using ActorGaze.Tests.Actors.Faults;

namespace ActorGaze.Tests.Actors.Persistence.Postgres;

/// <summary>Addresses that lead to no journal: a message each, for engines and for readers.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
[Slow]
public sealed class PostgresFaultSpecs : IDisposable
{
    private const string Sources = "The password comes from PGPASSWORD, or from the file that PGPASSFILE names (else ~/.pgpass).";

    private readonly JournalAddress _journal = PostgresServer.SharedDatabase();
    private readonly TestEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task A_database_that_is_not_there_is_named_with_how_to_make_it()
    {
        var address = _journal with { Database = "nowhere" };

        Assert.Equal(
            $"journal.url: {address}: the server has no database 'nowhere'. 'createdb -O postgres nowhere' makes one.", (await Refused<InvalidInputException>(address)).Message);
    }

    [Fact]
    public async Task A_user_that_is_refused_is_told_where_passwords_come_from()
    {
        var unknown = _journal with { User = "stranger" };
        Assert.Equal($"journal.url: {unknown}: the server refuses the user stranger: role \"stranger\" does not exist. {Sources}", (await Refused<InvalidInputException>(unknown)).Message);

        var locked = _journal with { User = "locked" };
        Assert.Equal($"journal.url: {locked}: the server asks for a password, and there is none. {Sources}", (await Refused<InvalidInputException>(locked)).Message);
    }

    [Fact]
    public async Task A_server_that_is_away_is_something_outside_the_program()
    {
        var closed = new JournalAddress("me", "127.0.0.1", 1, "journal");
        Assert.Equal($"journal.url: {closed}: the server does not answer: Connection refused", (await Refused<PreventedException>(closed)).Message);

        var nowhere = _journal with { Host = "/nowhere" };
        Assert.Equal($"journal.url: {nowhere}: the server does not answer: there is no socket of one in /nowhere", (await Refused<PreventedException>(nowhere)).Message);
    }

    [Fact]
    public async Task A_user_that_may_make_no_tables_is_told_so()
    {
        var address = PostgresServer.SharedDatabase();
        PostgresServer.Run(address, $"DO $$ BEGIN CREATE ROLE poor LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$");

        var refused = await Assert.ThrowsAsync<InvalidInputException>(() => Start(address with { User = "poor" }));

        Assert.Equal(
            $"journal.url: {address with { User = "poor" }}: the user poor may not do what an engine does: permission denied for schema public. Let it own the database.",
            refused.Message);
    }

    [Theory]
    [InlineData("PGPASSWORD", true)]
    [InlineData("PGPASSFILE", true)]
    [InlineData("PGPASSWORD", false)]
    public async Task A_password_comes_from_the_environment_and_is_in_no_output(string variable, bool isRight)
    {
        using var program = new Tui.EndToEnd.Actorgaze();
        var address = PostgresServer.SharedDatabase();
        PostgresServer.Run(address, $"ALTER DATABASE {address.Database} OWNER TO locked; ALTER SCHEMA public OWNER TO locked");
        var (password, file) = (isRight ? PostgresServer.Password : "guess-work", Path.Combine(program.Folder, "pgpass"));
        File.WriteAllText(file, $"*:*:*:locked:{password}\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        var run = program.StartOther("env", $"{variable}={(variable == "PGPASSFILE" ? file : password)}", Tui.EndToEnd.Actorgaze.Program, "run", program.Short, "--state", program.State, "--plain", "--set", $"journal.url={address with { User = "locked" }}");
        var (output, error) = (await run.StandardOutput.ReadToEndAsync(TestEngine.Cancel), await run.StandardError.ReadToEndAsync(TestEngine.Cancel));

        Assert.Equal(isRight ? 0 : 2, await Tui.EndToEnd.Actorgaze.StatusOfAsync(run));
        if (!isRight) Assert.Contains($"the server refuses the user locked: password authentication failed for user \"locked\". {Sources}", error, StringComparison.Ordinal);
        var written = Directory.EnumerateFiles(program.State, "*", SearchOption.AllDirectories).Where(path => !path.EndsWith(".sock", StringComparison.Ordinal)).Select(File.ReadAllText);
        Assert.DoesNotContain(written.Append(output).Append(error), text => text.Contains(password, StringComparison.Ordinal));
    }

    private async Task<TFault> Refused<TFault>(JournalAddress address)
        where TFault : Exception
    {
        var told = await Assert.ThrowsAsync<TFault>(() => Start(address));
        Assert.Equal(told.Message, Assert.Throws<TFault>(() => JournalReader.Open(_engine.Root, address).Sweeps()).Message);
        return told;
    }

    private Task Start(JournalAddress address)
    {
        _engine.Settings = _engine.Settings with { Journal = address };
        return _engine.Start();
    }
}
