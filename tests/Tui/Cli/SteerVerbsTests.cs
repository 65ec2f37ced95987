using System.Text.Json;
using ActorGaze.Actors.Runs;
using ActorGaze.Tests.Actors.Faults;
using ActorGaze.Tui.Cli;
using Microsoft.Data.Sqlite;

namespace ActorGaze.Tests.Tui.Cli;

/// <summary>The verbs that steer and prove runs, where no engine lives.</summary>
[Slow]
public sealed class SteerVerbsTests(Undisturbed undisturbed) : IDisposable
{
    private readonly Engine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task Runs_are_steered_before_any_engine_trains_them()
    {
        await Submitted("a", "b", "c");

        Assert.Equal((ExitStatus.Well, "a is Paused before its first checkpoint; it has no crew.\n", ""), await Type("pause a"));
        Assert.Equal((ExitStatus.Well, "a is Queued.\n", ""), await Type("resume a"));
        Assert.Equal((ExitStatus.Well, "b is Cancelled.\n", ""), await Type("cancel b"));
        Assert.Equal((ExitStatus.WrongInput, "b is Cancelled: resume makes no sense.\n", ""), await Type("resume b"));
        Assert.Equal((ExitStatus.WrongInput, "a is Queued: retry makes no sense.\n", ""), await Type("retry a"));

        var (status, output, error) = await Type("pause --all --json");
        Assert.Equal((ExitStatus.Well, ""), (status, error));
        Assert.Equal(["a", "c"], JsonDocument.Parse(output).RootElement.EnumerateArray().Select(e => e.GetProperty("run").GetString()));
        Assert.All(JsonDocument.Parse(output).RootElement.EnumerateArray(), e => Assert.True(e.GetProperty("accepted").GetBoolean()));
        Assert.Equal(RunPhase.Paused, _engine.Told(new RunId("c")).Phase);
        Assert.Equal((ExitStatus.Well, "b is Queued.\n", ""), await Type("retry b --from-start"));
    }

    [Theory]
    [InlineData("pause", "pause: give a RUN, or --all, and not both.")]
    [InlineData("pause a --all", "pause: give a RUN, or --all, and not both.")]
    [InlineData("pause x", "there is no run 'x' here; allowed: a.")]
    [InlineData("resume", "Required argument 'RUN' missing for command")]
    [InlineData("verify x", "there is no run 'x' here; allowed: a.")]
    [InlineData("verify a", "a has no checkpoint yet to compare with.")]
    public async Task What_cannot_be_is_answered_with_a_sentence(string typed, string expected)
    {
        await Submitted("a");

        var (status, output, error) = await Type(typed);

        Assert.Equal((ExitStatus.WrongInput, ""), (status, output));
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_an_engine_lives_its_process_is_named()
    {
        await Submitted("a");
        await using var lab = await _engine.Start();

        var (status, _, error) = await Type("pause a");

        Assert.Equal(ExitStatus.WrongInput, status);
        Assert.Contains($"another engine (process {Environment.ProcessId}) has this state folder", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_is_verified_with_status_0_where_it_holds_1_where_not_and_2_where_nothing_can_be_said()
    {
        var run = undisturbed.Run("r");
        await _engine.RunToRest([run]);

        var (status, output, _) = await Type("verify r --json");
        Assert.Equal(ExitStatus.Well, status);
        Assert.True(JsonDocument.Parse(output).RootElement.GetProperty("parts").EnumerateArray().All(p => p.GetProperty("same").GetBoolean()));
        Assert.Equal(_engine.Told(run.Id).WeightsSha256, JsonDocument.Parse((await Type("show r --json")).Output).RootElement.GetProperty("weightsSha256").GetString());

        Rewrite("\"seed\":1,", "\"seed\":2,");
        (status, output, _) = await Type("verify r --from start");
        Assert.Equal(ExitStatus.Failed, status);
        Assert.Contains("  weights: differs, first at model.", output, StringComparison.Ordinal);
        Assert.EndsWith("Not the same.\n", output, StringComparison.Ordinal);

        var (wrong, nothing, error) = await Type("verify r");
        Assert.Equal((ExitStatus.WrongInput, ""), (wrong, nothing));
        Assert.Contains("was made with other settings: seed: 1 before, 2 now", error, StringComparison.Ordinal);
    }

    private async Task Submitted(params string[] names)
    {
        var settings = _engine.Settings;
        _engine.Settings = settings with { RunsAtOnce = 0 };
        await using (await _engine.StartWith(names.Select(undisturbed.Run))) { }
        _engine.Settings = settings;
    }

    private void Rewrite(string before, string after)
    {
        using var connection = new SqliteConnection($"Data Source={_engine.Folder.Journal};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "UPDATE journal SET message = CAST(replace(CAST(message AS TEXT), $before, $after) AS BLOB) WHERE persistence_id = 'run-r' AND sequence_number = 1";
        command.Parameters.AddWithValue("$before", before);
        command.Parameters.AddWithValue("$after", after);
        Assert.Equal(1, command.ExecuteNonQuery());
    }

    private async Task<(int Status, string Output, string Error)> Type(string typed)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var status = await CommandLine.RunAsync([.. typed.Split(' '), "--state", _engine.Root], new Surroundings(output, error, _ => null, TimeProvider.System, () => null));
        return (status, output.ToString(), error.ToString());
    }
}
