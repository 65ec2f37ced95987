using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Engine;
using ActorGaze.Actors.Persistence;
using ActorGaze.Actors.Storage;
using ActorGaze.Actors.Telemetry;
using ActorGaze.Nn.Training;
using static ActorGaze.Tests.Actors.Faults.TestEngine;

namespace ActorGaze.Tests.Actors.Faults;

/// <summary>A state folder that is taken away under a running engine.</summary>
[Slow]
public sealed class LostFolderSpecs(Undisturbed undisturbed) : IDisposable
{
    private readonly TestEngine _engine = new();

    private string Moved => _engine.Root + "-moved";

    public void Dispose()
    {
        if (Directory.Exists(Moved)) Directory.Delete(Moved, recursive: true);
        Directory.CreateDirectory(_engine.Root);
        _engine.Dispose();
    }

    [Fact]
    public async Task A_folder_that_was_moved_gets_the_runs_last_state_and_nothing_is_acknowledged_or_made_at_its_old_path()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Where a folder was moved to is told by Linux alone.");
        var run = undisturbed.Run("r");
        using var gate = new Gate(run.Id, new TrainingPosition(0, 2)); // no epoch is being saved then
        await using var lab = await _engine.StartWith([run], gate.Observer);
        await gate.Reached;
        var before = _engine.Told<RunEvent>(run.Id);
        Directory.Move(_engine.Root, Moved);

        var pausing = lab.PauseAsync(run.Id);
        gate.Open();

        Assert.Contains("the state folder was moved", Refused(await pausing), StringComparison.Ordinal);
        Assert.Contains(Moved, await lab.Lost, StringComparison.Ordinal);
        Assert.True(await lab.LeaveAsync());
        Assert.Contains($"'actorgaze up --state {Moved}' goes on", lab.Loss, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_engine.Root));
        Assert.Contains(Directory.GetFiles(new StateFolder(Moved).CheckpointsOf(run.Id)), file => Path.GetFileName(file).StartsWith("e0000-s0000", StringComparison.Ordinal) && !file.Contains("-s00000-", StringComparison.Ordinal));
        Assert.Equal(before, JournalReader.Open(Moved).EventsOf(run.Id).Select(entry => entry.Event));
        Assert.False(File.Exists(new StateFolder(Moved).LockHolder));
        await Assert.ThrowsAsync<StateFolderLostException>(lab.ScoreboardAsync);

        await using (var next = await Lab.StartAsync(_engine.Settings with { StateFolder = Moved }, cancel: Cancel))
        {
            Accepted(await next.SubmitAsync(SweepSpec.Of(Sweep, [run])));
            await next.WaitAsync(Sweep, cancel: Cancel);
        }

        await undisturbed.SameBits(JournalReader.Open(Moved).Run(run.Id)!);
    }

    [Fact]
    public async Task A_deleted_journal_acknowledges_nothing_more_and_all_it_held_is_copied_so_that_the_runs_go_on()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Which file a path leads to is told by Linux alone.");
        var run = undisturbed.Run("r");
        using var gate = new Gate(run.Id, new TrainingPosition(0, 2)); // no epoch is being saved then
        await using (var lab = await _engine.StartWith([run], gate.Observer))
        {
            await gate.Reached;
            var before = _engine.Told<RunEvent>(run.Id);
            foreach (var part in new[] { "", "-wal", "-shm" }) File.Delete(_engine.Folder.Journal + part);

            var pausing = lab.PauseAsync(run.Id);
            gate.Open();

            Assert.Contains("the journal was deleted", Refused(await pausing), StringComparison.Ordinal);
            Assert.True(await lab.LeaveAsync());
            var copy = Path.Combine(_engine.Root, "set-aside", "journal.db");
            Assert.Contains($"copied to {copy}; move that to {_engine.Folder.Journal}", lab.Loss, StringComparison.Ordinal);
            Assert.False(File.Exists(_engine.Folder.Journal));
            File.Move(copy, _engine.Folder.Journal);
            Assert.Equal(before, _engine.Told<RunEvent>(run.Id));
        }

        await _engine.RunToRest([run]);
        await undisturbed.SameBits(_engine.Told(run.Id));
    }

    [Fact]
    public async Task An_idle_engine_whose_folder_was_deleted_refuses_the_next_sweep_and_leaves()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Which file a path leads to is told by Linux alone.");
        _engine.Settings = _engine.Settings with { CheckDisk = false };
        await using var lab = await _engine.StartWith([]);
        Directory.Delete(_engine.Root, recursive: true);

        Assert.Contains("the state folder was deleted", Refused(await lab.SubmitAsync(SweepSpec.Of("other", [undisturbed.Run("r")]))), StringComparison.Ordinal);

        Assert.Contains("the state folder was deleted", await lab.Lost, StringComparison.Ordinal);
        await lab.LeaveAsync();
        Assert.Contains("Nothing could be saved.", lab.Loss, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_engine.Root));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-wal")]
    [InlineData("-shm")]
    public async Task An_idle_engine_whose_journal_or_a_part_of_it_was_deleted_refuses_the_next_sweep_at_once_and_leaves(string part)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Which file a path leads to is told by Linux alone.");
        var run = undisturbed.Run("r");
        await _engine.RunToRest([run]);
        await using (var lab = await _engine.Start())
        {
            File.Delete(_engine.Folder.Journal + part);

            var refused = Assert.IsType<Answer.Refused>(await lab.SubmitAsync(SweepSpec.Of("other", [undisturbed.Run("o")])));

            Assert.Equal(Refusal.Prevented, refused.Kind);
            Assert.StartsWith($"{_engine.Folder.Journal}{part}: ", refused.Reason, StringComparison.Ordinal);
            Assert.Contains("deleted, moved or replaced", await lab.Lost, StringComparison.Ordinal);
            await lab.LeaveAsync();
            Assert.Contains($"copied to {Path.Combine(_engine.Root, "set-aside", "journal.db")}", lab.Loss, StringComparison.Ordinal);
        }

        foreach (var file in new[] { "-wal", "-shm" }) File.Delete(_engine.Folder.Journal + file);
        File.Move(Path.Combine(_engine.Root, "set-aside", "journal.db"), _engine.Folder.Journal, overwrite: true);
        Assert.Equal(RunPhase.Completed, _engine.Told(run.Id).Phase);
    }

    [Fact]
    public async Task A_command_to_an_idle_run_whose_folder_was_moved_names_that_and_not_its_checkpoint()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Where a folder was moved to is told by Linux alone.");
        var run = undisturbed.Run("r");
        await _engine.PauseAfter(run, new TrainingPosition(1, 2));
        await using var lab = await _engine.StartWith([run]);
        await Phase(lab, run.Id, RunPhase.Paused);
        Directory.Move(_engine.Root, Moved);

        var refused = Assert.IsType<Answer.Refused>(await lab.ResumeAsync(run.Id));

        Assert.Equal(Refusal.Prevented, refused.Kind);
        Assert.Contains($"the state folder was moved while the engine ran: it is {Moved} now.", refused.Reason, StringComparison.Ordinal);
        Assert.Contains("the state folder was moved", await lab.Lost, StringComparison.Ordinal);
        Assert.Equal(RunPhase.Paused, JournalReader.Open(Moved).Run(run.Id)!.Phase);
    }
}
