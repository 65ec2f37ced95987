using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Telemetry;
using ActorGaze.Nn.Training;
using static ActorGaze.Tests.Actors.Faults.TestEngine;

namespace ActorGaze.Tests.Actors.Faults;

/// <summary>Orders that come while a save is on its way to the disk.</summary>
[Slow]
public sealed class SaveOrderSpecs(Undisturbed undisturbed) : IDisposable
{
    private static readonly TrainingPosition LastStep = new(0, 6);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private readonly TestEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_pause_waits_for_the_save_before_it_and_is_told_whatever_became_of_that(bool fails)
    {
        var run = undisturbed.Run("r");
        _engine.Settings = _engine.Settings with { Checkpoints = new CheckpointSettings(1, TimeSpan.Zero) }; // after every step
        using var disk = new ManualResetEventSlim();
        var (reached, saves) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), 0);
        var observer = new EngineObserver
        {
            Stepped = (_, at) =>
            {
                if (at == LastStep) reached.TrySetResult();
            },
            Saving = stage =>
            {
                if (stage != SaveStage.Written || Interlocked.Increment(ref saves) > 1) return;
                disk.Wait(LongestWait, Cancel);
                if (fails) throw new IOException("the disk has failed");
            },
        };

        await using (var lab = await _engine.StartWith([run], observer))
        {
            await reached.Task.WaitAsync(LongestWait, Cancel); // five steps beside a save that is not done
            var pausing = lab.PauseAsync(run.Id);
            Refused(await lab.RetryAsync(run.Id)); // answered after the pause was passed on
            disk.Set();
            Accepted(await pausing);
        }

        var told = _engine.Told(run.Id);
        Assert.Equal(RunPhase.Paused, told.Phase);
        Assert.True(told.Latest!.At.CompareTo(LastStep) >= 0, $"{told.Latest.At}");
        Assert.Equal(fails ? [] : [new TrainingPosition(0, 1)], _engine.Told<RunEvent.CheckpointSaved>(run.Id).Where(e => e.Why == "rhythm").Select(e => e.Checkpoint.At).Take(1));
        await _engine.ResumeToRest(run);
        await undisturbed.SameBits(_engine.Told(run.Id));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_pause_after_an_epochs_last_step_and_before_its_evaluation_ends_with_the_same_bits(int epoch)
    {
        var run = undisturbed.Run("r");

        await _engine.PauseAfter(run, new TrainingPosition(epoch, 6));

        Assert.Equal(RunPhase.Paused, _engine.Told(run.Id).Phase);
        await _engine.ResumeToRest(run);
        await undisturbed.SameBits(_engine.Told(run.Id));
    }
}
