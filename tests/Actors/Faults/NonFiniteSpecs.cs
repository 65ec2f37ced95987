using ActorGaze.Actors.Contracts.Faults;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Nn.Training;
using static ActorGaze.Tests.Actors.Faults.TestEngine;

namespace ActorGaze.Tests.Actors.Faults;

/// <summary>A loss that is not finite.</summary>
[Slow]
public sealed class NonFiniteSpecs(Undisturbed undisturbed) : IDisposable
{
    private readonly TestEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task It_is_tried_once_more_and_then_fails_with_all_its_figures_while_the_run_beside_it_does_not_notice()
    {
        _engine.Settings = _engine.Settings with { RunsAtOnce = 2 };
        var poisoned = undisturbed.Run("poisoned") with { Training = undisturbed.Run("any").Training with { LearningRate = 1e30 } };
        var sound = undisturbed.Run("sound");

        await _engine.RunToRest([poisoned, sound]);

        var end = _engine.Told(poisoned.Id);
        Assert.Equal(RunPhase.Failed, end.Phase);
        Assert.Matches(@"^The loss is not finite at epoch 1 step 2: cross entropy (NaN|∞|Infinity|[\d.E+]+), gaze loss [^,]+, λ \S+, largest gradient \S+\. The step was not applied\.$", end.Reason);
        Assert.Equal([FaultClass.OnceForgivable, FaultClass.OnceForgivable], _engine.Told<RunEvent.Faulted>(poisoned.Id).Select(e => e.Fault.Class));
        Assert.Equal([null, null], _engine.Told<RunEvent.Started>(poisoned.Id).Select(e => e.From));
        await undisturbed.SameBits(_engine.Told(sound.Id));
    }

    [Fact]
    public async Task It_is_tried_again_from_the_last_checkpoint_and_whoever_retries_it_later_begins_there_too()
    {
        var run = undisturbed.Run("late") with { Training = undisturbed.Run("any").Training with { LearningRate = 1e30 } };
        _engine.Settings = _engine.Settings with { Checkpoints = new(1, TimeSpan.Zero) }; // a checkpoint after every step

        await _engine.RunToRest([run]);
        await using var lab = await _engine.StartWith([run]);
        Accepted(await lab.RetryAsync(run.Id));
        await Phase(lab, run.Id, RunPhase.Failed);

        Assert.Equal([null, 1, 1, 1], _engine.Told<RunEvent.Started>(run.Id).Select(e => e.From?.At.StepsIntoNext));
        Assert.All(_engine.Told<RunEvent.Faulted>(run.Id), e => Assert.Equal(new TrainingPosition(0, 1), e.Fault.At));
    }
}
