using ActorGaze.Actors.Persistence;

namespace ActorGaze.Tests.Tui.EndToEnd;

/// <summary>A state folder that may only be read, and one that is open to others.</summary>
[Slow]
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class ReadOnlySpecs : IDisposable
{
    private readonly Actorgaze _program = new();

    public void Dispose() => _program.Dispose();

    [Fact]
    public async Task Whatever_only_looks_works_where_nothing_can_be_written()
    {
        Assert.Equal(0, (await _program.SayAsync("run", _program.Short, "--plain")).Status);
        using var mount = new ReadOnlyMount(_program.State);

        string[][] looks = [["ps"], ["show", Actorgaze.ShortRun], ["events", Actorgaze.ShortRun], ["results", "short"], ["verify", Actorgaze.ShortRun]];
        foreach (var words in looks)
        {
            var (status, output, error) = await _program.SayAsync(words);
            Assert.True(status == 0 && output.Contains("short", StringComparison.Ordinal) | words[0] == "events", $"{words[0]}: {status}\n{output}\n{error}");
        }

        var refused = await _program.SayAsync("report", "short");
        Assert.Contains("'actorgaze report short --out DIR' writes it into another folder.", refused.Error, StringComparison.Ordinal);
        var elsewhere = Path.Combine(_program.Folder, "elsewhere");
        Assert.Equal(0, (await _program.SayAsync("report", "short", "--out", elsewhere)).Status);
        Assert.True(File.Exists(Path.Combine(elsewhere, "report.html")));
    }

    [Fact]
    public async Task A_journal_that_an_engine_is_writing_is_read_through_a_mount_that_may_only_be_read()
    {
        await _program.UpAsync();
        Assert.Equal(0, (await _program.SayAsync("submit", _program.Endless)).Status);
        using var mount = new ReadOnlyMount(_program.State);

        Assert.Contains(Actorgaze.EndlessRun, JournalReader.Open(_program.State).Sweeps().Single().Runs.Select(run => run.Id.Value));
        Assert.Equal(0, (await _program.SayAsync("events", Actorgaze.EndlessRun)).Status);
    }

    [Fact]
    public async Task A_folder_that_is_open_to_others_keeps_its_mode_is_told_once_and_what_is_made_in_it_is_its_owners_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no modes on Windows.");
        const UnixFileMode Shared = (UnixFileMode)0x5FD; // octal 2775
        File.SetUnixFileMode(Directory.CreateDirectory(_program.State).FullName, Shared);

        var run = _program.StartOther("/bin/sh", "-c", $"umask 0; exec '{Actorgaze.Program}' run '{_program.Short}' --plain --state '{_program.State}'");
        var (_, error) = (run.StandardOutput.ReadToEndAsync(Deadline.Token), run.StandardError.ReadToEndAsync(Deadline.Token));
        Assert.Equal(0, await Actorgaze.StatusOfAsync(run));

        Assert.Equal(Shared, File.GetUnixFileMode(_program.State));
        Assert.Single((await error).Split('\n'), line => line.Contains("others may write into this state folder (mode 2775)", StringComparison.Ordinal));
        Assert.All(Directory.EnumerateFileSystemEntries(_program.State, "*", SearchOption.AllDirectories), path =>
            Assert.True((File.GetUnixFileMode(path) & (UnixFileMode)0x3F) == 0, $"{path}: {File.GetUnixFileMode(path)}"));
    }

    [Fact]
    public async Task The_socket_in_a_folder_that_others_may_look_into_is_its_owners_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no modes on Windows.");
        const UnixFileMode Open = (UnixFileMode)0x1ED; // octal 755
        File.SetUnixFileMode(Directory.CreateDirectory(_program.State).FullName, Open);

        await _program.UpAsync();

        Assert.Equal((Open, UnixFileMode.UserRead | UnixFileMode.UserWrite), (File.GetUnixFileMode(_program.State), File.GetUnixFileMode(_program.Socket)));
    }
}
