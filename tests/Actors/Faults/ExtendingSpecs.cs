using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Engine;
using static ActorGaze.Tests.Actors.Faults.TestEngine;

namespace ActorGaze.Tests.Actors.Faults;

/// <summary>A sweep that is asked for more than before.</summary>
[Slow]
public sealed class ExtendingSpecs(Undisturbed undisturbed) : IDisposable
{
    private readonly TestEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task More_epochs_of_a_fixed_curriculum_and_more_weights_go_on_without_repeating_anything()
    {
        var half = undisturbed.Run("a") with { Epochs = 1, CurriculumEpochs = 2 };
        await _engine.RunToRest([half]);
        var (whole, other) = (half with { Epochs = 2 }, undisturbed.Run("b") with { GazeWeight = 0 });

        await _engine.RunToRest([whole, other]);

        Assert.Equal([1, 2], _engine.Told<RunEvent.EpochCompleted>(whole.Id).Select(e => e.Metrics.Epoch));
        await undisturbed.SameBits(_engine.Told(whole.Id));
        await undisturbed.SameBits(_engine.Told(other.Id));
    }

    [Fact]
    public async Task What_would_alter_the_past_is_refused_with_the_difference()
    {
        _engine.Settings = _engine.Settings with { RunsAtOnce = 0 };
        var (a, b) = (undisturbed.Run("a"), undisturbed.Run("b") with { GazeWeight = 0 });
        await using var lab = await _engine.StartWith([a, b]);

        Assert.Contains("a differs: epochs: 2 before, 3 now would alter the course of λ", await No(lab, a with { Epochs = 3 }, b), StringComparison.Ordinal);
        Assert.Contains("b differs: epochs: 2 before, 1 now", await No(lab, a, b with { Epochs = 1 }), StringComparison.Ordinal);
        Assert.Contains("a differs: gazeWeight: 50 before, 60 now", await No(lab, a with { GazeWeight = 60 }, b), StringComparison.Ordinal);
        Assert.Contains("a is not among those asked for now", await No(lab, b), StringComparison.Ordinal);
        Accepted(await lab.SubmitAsync(SweepSpec.Of(Sweep, [a, b with { Epochs = 3 }])));
    }

    private static async Task<string> No(Lab lab, params RunSpec[] runs) => Refused(await lab.SubmitAsync(SweepSpec.Of(Sweep, runs)));
}
