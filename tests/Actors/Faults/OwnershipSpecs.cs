using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Engine;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Persistence;
using ActorGaze.Nn;
using Microsoft.Data.Sqlite;
using static ActorGaze.Tests.Actors.Faults.TestEngine;

namespace ActorGaze.Tests.Actors.Faults;

/// <summary>Two sweeps that name one run, and sweeps that are refused: nobody waits for them.</summary>
[Slow]
public sealed class OwnershipSpecs(Undisturbed undisturbed) : IDisposable
{
    private readonly TestEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task A_sweep_that_names_a_run_of_a_sleeping_one_is_refused_and_never_journalled()
    {
        await Known(Sweep, "r");
        await using var lab = await _engine.Start();

        Assert.StartsWith("The run r of other belongs to the sweep s,", Refused(await lab.SubmitAsync(SweepSpec.Of("other", [undisturbed.Run("q"), undisturbed.Run("r")]))), StringComparison.Ordinal);

        Assert.Equal([Sweep], JournalReader.Open(_engine.Root).Sweeps().Select(sweep => sweep.Name));
        Assert.Contains("there is no sweep other to wait for", (await Assert.ThrowsAsync<InvalidInputException>(() => lab.WaitAsync("other", cancel: Cancel))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_sweeps_handed_in_at_once_one_has_the_run()
    {
        await using var lab = await _engine.Start();

        var answers = await Task.WhenAll(Enumerable.Range(1, 8).Select(i => lab.SubmitAsync(SweepSpec.Of($"s{i}", [undisturbed.Run("r")]))));

        Assert.Single(answers, answer => answer.IsAccepted);
        Assert.Single(JournalReader.Open(_engine.Root).Sweeps());
    }

    [Fact]
    public async Task A_sweep_that_an_older_version_took_with_anothers_run_is_told_of_and_whoever_waits_for_it_is_not_kept()
    {
        await Known(Sweep, "r");
        await Known("other", "q");
        Rewrite("sweep-other", "\"q\"", "\"r\"");

        await using var lab = await _engine.Start();
        Assert.StartsWith("other: The run r of other belongs to the sweep s,", Assert.Single(await lab.WakeAllAsync()), StringComparison.Ordinal);

        var score = await lab.WaitAsync("other", cancel: Cancel);
        Assert.Empty(score.Of("other"));
        Assert.StartsWith("The run r of other belongs", score.Refusals["other"], StringComparison.Ordinal);
        await lab.WaitAsync(Sweep, cancel: Cancel);
        await undisturbed.SameBits(_engine.Told(new RunId("r")));
    }

    [Fact]
    public async Task A_run_whose_journal_has_another_spec_than_its_sweep_is_not_waited_for_without_end()
    {
        await Known(Sweep, "r", async lab =>
        {
            Accepted(await lab.PauseAsync(new RunId("r"))); // a run that was never told anything has no journal
            Accepted(await lab.ResumeAsync(new RunId("r")));
        });
        Rewrite("run-r", "\"seed\":1,", "\"seed\":2,");
        File.Delete(_engine.Folder.Metrics);

        await using var lab = await _engine.Start();
        Assert.Empty(await lab.WakeAllAsync());
        var score = (await lab.WaitAsync(Sweep, cancel: Cancel)).Runs[new RunId("r")];

        Assert.Equal((RunPhase.Completed, RunPhase.Failed), (score.Summary.Phase, score.Phase));
        Assert.Contains("seed: 2 before, 1 now", score.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sweep_whose_precision_no_device_has_any_more_is_told_of_and_whoever_waits_for_it_is_not_kept()
    {
        await Known(Sweep, "r");
        Rewrite("sweep-" + Sweep, "\"batchSize\":4", "\"batchSize\":4,\"precision\":\"tf32\"");

        await using var lab = await _engine.Start();
        Assert.StartsWith("s: r: training.precision = tf32 needs a CUDA device", Assert.Single(await lab.WakeAllAsync()), StringComparison.Ordinal);

        Assert.Contains("tf32", (await lab.WaitAsync(Sweep, cancel: Cancel)).Refusals[Sweep], StringComparison.Ordinal);
    }

    private async Task Known(string sweep, string run, Func<Lab, Task>? then = null)
    {
        var settings = _engine.Settings;
        _engine.Settings = settings with { RunsAtOnce = 0 };
        await using (var lab = await _engine.Start())
        {
            Accepted(await lab.SubmitAsync(SweepSpec.Of(sweep, [undisturbed.Run(run)])));
            if (then is not null) await then(lab);
        }

        _engine.Settings = settings;
    }

    private void Rewrite(string persistenceId, string before, string after)
    {
        using var connection = new SqliteConnection($"Data Source={_engine.Folder.Journal};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "UPDATE journal SET message = CAST(replace(CAST(message AS TEXT), $before, $after) AS BLOB) WHERE persistence_id = $id AND sequence_number = 1";
        command.Parameters.AddWithValue("$before", before);
        command.Parameters.AddWithValue("$after", after);
        command.Parameters.AddWithValue("$id", persistenceId);
        Assert.Equal(1, command.ExecuteNonQuery());
    }
}
