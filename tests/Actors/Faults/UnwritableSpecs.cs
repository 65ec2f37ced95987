using ActorGaze.Actors.Contracts.Faults;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Telemetry;
using ActorGaze.Nn.Training;
using static ActorGaze.Tests.Actors.Faults.TestEngine;

namespace ActorGaze.Tests.Actors.Faults;

/// <summary>A folder that takes no checkpoint: a file lies in its place, which stops a superuser too.</summary>
[Slow]
public sealed class UnwritableSpecs(Undisturbed undisturbed) : IDisposable
{
    private readonly TestEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task A_pause_that_cannot_be_saved_is_refused_and_the_run_goes_on_to_the_same_bits()
    {
        var run = undisturbed.Run("r");
        using var gate = new Gate(run.Id, new TrainingPosition(0, 2));
        await using var lab = await _engine.StartWith([run], gate.Observer);
        await gate.Reached;
        var block = Block(run.Id);

        var pausing = lab.PauseAsync(run.Id);
        Refused(await lab.RetryAsync(run.Id)); // answered after the pause was passed on
        gate.Open();

        Assert.Matches("^r could not be saved and goes on: ", Refused(await pausing));
        File.Delete(block);
        await lab.WaitAsync(Sweep, cancel: Cancel);
        await undisturbed.SameBits(_engine.Told(run.Id));
    }

    [Fact]
    public async Task An_epoch_that_cannot_be_saved_is_tried_again_a_few_times_and_then_fails_with_its_reason()
    {
        var run = undisturbed.Run("r");
        _engine.Folder.Prepare();
        Block(run.Id);

        await _engine.RunToRest([run]);

        var end = _engine.Told(run.Id);
        Assert.Equal((RunPhase.Failed, 0), (end.Phase, end.Epochs.Count));
        Assert.Matches(@"^IOException: .*checkpoints/r.* \(3 faults in a row\)$", end.Reason);
        Assert.Equal([1, 2, 3], _engine.Told<RunEvent.Faulted>(run.Id).Select(e => e.Attempt));
    }

    [Fact]
    public async Task It_recovers_when_the_folder_can_be_written_again_and_a_completed_epoch_wipes_the_slate()
    {
        var run = undisturbed.Run("r");
        _engine.Folder.Prepare();
        var block = Block(run.Id);
        var observer = new EngineObserver
        {
            Journalled = (_, e) =>
            {
                if (e is RunEvent.Faulted { Attempt: 2 }) File.Delete(block);
            },
        };

        await _engine.RunToRest([run], observer);

        await undisturbed.SameBits(_engine.Told(run.Id));
        Assert.Equal((3, 0), (_engine.Told(run.Id).Attempts, _engine.Told(run.Id).FaultsInARow));
        Assert.All(_engine.Told<RunEvent.Faulted>(run.Id), e => Assert.Equal(FaultClass.Forgivable, e.Fault.Class));
    }

    private string Block(RunId run)
    {
        var folder = _engine.Folder.CheckpointsOf(run);
        Assert.False(Directory.Exists(folder));
        File.WriteAllText(folder, "in the way");
        return folder;
    }
}
