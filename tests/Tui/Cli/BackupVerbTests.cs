using System.Text.Json;
using ActorGaze.Tests.Actors.Faults;
using ActorGaze.Tui.Cli;
using ActorGaze.Tui.Terminal;

namespace ActorGaze.Tests.Tui.Cli;

[Slow]
public sealed class BackupVerbTests(Undisturbed undisturbed) : IDisposable
{
    private readonly TestEngine _engine = new();
    private readonly string _out = Directory.CreateTempSubdirectory("backup-verb-").FullName;

    public void Dispose()
    {
        _engine.Dispose();
        Directory.Delete(_out, recursive: true);
    }

    [Fact]
    public async Task It_says_what_it_made_and_how_to_restore_it_and_status_1_where_something_is_missing()
    {
        var run = undisturbed.Run("r");
        await _engine.RunToRest([run]);
        var file = Path.Combine(_out, "b.tar");

        var (status, output, error) = await Type("backup", file);
        Assert.Equal((ExitStatus.Well, ""), (status, error));
        Assert.StartsWith($"{file}: ", output, StringComparison.Ordinal);
        Assert.Contains("1 sweep, 1 run, 2 checkpoints.", output, StringComparison.Ordinal);
        Assert.Contains("give that as --state", output, StringComparison.Ordinal);

        Assert.Equal(ExitStatus.WrongInput, (await Type("backup", file)).Status);
        foreach (var checkpoint in Directory.GetFiles(_engine.Folder.CheckpointsOf(run.Id))) File.Delete(checkpoint);
        (status, output, error) = await Type("backup", file, "--force", "--json");
        Assert.Equal(ExitStatus.Failed, status);
        Assert.Equal((2, 0), (JsonDocument.Parse(output).RootElement.GetProperty("missing").GetArrayLength(), JsonDocument.Parse(output).RootElement.GetProperty("checkpoints").GetInt32()));
        Assert.Contains("the journal names this checkpoint, and it is not on disk.", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_doctor_says_how_to_take_one_and_what_a_copy_of_the_journal_alone_lacks()
    {
        Assert.Contains("\nbackup      'actorgaze backup FILE' takes one, of a running engine too\n", (await Type("doctor")).Output, StringComparison.Ordinal);
        await using var lab = await _engine.StartWith([undisturbed.Run("r")]);
        await lab.WaitAsync(TestEngine.Sweep, cancel: TestEngine.Cancel);

        Assert.Matches(@"\nbackup      .*; journal\.db alone lacks the [0-9.]+ [kM]?B of its -wal file\n", (await Type("doctor")).Output);
    }

    [Theory]
    [InlineData("verify r")]
    [InlineData("pause r")]
    [InlineData("resume r")]
    [InlineData("cancel r")]
    [InlineData("retry r")]
    [InlineData("up")]
    [InlineData("run CONF")]
    public async Task Every_verb_that_touches_torch_takes_the_one_that_the_user_names(string typed)
    {
        await _engine.RunToRest([undisturbed.Run("r")]);
        var conf = Path.Combine(_out, "s.conf");
        File.WriteAllText(conf, "sweep.name = s");

        var (status, _, error) = await Type(["--set", "engine.runs-at-once=1", .. typed.Replace("CONF", conf, StringComparison.Ordinal).Split(' ')], name => name == "ACTORGAZE_LIBTORCH" ? _out : null);

        Assert.Equal(ExitStatus.WrongInput, status);
        Assert.Contains($"ACTORGAZE_LIBTORCH: found '{_out}', which has no ", error, StringComparison.Ordinal);
    }

    private Task<(int Status, string Output, string Error)> Type(params string[] typed) => Type(typed, _ => null);

    private async Task<(int Status, string Output, string Error)> Type(string[] typed, Func<string, string?> environment)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var status = await CommandLine.RunAsync([.. typed, "--state", _engine.Root], new Surroundings(output, error, environment, TimeProvider.System, () => null));
        return (status, output.ToString(), error.ToString());
    }
}
