using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Persistence;
using ActorGaze.Tests.Actors.Faults;
using ActorGaze.Tui.Cli;
using ActorGaze.Tui.Terminal;
using Microsoft.Data.Sqlite;
using static ActorGaze.Tests.Actors.Faults.TestEngine;

namespace ActorGaze.Tests.Tui.Cli;

/// <summary>A state folder from before the rule for names: a sweep '..' with the runs '-rf' and '=1+1'.</summary>
[Slow]
public sealed class OldNamesSpecs(Undisturbed undisturbed) : IAsyncLifetime
{
    private readonly TestEngine _engine = new();

    public async ValueTask InitializeAsync()
    {
        _engine.Settings = _engine.Settings with { RunsAtOnce = 0 };
        await using (var lab = await _engine.Start())
            Accepted(await lab.SubmitAsync(SweepSpec.Of("dots", [undisturbed.Run("minus"), undisturbed.Run("equals")])));

        using var connection = new SqliteConnection($"Data Source={_engine.Folder.Journal};Pooling=False");
        connection.Open();
        foreach (var (before, now) in new[] { ("dots", ".."), ("minus", "-rf"), ("equals", "=1+1") })
        {
            using var command = connection.CreateCommand();
            command.CommandText = "UPDATE journal SET message = CAST(replace(CAST(message AS TEXT), $quoted, $new) AS BLOB), persistence_id = replace(replace(persistence_id, 'sweep-' || $before, 'sweep-' || $now), 'run-' || $before, 'run-' || $now)";
            command.Parameters.AddWithValue("$quoted", $"\"{before}\"");
            command.Parameters.AddWithValue("$new", $"\"{now}\"");
            command.Parameters.AddWithValue("$before", before);
            command.Parameters.AddWithValue("$now", now);
            Assert.True(command.ExecuteNonQuery() > 0);
        }

        File.Delete(_engine.Folder.Metrics);
    }

    public ValueTask DisposeAsync()
    {
        _engine.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Its_runs_are_listed_shown_and_cancelled_and_its_report_stays_among_the_reports()
    {
        var (status, output, error) = await Say("ps");
        Assert.Equal((ExitStatus.Well, ""), (status, error));
        Assert.StartsWith(".. (learning, 2 runs)", output, StringComparison.Ordinal);
        Assert.Contains("  -rf ", output, StringComparison.Ordinal);

        Assert.Contains("run         -rf\n", (await Say("show", "--", "-rf")).Output, StringComparison.Ordinal);
        Assert.Equal((ExitStatus.Well, "-rf is Cancelled.\n", ""), await Say("cancel", "--", "-rf"));

        Assert.Equal(ExitStatus.Well, (await Say("report", "..")).Status);
        Assert.True(File.Exists(Path.Combine(_engine.Folder.Reports, "%2E.", "report.html")));
        Assert.False(File.Exists(Path.Combine(_engine.Root, "report.html")));
    }

    [Fact]
    public async Task An_engine_brings_it_back_and_steers_it_and_takes_nothing_new_of_such_a_name()
    {
        await using var lab = await _engine.Start();

        Assert.Empty(await lab.WakeAllAsync());
        await Phase(lab, RunId.Known("=1+1"), RunPhase.Queued);
        Assert.Equal("-rf is Paused before its first checkpoint; it has no crew.", Accepted(await lab.PauseAsync(RunId.Known("-rf"))));
        Assert.Equal("/user/lab/sweep-..", (await lab.CensusAsync()).Children.Single(child => child.Name == "sweep-..").Path);
        var again = JournalReader.Open(_engine.Root).Sweeps().Single();

        var refused = Assert.IsType<Answer.Refused>(await lab.SubmitAsync(again));
        Assert.Equal(Refusal.WrongInput, refused.Kind);
        Assert.StartsWith("The sweep's name: found '..'; allowed: ", refused.Reason, StringComparison.Ordinal);
    }

    private async Task<(int Status, string Output, string Error)> Say(params string[] words)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var status = await CommandLine.RunAsync(["--state", _engine.Root, .. words], new Surroundings(output, error, _ => null, TimeProvider.System, () => null));
        return (status, output.ToString(), error.ToString());
    }
}
