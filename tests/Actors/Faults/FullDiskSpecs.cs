using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Faults;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Telemetry;
using ActorGaze.Nn.Training;
using static ActorGaze.Tests.Actors.Faults.TestEngine;

namespace ActorGaze.Tests.Actors.Faults;

/// <summary>A disk that is full when a checkpoint is to be written.</summary>
[Slow]
public sealed class FullDiskSpecs(Undisturbed undisturbed) : IDisposable
{
    private readonly TestEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(20_000)]
    public async Task The_run_waits_on_its_last_checkpoint_and_goes_on_by_itself_with_the_same_bits_when_there_is_room(int bytesLeft)
    {
        var run = undisturbed.Run("r");
        using var disk = new SmallDisk(Path.Combine(_engine.Root, "checkpoints"), kilobytes: 1024);
        using var gate = new Gate(run.Id, new TrainingPosition(1, 1)); // so that the disk is full before the next save
        var full = gate.Observer with
        {
            Journalled = (_, e) =>
            {
                if (e is RunEvent.Started { Attempt: 1 }) disk.Fill(200_000);
                if (e is not RunEvent.EpochCompleted { Metrics.Epoch: 1 }) return;
                disk.Fill(bytesLeft);
                gate.Open();
            },
        };

        await using var lab = await _engine.StartWith([run], full);
        while ((await Phase(lab, run.Id, RunPhase.Recovering)).LastFault?.Class != FaultClass.DiskFull) { }

        var still = _engine.Told(run.Id);
        var score = (await lab.ScoreboardAsync()).Runs[run.Id];
        Assert.Equal((new WaitingFor.DiskSpace(Path.Combine(_engine.Root, "checkpoints")), 0), (score.Waiting, still.FaultsInARow));
        Assert.Equal(new TrainingPosition(1, 0), still.Latest!.At);
        CheckpointFile.Read(Path.Combine(_engine.Folder.CheckpointsOf(run.Id), still.Latest.File), still.Latest.Sha256);
        Assert.Equal([still.Latest.File], Directory.GetFiles(_engine.Folder.CheckpointsOf(run.Id)).Select(Path.GetFileName));

        disk.MakeRoom();
        await lab.WaitAsync(Sweep, cancel: Cancel);

        await undisturbed.SameBits(_engine.Told(run.Id));
        Assert.Equal([FaultClass.DiskFull], _engine.Told<RunEvent.Faulted>(run.Id).Select(e => e.Fault.Class));
        Assert.Equal(["there is room on the disk again"], _engine.Told<RunEvent.Requeued>(run.Id).Select(e => e.Why));
    }

    [Fact]
    public async Task A_run_that_waits_for_room_is_paused_at_once_and_leaves_its_slot_to_others_meanwhile()
    {
        var (run, other) = (undisturbed.Run("r"), undisturbed.Run("other"));
        using var disk = new SmallDisk(_engine.Folder.CheckpointsOf(run.Id), kilobytes: 64);
        disk.Fill(0);
        _engine.Settings = _engine.Settings with { CheckDisk = false };
        await using var lab = await _engine.StartWith([run, other]);

        await Phase(lab, other.Id, RunPhase.Completed);

        Assert.Equal("r is Paused before its first checkpoint; it has no crew.", Accepted(await lab.PauseAsync(run.Id)));
        await undisturbed.SameBits(_engine.Told(other.Id));
    }

    [Fact]
    public async Task A_save_between_that_cannot_be_written_costs_nothing_but_itself()
    {
        var run = undisturbed.Run("r");
        _engine.Settings = _engine.Settings with { Checkpoints = new CheckpointSettings(1, TimeSpan.Zero) }; // after every step
        _engine.Folder.Prepare();
        var folder = _engine.Folder.CheckpointsOf(run.Id);
        File.WriteAllText(folder, "in the way");
        var saving = new EngineObserver
        {
            Stepped = (_, at) =>
            {
                if (at == new TrainingPosition(0, 5)) File.Delete(folder);
            },
        };

        await _engine.RunToRest([run], saving);

        Assert.Empty(_engine.Told<RunEvent.Faulted>(run.Id));
        Assert.Equal(1, _engine.Told(run.Id).Attempts);
        await undisturbed.SameBits(_engine.Told(run.Id));
    }

    [Fact]
    public void What_the_system_says_of_a_full_disk_is_understood()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full here.");

        var refused = Assert.Throws<IOException>(() => File.WriteAllBytes("/dev/full", new byte[10]));

        Assert.Equal(FaultClass.DiskFull, FaultClassifier.Classify(refused, null).Class);
    }
}
