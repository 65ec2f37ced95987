using ActorGaze.Actors.Hosting;
using ActorGaze.Actors.Runs;
using ActorGaze.Actors.Supervision;
using ActorGaze.Nn.Training;

namespace ActorGaze.Tests.Actors.Faults;

/// <summary>A disk that is full when a checkpoint is to be written.</summary>
[Slow]
public sealed class FullDiskSpecs(Undisturbed undisturbed) : IDisposable
{
    private readonly Engine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(20_000)]
    public async Task The_run_stands_still_on_its_last_checkpoint_and_resumes_with_the_same_bits_when_there_is_room(int bytesLeft)
    {
        var run = undisturbed.Run("r");
        using var disk = new SmallDisk(Path.Combine(_engine.Root, "checkpoints"), kilobytes: 1024);
        using var gate = new Gate(run.Id, new TrainingPosition(1, 1)); // so that the disk is full before the next save
        var full = gate.Witness with
        {
            Journalled = (_, e) =>
            {
                if (e is RunEvent.Started { Attempt: 1 }) disk.Fill(200_000);
                if (e is not RunEvent.EpochCompleted) return;
                disk.Fill(bytesLeft);
                gate.Open();
            },
        };

        await _engine.RunToRest([run], full);

        var still = _engine.Told(run.Id);
        Assert.Equal(RunPhase.Paused, still.Phase);
        Assert.StartsWith("disk full: ", still.Reason, StringComparison.Ordinal);
        Assert.Equal([FaultClass.DiskFull], _engine.Told<RunEvent.Faulted>(run.Id).Select(e => e.Fault.Class));
        Assert.Equal(new TrainingPosition(1, 0), still.Latest!.At);
        CheckpointFile.Read(Path.Combine(_engine.Folder.CheckpointsOf(run.Id), still.Latest.File), still.Latest.Sha256);
        Assert.Equal([still.Latest.File], Directory.GetFiles(_engine.Folder.CheckpointsOf(run.Id)).Select(Path.GetFileName));

        disk.MakeRoom();
        await _engine.ResumeToRest(run);

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
