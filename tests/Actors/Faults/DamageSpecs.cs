using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Nn.Training;
using static ActorGaze.Tests.Actors.Faults.TestEngine;

namespace ActorGaze.Tests.Actors.Faults;

/// <summary>Checkpoints that are not what they were.</summary>
[Slow]
public sealed class DamageSpecs(Undisturbed undisturbed) : IDisposable
{
    private readonly TestEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Theory]
    [InlineData("cut short")]
    [InlineData("one bit")]
    [InlineData("gone")]
    public async Task A_damaged_checkpoint_is_set_aside_and_the_one_before_it_leads_to_the_same_bits(string how)
    {
        var run = undisturbed.Run("r");
        await _engine.PauseAfter(run, new TrainingPosition(1, 2));
        var newest = _engine.Told(run.Id).Latest!;
        Assert.True(newest.At.StepsIntoNext > 0);
        Damage(run.Id, newest, how);

        await _engine.ResumeToRest(run);

        await undisturbed.SameBits(_engine.Told(run.Id));
        Assert.Equal([newest], _engine.Told<RunEvent.CheckpointSetAside>(run.Id).Select(e => e.Checkpoint));
        Assert.False(File.Exists(PathOf(run.Id, newest)));
        Assert.Equal(how != "gone", File.Exists(Path.Combine(_engine.Folder.SetAsideOf(run.Id), newest.File)));
        Assert.Equal(new TrainingPosition(1, 0), _engine.Told<RunEvent.Started>(run.Id)[^1].From!.At);
    }

    [Fact]
    public async Task Where_no_checkpoint_is_sound_the_run_says_so_and_begins_again_only_when_told()
    {
        var run = undisturbed.Run("r");
        await _engine.PauseAfter(run, new TrainingPosition(1, 2));
        foreach (var checkpoint in _engine.Told(run.Id).Checkpoints) Damage(run.Id, checkpoint, "one bit");

        await using var lab = await _engine.StartWith([run]);
        Accepted(await lab.ResumeAsync(run.Id));
        await lab.WaitAsync(Sweep, cancel: Cancel);

        Assert.Equal("No sound checkpoint is left. Put one back into its folder of checkpoints and retry, or let 'retry --from-start' begin again.", _engine.Told(run.Id).Reason);
        Assert.Equal(
            $"No checkpoint that the journal names is in {_engine.Folder.CheckpointsOf(run.Id)}. Put one back and say 'retry r'. To begin again from nothing: 'retry r --from-start'.",
            Refused(await lab.RetryAsync(run.Id)));
        Assert.Equal("r is Queued.", Accepted(await lab.RetryAsync(run.Id, fromStart: true)));
        await Phase(lab, run.Id, RunPhase.Completed);
        await undisturbed.SameBits(_engine.Told(run.Id));
    }

    [Fact]
    public async Task What_a_killed_engine_left_in_the_folder_of_a_run_that_has_ended_is_gone_after_the_next_start()
    {
        var run = undisturbed.Run("r");
        await _engine.RunToRest([run]);
        var folder = _engine.Folder.CheckpointsOf(run.Id);
        var kept = Directory.GetFiles(folder).ToHashSet();
        File.WriteAllText(Path.Combine(folder, ".e0001-s00000-a1.safetensors.tmp-123"), "half a sa");
        File.WriteAllText(Path.Combine(folder, "e9999-s00000-a1.safetensors"), "of no journal");

        await using var lab = await _engine.StartWith([run]);

        while (!kept.SetEquals(Directory.GetFiles(folder))) await Task.Delay(5, Cancel);
        Assert.Equal(["e9999-s00000-a1.safetensors"], Directory.GetFiles(_engine.Folder.SetAsideOf(run.Id)).Select(Path.GetFileName));
        Assert.Equal(RunPhase.Completed, _engine.Told(run.Id).Phase);
    }

    private string PathOf(RunId run, CheckpointRef checkpoint) => Path.Combine(_engine.Folder.CheckpointsOf(run), checkpoint.File);

    private void Damage(RunId run, CheckpointRef checkpoint, string how)
    {
        var path = PathOf(run, checkpoint);
        var bytes = File.ReadAllBytes(path);
        switch (how)
        {
            case "cut short":
                File.WriteAllBytes(path, bytes[..(bytes.Length / 2)]);
                break;
            case "one bit":
                bytes[bytes.Length / 2] ^= 4;
                File.WriteAllBytes(path, bytes);
                break;
            default:
                File.Delete(path);
                break;
        }
    }
}
