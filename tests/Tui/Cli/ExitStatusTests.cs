using System.Text.Json;
using ActorGaze.Actors.Contracts;
using ActorGaze.Tests.Actors.Faults;
using ActorGaze.Tui.Cli;
using ActorGaze.Tui.Reports;
using ActorGaze.Tui.Terminal;
using Akka.Actor;
using Microsoft.Data.Sqlite;

namespace ActorGaze.Tests.Tui.Cli;

[Slow]
public sealed class ExitStatusTests(Undisturbed undisturbed) : IDisposable
{
    private readonly TestEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void Each_reason_to_leave_has_a_status_of_its_own()
    {
        int[] all = [ExitStatus.Well, ExitStatus.Failed, ExitStatus.WrongInput, ExitStatus.NoEngine, ExitStatus.Busy, ExitStatus.Prevented, ExitStatus.Bug, ExitStatus.Interrupted];

        Assert.Equal([0, 1, 2, 3, 4, 5, 70, 130], all);
    }

    [Theory]
    [InlineData(ExitStatus.Well)]
    [InlineData(ExitStatus.Failed, null, Refusal.NotPossible)]
    [InlineData(ExitStatus.WrongInput, Refusal.NotPossible, Refusal.WrongInput)]
    [InlineData(ExitStatus.Busy, Refusal.TryAgain, Refusal.WrongInput, null)]
    [InlineData(ExitStatus.Prevented, Refusal.TryAgain, Refusal.Prevented)]
    [InlineData(ExitStatus.Bug, Refusal.EngineBug, Refusal.Prevented)]
    public void Of_several_refusals_the_gravest_decides(int expected, params object?[] refusals) => Assert.Equal(expected, ExitStatus.Of(refusals.Cast<Refusal?>(), notPossible: ExitStatus.Failed));

    [Fact]
    public async Task A_report_that_cannot_be_written_is_told_with_its_path_and_is_not_wrong_input()
    {
        await _engine.RunToRest([undisturbed.Run("r")]);
        var folder = ReportFolder.PathOf(_engine.Root, TestEngine.Sweep);
        File.WriteAllText(folder, "a file stands where the report's folder should be");

        var (status, output, error) = await Say("report", TestEngine.Sweep);

        Assert.Equal((ExitStatus.Prevented, ""), (status, output));
        Assert.StartsWith($"actorgaze: {folder}: the report cannot be written: ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Results_are_told_also_where_the_report_of_a_run_cannot_be_written()
    {
        var (sweep, run) = (Path.Combine(_engine.Root, "short.conf"), "short-l1-w0-t1");
        File.WriteAllText(sweep, """
            sweep { name = short, levels = [1], data = phantoms-localised }
            phantoms { classes = 2, train-per-class = 8, test-per-class = 2 }
            training { epochs = 1, batch-size = 4 }
            """);
        Directory.CreateDirectory(Path.GetDirectoryName(ReportFolder.PathOf(_engine.Root, "short"))!);
        File.WriteAllText(ReportFolder.PathOf(_engine.Root, "short"), "");

        var (status, output, error) = await Say("run", sweep, "--json");

        Assert.Equal(ExitStatus.Prevented, status);
        Assert.Contains("the report cannot be written", error, StringComparison.Ordinal);
        Assert.Contains("'actorgaze report short' writes it once it can be.", error, StringComparison.Ordinal);
        var result = JsonDocument.Parse(output).RootElement[0];
        Assert.False(result.TryGetProperty("report", out _));
        Assert.Equal((run, "completed"), (result.GetProperty("runs")[0].GetProperty("run").GetString(), result.GetProperty("runs")[0].GetProperty("phase").GetString()));
    }

    public static TheoryData<string, int, string> Ends { get; } = new()
    {
        { nameof(IOException), ExitStatus.Prevented, "actorgaze: No space left on device\n" },
        { nameof(SqliteException), ExitStatus.Prevented, "actorgaze: SQLite Error 13: 'database or disk is full'.\n" },
        { nameof(AskTimeoutException), ExitStatus.Busy, "actorgaze: The engine is too busy to answer; try again in a moment.\n" },
        { nameof(InvalidOperationException), ExitStatus.Bug, "actorgaze: something went wrong that should not have: odd\n" },
    };

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task A_full_disk_a_busy_engine_and_a_bug_are_told_apart(string what, int expected, string told)
    {
        await _engine.RunToRest([undisturbed.Run("r")]);
        var error = new StringWriter { NewLine = "\n" };
        Exception fault = what switch
        {
            nameof(IOException) => new IOException("No space left on device"),
            nameof(SqliteException) => new SqliteException("SQLite Error 13: 'database or disk is full'.", 13),
            nameof(AskTimeoutException) => new AskTimeoutException("no answer"),
            _ => new InvalidOperationException("odd"),
        };

        var status = await CommandLine.RunAsync(["ps", "--state", _engine.Root], new Surroundings(new Failing(fault), error, _ => null, TimeProvider.System, () => null));

        Assert.Equal(expected, status);
        Assert.StartsWith(told, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_finished_sweep_is_told_of_without_an_engine_as_with_one()
    {
        await _engine.RunToRest([undisturbed.Run("q"), undisturbed.Run("r")]);

        Assert.Equal((ExitStatus.Well, "q: completed\nr: completed\ns: 2 completed\n", ""), await Say("wait", TestEngine.Sweep));
        var (status, output, error) = await Say("wait", "--json");

        Assert.Equal((ExitStatus.Well, ""), (status, error));
        JsonElement[] documents = [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal(["run", "run", "sweep"], documents.Select(document => document.GetProperty("kind").GetString()));
        Assert.All(documents, document => Assert.Equal(["at", "kind", document.GetProperty("kind").GetString()], document.EnumerateObject().Select(field => field.Name).Order(StringComparer.Ordinal)));
        Assert.Equal(("q", "completed"), (documents[0].GetProperty("run").GetProperty("id").GetString(), documents[0].GetProperty("run").GetProperty("phase").GetString()));
        Assert.Equal(("s", 2, true), (documents[2].GetProperty("sweep").GetProperty("name").GetString(), documents[2].GetProperty("sweep").GetProperty("phases").GetProperty("completed").GetInt32(),
            documents[2].GetProperty("sweep").GetProperty("atRest").GetBoolean()));
    }

    private async Task<(int Status, string Output, string Error)> Say(params string[] words)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var status = await CommandLine.RunAsync([.. words, "--state", _engine.Root], new Surroundings(output, error, _ => null, TimeProvider.System, () => null));
        return (status, output.ToString(), error.ToString());
    }

    private sealed class Failing(Exception fault) : StringWriter
    {
        public override void WriteLine(string? value) => throw fault;
    }
}
