using System.Text.Json;
using ActorGaze.Actors.Settings;
using ActorGaze.Tui.Cli;
using ActorGaze.Tui.Terminal;

namespace ActorGaze.Tests.Tui.Cli;

public sealed class ConfigVerbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("actorgaze-config-").FullName;

    private string SweepConf => Path.Combine(_folder, "mine.conf");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Every_key_is_listed_once_with_its_value_and_its_origin()
    {
        File.WriteAllText(SweepConf, "training.epochs = 7\nengine.devices = [\"cuda:0\", cpu]");

        var (status, output, error) = await Type("config", "--file", SweepConf, "--set", "training.batch-size=[16, 32]");

        Assert.Equal((ExitStatus.Well, ""), (status, error));
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToArray();
        Assert.Equal(["key", "value", "from"], lines[0]);
        Assert.Equal(Keys.Paths.Order(StringComparer.Ordinal), lines[1..].Select(line => line[0]).Order(StringComparer.Ordinal));
        Assert.Contains(["training.epochs", "7", SweepConf], lines);
        Assert.Contains(["engine.devices", "[\"cuda:0\", cpu]", SweepConf], lines);
        Assert.Contains(["training.batch-size", "[16, 32]", "--set"], lines);
        Assert.Contains(["training.learning-rate", "1e-4", "default"], lines);
    }

    [Fact]
    public async Task One_key_is_explained()
    {
        var (status, output, _) = await Type("config", "training.batch-size", "--set", "training.batch-size=8");

        Assert.Equal(ExitStatus.Well, status);
        Assert.Equal(
            """
            key       training.batch-size
            value     8
            from      --set
            default   32
            type      whole number
            allowed   a whole number from 1 to 65536
            unit      images
            reason    Images per training step. The gaze loss compares samples of one class within a batch, so small batches weaken it.

            """, output);
    }

    [Fact]
    public async Task A_section_is_all_its_keys() =>
        Assert.Equal(
            ["key", "curriculum.shape", "curriculum.from", "curriculum.to", "curriculum.epochs"],
            (await Type("config", "curriculum")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0]));

    [Fact]
    public async Task With_json_there_is_one_object_or_a_list_of_the_same_objects()
    {
        var one = JsonDocument.Parse((await Type("config", "engine.step.timeout", "--json")).Output).RootElement;
        var all = JsonDocument.Parse((await Type("config", "--json")).Output).RootElement;

        string? Of(string field) => one.GetProperty(field).GetString();
        Assert.Equal(("engine.step.timeout", "10m", "default", "10m", "duration"), (Of("key"), Of("value"), Of("from"), Of("default"), Of("type")));
        Assert.StartsWith("a duration from 1s to 7d", Of("allowed"), StringComparison.Ordinal);
        Assert.Equal(Keys.Paths.Length, all.GetArrayLength());
        Assert.Contains(all.EnumerateArray(), line => line.GetRawText() == one.GetRawText().Replace("\n", "\n  ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_secret_is_not_shown()
    {
        Assert.DoesNotContain("s3cret", (await Type("config", "--set", "seq.api-key=s3cret")).Output, StringComparison.Ordinal);
        Assert.Contains("value     (hidden)", (await Type("config", "seq.api-key", "--set", "seq.api-key=s3cret")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_folder_that_is_not_there_is_shown_all_the_same() =>
        Assert.Contains("value     \"/not/mounted\"", (await Type("config", "sweep.data", "--set", "sweep.data=/not/mounted")).Output, StringComparison.Ordinal);

    [Theory]
    [InlineData("config training.epohcs", "config: training.epohcs: there is no such key. The nearest is training.epochs.")]
    [InlineData("config Training.Epochs", "config: Training.Epochs: there is no such key. Keys are written in small letters: training.epochs.")]
    [InlineData("config a.b", "config: a.b: there is no such key. Keys begin with sweep, ")]
    [InlineData("config training.epochs --set training.epochs=0", "--set: training.epochs: found '0'; allowed: a whole number from 1 to 100000.")]
    [InlineData("config --file /no/such.conf", "/no/such.conf: there is no such file")]
    public async Task What_is_wrong_is_named_and_the_status_is_2(string typed, string expected)
    {
        var (status, output, error) = await Type(typed.Split(' '));

        Assert.Equal((ExitStatus.WrongInput, ""), (status, output));
        Assert.StartsWith($"actorgaze: {expected}", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shell_that_asks_is_offered_the_keys()
    {
        var (status, output, _) = await Type("[suggest:18]", "config training.pl");

        Assert.Equal(ExitStatus.Well, status);
        Assert.Equal(["training.plateau.factor", "training.plateau.patience", "training.plateau.threshold"], output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private async Task<(int Status, string Output, string Error)> Type(params string[] args)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        string? Variable(string name) => name == "ACTORGAZE_STATE" ? _folder : null;
        var status = await CommandLine.RunAsync(args, new Surroundings(output, error, Variable, TimeProvider.System, () => null));
        return (status, output.ToString(), error.ToString());
    }
}
