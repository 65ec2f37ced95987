using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Training;

namespace ActorGaze.Tests.Actors.Faults;

/// <summary>A run that takes its gaze at another stage, and normalises it otherwise, through an engine.</summary>
[Slow]
public sealed class ReadingSpecs(Undisturbed undisturbed) : IDisposable
{
    private readonly TestEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task Paused_and_resumed_it_ends_with_the_same_bits_and_maps_of_its_own_grid()
    {
        var run = undisturbed.Run("r") with { Gaze = new GazeSpec { Layer = "grid28", Normalise = GazeNormalisation.Sum } };

        await _engine.PauseAfter(run, new TrainingPosition(1, 2));
        await _engine.ResumeToRest(run);

        var told = _engine.Told(run.Id);
        await undisturbed.SameBits(told);
        var gazes = told.Epochs[^1].Evaluation.Gazes;
        Assert.Equal((28, 28), (gazes.Height, gazes.Width));
        Assert.All(Enumerable.Range(0, 2).Where(label => told.Epochs[^1].Evaluation.CorrectPerClass[label] > 0 && gazes.Of(label).Any(cell => cell > 0)),
            label => Assert.InRange(gazes.Of(label).Sum(), 0.05, 1.001)); // a mean of distributions and of zero maps
    }
}
