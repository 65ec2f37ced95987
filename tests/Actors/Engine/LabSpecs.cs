using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Engine;
using ActorGaze.Actors.Engine.Metrics;
using ActorGaze.Actors.Persistence;
using ActorGaze.Nn.Data.Phantoms;

namespace ActorGaze.Tests.Actors.Engine;

/// <summary>An engine from end to end, on phantoms.</summary>
[Slow]
public sealed class LabSpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lab-").FullName;

    private static CancellationToken Cancel => Deadline.Token;

    private LabSettings Settings => new(_folder) { RunsAtOnce = 2 };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_sweep_runs_to_its_end_and_its_journal_tells_the_same_story()
    {
        var sweep = Small("two-weights", gazeWeights: [0, 50]);

        await RunToTheEnd(sweep);

        var told = JournalReader.Open(_folder).RunsOf(sweep.Name).ToList();
        Assert.Equal(sweep.Runs.Select(run => run.Id), told.Select(run => run.Spec!.Id));
        Assert.All(told, run => Assert.Equal([1, 2], run.Epochs.Select(epoch => epoch.Epoch)));
        Assert.Null(told[0].Epochs[0].Training.GazeLoss);
        Assert.NotNull(told[1].Epochs[0].Training.GazeLoss);
    }

    [Fact]
    public async Task A_paused_run_goes_on_from_its_very_step_in_another_engine_and_ends_with_the_same_bits()
    {
        var undisturbed = Small("undisturbed", gazeWeights: [50], epochs: 3);
        await RunToTheEnd(undisturbed);
        var paused = Small("paused", gazeWeights: [50], epochs: 3);
        var run = paused.Runs[0].Id;

        await using (var lab = await Lab.StartAsync(Settings, cancel: Cancel))
        {
            await lab.SubmitAsync(paused);
            await Until(lab, score => score.Runs.TryGetValue(run, out var r) && r.Progress is { Step: >= 1 });
            var answer = await lab.PauseAsync(run);
            Assert.Contains("saved at", Assert.IsType<Answer.Accepted>(answer).Text);
            Assert.Equal(RunPhase.Paused, (await lab.ScoreboardAsync()).Runs[run].Summary.Phase);
        }

        await using (var lab = await Lab.StartAsync(Settings, cancel: Cancel))
        {
            await lab.SubmitAsync(paused);
            var still = await lab.WaitAsync(paused.Name, cancel: Cancel);
            Assert.Equal(RunPhase.Paused, still.Runs[run].Summary.Phase);
            Assert.IsType<Answer.Accepted>(await lab.ResumeAsync(run));
            var score = await lab.WaitAsync(paused.Name, cancel: Cancel);
            Assert.Equal(RunPhase.Completed, score.Runs[run].Summary.Phase);
        }

        SameBits(undisturbed.Runs[0].Id, run);
        Assert.Contains(JournalReader.Open(_folder).EventsOf(run), entry => entry.Event is RunEvent.Paused { Checkpoint.At.StepsIntoNext: > 0 });
    }

    [Fact]
    public async Task An_engine_that_leaves_saves_what_runs_and_the_next_one_goes_on_with_the_same_bits()
    {
        var undisturbed = Small("undisturbed", gazeWeights: [-100], epochs: 3);
        await RunToTheEnd(undisturbed);
        var left = Small("left", gazeWeights: [-100], epochs: 3);
        var run = left.Runs[0].Id;

        for (var attempt = 1; attempt <= 3; attempt++)
        {
            await using var lab = await Lab.StartAsync(Settings, cancel: Cancel);
            await lab.SubmitAsync(left);
            await Until(lab, score => score.Runs.TryGetValue(run, out var r) && r.Progress is { Step: >= 1 } p && p.Attempt == attempt);
        }

        await RunToTheEnd(left);

        SameBits(undisturbed.Runs[0].Id, run);
    }

    [Fact]
    public async Task A_completed_sweep_asked_for_more_trials_and_epochs_goes_on_and_one_that_would_alter_the_past_is_refused()
    {
        var sweep = Small("growing", gazeWeights: [0]);
        await RunToTheEnd(sweep);
        var more = Small("growing", gazeWeights: [0], epochs: 3, trials: 2);
        var straight = Small("straight", gazeWeights: [0], epochs: 3, trials: 2);

        await RunToTheEnd(more);
        await RunToTheEnd(straight);

        SameBits(straight.Runs[0].Id, more.Runs[0].Id);
        SameBits(straight.Runs[1].Id, more.Runs[1].Id);
        await using var lab = await Lab.StartAsync(Settings, cancel: Cancel);
        var altered = SweepSpec.Of("growing", more.Runs.Select(run => run with { Training = run.Training with { BatchSize = 8 } }));
        var refused = Assert.IsType<Answer.Refused>(await lab.SubmitAsync(altered));
        Assert.Contains("training.batchSize: 4 before, 8 now", refused.Reason);
    }

    private async Task RunToTheEnd(SweepSpec sweep)
    {
        await using var lab = await Lab.StartAsync(Settings, cancel: Cancel);
        Assert.IsType<Answer.Accepted>(await lab.SubmitAsync(sweep));
        var score = await lab.WaitAsync(sweep.Name, cancel: Cancel);
        Assert.All(score.Of(sweep.Name), run => Assert.Equal((RunPhase.Completed, null), (run.Summary.Phase, run.Summary.Reason)));
    }

    private static async Task Until(Lab lab, Func<Scoreboard, bool> so)
    {
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (await lab.ScoreboardAsync() is var score && !so(score))
        {
            Assert.DoesNotContain(score.Runs.Values, run => run.Summary.Ended);
            await ticks.WaitForNextTickAsync(Cancel);
        }
    }

    private void SameBits(RunId expected, RunId actual)
    {
        var journal = JournalReader.Open(_folder);
        var (one, other) = (journal.Run(expected)!, journal.Run(actual)!);
        Assert.Equal(one.WeightsSha256, other.WeightsSha256);
        Assert.Equal(one.Epochs, other.Epochs);
    }

    private static SweepSpec Small(string name, IReadOnlyList<double> gazeWeights, int epochs = 2, int trials = 1) => new SweepGrid(name, new RunSpec(new RunId("any"))
    {
        Data = "phantoms-localised",
        Phantoms = new PhantomSpec(PhantomKind.Localised, Classes: 2, TrainPerClass: 40, TestPerClass: 8),
        Epochs = epochs,
        Training = new() { BatchSize = 4 },
    })
    { Networks = PaperNetworks.Of(1), GazeWeights = gazeWeights, Trials = trials }.ToSweep();
}
