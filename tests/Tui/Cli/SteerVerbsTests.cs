using System.Text.Json;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Tests.Actors.Faults;
using ActorGaze.Tui.Cli;
using ActorGaze.Tui.Terminal;
using Microsoft.Data.Sqlite;

namespace ActorGaze.Tests.Tui.Cli;

/// <summary>The verbs that steer and prove runs, where no engine lives.</summary>
[Slow]
public sealed class SteerVerbsTests(Undisturbed undisturbed) : IDisposable
{
    private readonly TestEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task Runs_are_steered_before_any_engine_trains_them()
    {
        await Submitted("a", "b", "c");

        Assert.Equal((ExitStatus.Well, "a is Paused before its first checkpoint; it has no crew.\n", ""), await Type("pause a"));
        Assert.Equal((ExitStatus.Well, "a is Queued.\n", ""), await Type("resume a"));
        Assert.Equal((ExitStatus.Well, "b is Cancelled.\n", ""), await Type("cancel b"));
        Assert.Equal((ExitStatus.Failed, "", "actorgaze: b is Cancelled: it cannot be resumed.\n"), await Type("resume b"));
        Assert.Equal((ExitStatus.Failed, "", "actorgaze: a is Queued: it cannot be retried.\n"), await Type("retry a"));

        var refused = await Type("retry a --json");
        Assert.Equal((ExitStatus.Failed, "actorgaze: a is Queued: it cannot be retried.\n"), (refused.Status, refused.Error));
        Assert.Equal("no-sense", JsonDocument.Parse(refused.Output).RootElement[0].GetProperty("refusal").GetString());

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
    [InlineData("resume", "resume: give a RUN, or --all, and not both.")]
    [InlineData("cancel a --all", "cancel: give a RUN, or --all, and not both.")]
    [InlineData("retry", "retry: give a RUN, or --all, and not both.")]
    [InlineData("cancel --all", "'cancel --all' ends 1 run (a). Nothing was done: add --yes to do it.")]
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
    public async Task All_runs_of_a_kind_are_steered_at_once_and_what_destroys_work_is_confirmed()
    {
        await Submitted("a", "b", "c", "d");
        await Type("cancel d");

        Assert.Equal((ExitStatus.Well, "", "actorgaze: no run is paused.\n"), await Type("resume --all"));
        Assert.Equal(ExitStatus.Well, (await Type("pause --all")).Status);
        var (status, output, error) = await Type("resume --all --json");
        Assert.Equal((ExitStatus.Well, ""), (status, error));
        Assert.Equal(["a", "b", "c"], Runs(output));

        Assert.Equal(ExitStatus.WrongInput, (await Type("cancel --all", typedAnswer: "yes")).Status);
        Assert.Equal(RunPhase.Queued, _engine.Told(new RunId("a")).Phase);
        (status, output, error) = await Type("cancel --all", typedAnswer: "cancel --all");
        Assert.Equal((ExitStatus.Well, "a is Cancelled.\nb is Cancelled.\nc is Cancelled.\n"), (status, output));
        Assert.Equal("actorgaze: 'cancel --all' ends 3 runs (a, b, c). Type cancel --all to do it: ", error);

        Assert.Equal((ExitStatus.Well, "", "actorgaze: every run has ended.\n"), await Type("pause --all"));
        var left = "actorgaze: no run has failed.\nactorgaze: cancelled runs are left as they are (4); 'actorgaze retry RUN' takes one.\n";
        Assert.Equal((ExitStatus.Well, "", left), await Type("retry --all --from-start"));
        Assert.Equal((ExitStatus.Well, "[]\n", left), await Type("retry --all --from-start --yes --json"));
    }

    [Fact]
    public async Task Every_failed_run_is_tried_again_and_forgets_nothing_unless_that_is_confirmed()
    {
        var poisoned = new[] { "a", "b" }.Select(name => undisturbed.Run(name) with { Training = undisturbed.Run("any").Training with { LearningRate = 1e30 } });
        await _engine.RunToRest(poisoned);

        var (refused, _, error) = await Type("retry --all --from-start");
        Assert.Equal(ExitStatus.WrongInput, refused);
        Assert.Contains("'retry --all --from-start' forgets what was learned by 2 runs (a, b). Nothing was done: add --yes to do it.", error, StringComparison.Ordinal);
        Assert.Equal((ExitStatus.Well, "a is Queued.\nb is Queued.\n", ""), await Type("retry --all"));
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

    [Fact]
    public async Task A_damaged_checkpoint_is_not_the_users_input()
    {
        await _engine.RunToRest([undisturbed.Run("r")]);
        foreach (var file in Directory.GetFiles(_engine.Folder.CheckpointsOf(new RunId("r")))) File.WriteAllText(file, "no checkpoint");

        var (status, output, error) = await Type("verify r");

        Assert.Equal((ExitStatus.Prevented, ""), (status, output));
        Assert.StartsWith("actorgaze: r: ", error, StringComparison.Ordinal);
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

    private static IEnumerable<string?> Runs(string json) => JsonDocument.Parse(json).RootElement.EnumerateArray().Select(e => e.GetProperty("run").GetString());

    /// <param name="typedAnswer">What a person at a terminal answers; null: there is no terminal.</param>
    private async Task<(int Status, string Output, string Error)> Type(string typed, string? typedAnswer = null)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var status = await CommandLine.RunAsync([.. typed.Split(' '), "--state", _engine.Root], new Surroundings(output, error, _ => null, TimeProvider.System, () => null) { Ask = typedAnswer is null ? null : () => typedAnswer });
        return (status, output.ToString(), error.ToString());
    }
}
