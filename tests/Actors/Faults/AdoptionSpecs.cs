using System.Text.Json;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Persistence.Sqlite;
using ActorGaze.Nn.Training;
using Microsoft.Data.Sqlite;
using static ActorGaze.Tests.Actors.Faults.TestEngine;

namespace ActorGaze.Tests.Actors.Faults;

/// <summary>A journal and a folder of checkpoints that do not know each other.</summary>
[Slow]
public sealed class AdoptionSpecs(Undisturbed undisturbed) : IDisposable
{
    private readonly TestEngine _engine = new();

    private string Checkpoints => _engine.Folder.CheckpointsOf(Run.Id);

    private RunSpec Run => undisturbed.Run("r") with { Epochs = 4, CurriculumEpochs = 4 };

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task An_old_journal_put_back_beside_newer_checkpoints_goes_on_from_them_with_every_epochs_figures()
    {
        await _engine.PauseAfter(Run, new TrainingPosition(1, 2));
        var old = Journal();
        await ResumeUntil(new TrainingPosition(3, 2));
        var unknown = Files().Except(old.Files.Keys);
        PutBack(old);

        await _engine.ResumeToRest(Run);

        await undisturbed.SameBits(_engine.Told(Run.Id));
        Assert.Equal([1, 2, 3, 4], _engine.Told(Run.Id).Epochs.Select(e => e.Epoch));
        var adopted = _engine.Told<RunEvent.CheckpointAdopted>(Run.Id);
        Assert.Equal([2, 3], adopted.SelectMany(a => a.Epochs).Select(e => e.Epoch));
        Assert.Equal(new TrainingPosition(3, 2), _engine.Told<RunEvent.Started>(Run.Id)[^1].From!.At);
        Assert.Equal(unknown.Order(StringComparer.Ordinal), adopted.Select(a => a.Checkpoint.File).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_pause_without_an_engine_deletes_nothing_and_names_a_file_that_is_there()
    {
        await _engine.PauseAfter(Run, new TrainingPosition(1, 2));
        var old = Journal();
        await ResumeUntil(new TrainingPosition(3, 2));
        var files = Files();
        PutBack(old);
        _engine.Settings = _engine.Settings with { RunsAtOnce = 0 };

        await using var lab = await _engine.Start();
        Accepted(await lab.WakeAsync(Sweep));
        var answer = Accepted(await lab.PauseAsync(Run.Id));

        Assert.Contains("saved at epoch 4 step 2 in e0003-s00002-", answer, StringComparison.Ordinal);
        Assert.Equal(files, Files());
        Assert.Contains(_engine.Told(Run.Id).Latest!.File, files);
    }

    [Fact]
    public async Task A_run_whose_journal_names_no_checkpoint_goes_on_from_those_that_lie_in_its_folder()
    {
        await _engine.PauseAfter(Run, new TrainingPosition(2, 2));
        await Forget();

        await _engine.RunToRest([Run]);

        await undisturbed.SameBits(_engine.Told(Run.Id));
        Assert.Equal(new TrainingPosition(2, 2), Assert.Single(_engine.Told<RunEvent.Started>(Run.Id)).From!.At);
    }

    [Fact]
    public async Task A_run_whose_checkpoints_are_all_gone_waits_names_them_and_goes_on_when_they_are_back()
    {
        await _engine.PauseAfter(Run, new TrainingPosition(1, 2));
        var elsewhere = Path.Combine(_engine.Root, "elsewhere");
        Directory.Move(Checkpoints, elsewhere);
        var named = _engine.Told(Run.Id).Checkpoints;

        await using (var lab = await _engine.StartWith([Run]))
        {
            var refused = Refused(await lab.ResumeAsync(Run.Id));
            Assert.StartsWith($"No checkpoint that the journal names is in {Checkpoints}: {string.Join(", ", named.Select(c => c.File))}. Put one back and say 'resume r'.", refused, StringComparison.Ordinal);
        }

        Directory.Move(elsewhere, Checkpoints);
        await _engine.ResumeToRest(Run);
        await undisturbed.SameBits(_engine.Told(Run.Id));
        Assert.Empty(_engine.Told<RunEvent.CheckpointSetAside>(Run.Id));
    }

    [Fact]
    public async Task A_completed_run_whose_checkpoints_were_taken_away_is_completed_still()
    {
        await _engine.RunToRest([Run]);
        Directory.Delete(Checkpoints, recursive: true);

        await using var lab = await _engine.StartWith([Run]);

        Assert.Equal("r is Completed: it cannot be resumed.", Refused(await lab.ResumeAsync(Run.Id)));
        Assert.Equal(4, _engine.Told(Run.Id).Epochs.Count);
        Assert.Empty(_engine.Told<RunEvent.CheckpointSetAside>(Run.Id));
    }

    [Fact]
    public async Task A_run_that_was_training_and_finds_its_checkpoints_gone_stands_still_and_does_not_begin_again()
    {
        await LeaveAfter(new TrainingPosition(1, 2));
        Directory.Delete(Checkpoints, recursive: true);

        await _engine.RunToRest([Run]);

        var still = _engine.Told(Run.Id);
        Assert.Equal((RunPhase.Paused, 1), (still.Phase, still.Attempts));
        Assert.Contains("Put one back and say 'resume r'", still.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_none_of_the_runs_own_is_moved_over_nothing_and_named_in_the_journal()
    {
        await _engine.PauseAfter(Run, new TrainingPosition(1, 2));
        Directory.CreateDirectory(_engine.Folder.SetAsideOf(Run.Id));
        File.WriteAllText(Path.Combine(_engine.Folder.SetAsideOf(Run.Id), "mine.safetensors"), "here before");
        File.WriteAllText(Path.Combine(Checkpoints, "mine.safetensors"), "of no journal");
        File.WriteAllText(Path.Combine(Checkpoints, "notes.txt"), "left alone");
        File.WriteAllText(Path.Combine(Checkpoints, ".e0001-s00000-a1.safetensors.tmp-123"), "half a sa");

        await _engine.ResumeToRest(Run);

        await undisturbed.SameBits(_engine.Told(Run.Id));
        var moved = Assert.Single(_engine.Told<RunEvent.FileSetAside>(Run.Id));
        Assert.Equal(("mine.safetensors", "set-aside/r/mine.safetensors.2"), (moved.File, moved.To));
        Assert.Equal("of no journal", File.ReadAllText(Path.Combine(_engine.Root, moved.To)));
        Assert.Equal("here before", File.ReadAllText(Path.Combine(_engine.Folder.SetAsideOf(Run.Id), "mine.safetensors")));
        Assert.Equal("left alone", File.ReadAllText(Path.Combine(Checkpoints, "notes.txt")));
        Assert.Empty(Directory.GetFiles(Checkpoints, ".*"));
    }

    [Fact]
    public async Task A_retry_from_the_start_goes_on_from_nothing_and_deletes_what_the_journal_named_alone()
    {
        await _engine.PauseAfter(Run, new TrainingPosition(2, 2));
        AsAnOlderVersion(Path.Combine(Checkpoints, _engine.Told(Run.Id).Latest!.File), "e0004-s00000-a7.safetensors", new TrainingPosition(4, 0));

        await using (var lab = await _engine.StartWith([Run]))
        {
            Accepted(await lab.CancelAsync(Run.Id));
            Accepted(await lab.RetryAsync(Run.Id, fromStart: true));
            await Phase(lab, Run.Id, RunPhase.Completed);
        }

        Assert.Null(_engine.Told<RunEvent.Started>(Run.Id)[^1].From);
        Assert.Equal(["e0004-s00000-a7.safetensors"], Directory.GetFiles(_engine.Folder.SetAsideOf(Run.Id)).Select(Path.GetFileName));
        await undisturbed.SameBits(_engine.Told(Run.Id));
    }

    [Fact]
    public async Task A_checkpoint_that_is_further_but_brings_no_figures_is_waited_over_and_the_run_goes_on_when_it_is_moved()
    {
        await _engine.PauseAfter(Run, new TrainingPosition(1, 2));
        var old = Journal();
        await ResumeUntil(new TrainingPosition(3, 2));
        var newest = Path.Combine(Checkpoints, _engine.Told(Run.Id).Latest!.File);
        foreach (var other in Directory.GetFiles(Checkpoints).Where(file => file != newest)) File.Delete(other);
        AsAnOlderVersion(newest, Path.GetFileName(newest), new TrainingPosition(3, 2));
        PutBack(old);
        foreach (var (file, bytes) in old.Files) File.WriteAllBytes(Path.Combine(Checkpoints, file), bytes);

        await using var lab = await _engine.StartWith([Run]);
        Assert.Contains($"{newest} is at epoch 4 step 2, further than the journal, but neither has the figures of epochs 2 to 3.", Refused(await lab.ResumeAsync(Run.Id)), StringComparison.Ordinal);
        Assert.True(File.Exists(newest));

        File.Move(newest, Path.Combine(_engine.Root, "elsewhere"));
        Accepted(await lab.ResumeAsync(Run.Id));
        await Phase(lab, Run.Id, RunPhase.Completed);
        await undisturbed.SameBits(_engine.Told(Run.Id));
    }

    private string[] Files() => [.. Directory.GetFiles(Checkpoints, "*.safetensors").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    private async Task ResumeUntil(TrainingPosition step)
    {
        using var gate = new Gate(Run.Id, step);
        await using var lab = await _engine.StartWith([Run], gate.Observer);
        Accepted(await lab.ResumeAsync(Run.Id));
        await PauseAt(lab, gate, Run.Id);
    }

    /// <summary>An engine's life that ends while the run trains.</summary>
    private async Task LeaveAfter(TrainingPosition step)
    {
        using var gate = new Gate(Run.Id, step);
        await using var lab = await _engine.StartWith([Run], gate.Observer);
        await gate.Reached;
        var leaving = lab.LeaveAsync();
        gate.Open();
        await leaving;
    }

    private (Dictionary<string, byte[]> Journal, Dictionary<string, byte[]> Files) Journal()
    {
        ClearPools();
        return (
            Parts().Where(File.Exists).ToDictionary(part => part, File.ReadAllBytes),
            Directory.GetFiles(Checkpoints).ToDictionary(file => Path.GetFileName(file), File.ReadAllBytes));
    }

    private void PutBack((Dictionary<string, byte[]> Journal, Dictionary<string, byte[]> Files) old)
    {
        ClearPools();
        foreach (var part in Parts()) File.Delete(part);
        foreach (var (part, bytes) in old.Journal.Where(part => !part.Key.EndsWith("-shm", StringComparison.Ordinal))) File.WriteAllBytes(part, bytes);
    }

    /// <summary>A journal that knows the sweep and no run of it: an empty one beside checkpoints is refused.</summary>
    private async Task Forget()
    {
        ClearPools();
        foreach (var part in Parts()) File.Delete(part);
        var (folder, aside) = (Path.Combine(_engine.Root, "checkpoints"), Path.Combine(_engine.Root, "elsewhere"));
        Directory.Move(folder, aside);
        await _engine.RunToRest([]);
        Directory.Delete(folder);
        Directory.Move(aside, folder);
    }

    private IEnumerable<string> Parts() =>
        from file in new[] { _engine.Folder.Journal, _engine.Folder.Snapshots, _engine.Folder.Metrics } from part in new[] { "", "-wal", "-shm" } select file + part;

    private void ClearPools()
    {
        foreach (var file in new[] { _engine.Folder.Journal, _engine.Folder.Snapshots })
        {
            using var connection = new SqliteConnection(Databases.ConnectionString(file));
            SqliteConnection.ClearPool(connection);
        }
    }

    /// <summary>A checkpoint as versions wrote it that kept no figures in it.</summary>
    private void AsAnOlderVersion(string file, string name, TrainingPosition at)
    {
        var checkpoint = CheckpointFile.Read(file, null);
        var metadata = checkpoint.Metadata.Remove("epochs").Remove("content-sha256").SetItem("position", JsonSerializer.Serialize(at, Json.Options));
        CheckpointFile.Write(Checkpoints, name, checkpoint with { Metadata = metadata }, at);
    }
}
