using ActorGaze.Actors;
using ActorGaze.Actors.Hosting;
using ActorGaze.Actors.Metrics;
using ActorGaze.Actors.Persistence;
using ActorGaze.Actors.Runs;
using ActorGaze.Actors.Sweeps;
using ActorGaze.Nn.Data;

namespace ActorGaze.Tests.Actors;

/// <summary>An engine from end to end, on phantoms.</summary>
public sealed class LabSpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lab-").FullName;

    private LabSettings Settings => new(_folder) { RunsAtOnce = 2 };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_sweep_runs_to_its_end_and_its_journal_tells_the_same_story()
    {
        var sweep = Small("two-weights", gazeWeights: [0, 50]);

        await using (var lab = await Lab.StartAsync(Settings, cancel: TestContext.Current.CancellationToken))
        {
            Assert.IsType<Answer.Accepted>(await lab.SubmitAsync(sweep));
            var score = await lab.WaitAsync(sweep.Name, cancel: TestContext.Current.CancellationToken);
            Assert.All(score.Of(sweep.Name), run => Assert.Equal((RunPhase.Completed, null), (run.State.Phase, run.State.Reason)));
        }

        var told = JournalReader.Open(_folder).RunsOf(sweep.Name);
        Assert.Equal(sweep.Runs.Select(run => run.Id), told.Select(run => run.Spec!.Id));
        Assert.All(told, run => Assert.Equal([1, 2], run.Epochs.Select(epoch => epoch.Epoch)));
        Assert.Null(told[0].Epochs[0].Training.GazeLoss);
        Assert.NotNull(told[1].Epochs[0].Training.GazeLoss);
    }

    private static SweepSpec Small(string name, IReadOnlyList<double> gazeWeights) => new SweepGrid(name, new RunSpec(new RunId("any"))
    {
        Data = "phantoms-localised",
        Phantoms = new PhantomSpec(PhantomKind.Localised, Classes: 2, TrainPerClass: 24, TestPerClass: 8),
        Epochs = 2,
        Training = new() { BatchSize = 8 },
    })
    { Levels = [1], GazeWeights = gazeWeights }.ToSweep();
}
