using System.Diagnostics;
using System.Formats.Tar;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Examination;
using ActorGaze.Actors.Persistence.Backups;
using ActorGaze.Actors.Storage;
using ActorGaze.Actors.Telemetry;
using ActorGaze.Nn;
using ActorGaze.Nn.Training;
using ActorGaze.Tests.Actors.Faults;
using ActorGaze.Tests.Tui;

namespace ActorGaze.Tests.Actors.Persistence.Backups;

/// <summary>Backups of folders in every state, and what becomes of them.</summary>
[Slow]
public sealed class BackupSpecs(Undisturbed undisturbed) : IDisposable
{
    private readonly TestEngine _engine = new();
    private readonly string _out = Directory.CreateTempSubdirectory("backups-").FullName;

    private string FileName => Path.Combine(_out, "backup.tar");

    public void Dispose()
    {
        _engine.Dispose();
        Directory.Delete(_out, recursive: true);
    }

    [Fact]
    public async Task A_backup_of_a_running_engine_goes_on_to_the_same_bits_and_so_does_the_engine()
    {
        var run = undisturbed.Run("r");
        using var gate = new Gate(run.Id, new TrainingPosition(1, 2));
        await using (var lab = await _engine.StartWith([run], gate.Observer))
        {
            await gate.Reached;
            while (_engine.Told(run.Id).Checkpoints.IsEmpty) await Task.Yield(); // saved beside the training

            var made = Take();

            Assert.Equal((1, 1, 1, true), (made.Sweeps, made.Runs, made.Checkpoints, made.IsWhole));
            Assert.Equal(made.Bytes, new FileInfo(FileName).Length);
            Assert.Equal([FileName], Directory.GetFileSystemEntries(_out)); // and nothing beside it
            gate.Open();
            await lab.WaitAsync(TestEngine.Sweep, cancel: TestEngine.Cancel);
        }

        await undisturbed.SameBits(_engine.Told(run.Id));
        using var restored = Restored();
        Assert.Equal([1], restored.Told(run.Id).Epochs.Select(epoch => epoch.Epoch));
        await restored.RunToRest([run]);
        await undisturbed.SameBits(restored.Told(run.Id));
    }

    [Fact]
    public async Task A_checkpoint_that_is_deleted_while_it_is_copied_is_in_the_backup()
    {
        var run = undisturbed.Run("r") with { CurriculumEpochs = 2 };
        await _engine.RunToRest([run]);

        var made = Take(progress: new OnFirst(() => Directory.Delete(_engine.Folder.CheckpointsOf(run.Id), recursive: true)));

        Assert.Equal((2, true), (made.Checkpoints, made.IsWhole));
        using var restored = Restored();
        await restored.RunToRest([run with { Epochs = 3 }]);
        await undisturbed.SameBits(restored.Told(run.Id));
    }

    [Fact]
    public async Task Every_backup_of_an_engine_that_saves_and_deletes_all_the_time_is_whole()
    {
        var run = undisturbed.Run("r") with { Epochs = 5_000, GazeWeight = 0 };
        await using var lab = await _engine.StartWith([run]);
        for (var i = 1; i <= 5; i++)
        {
            while (_engine.Told(run.Id) is not { Epochs.Count: var done } || done < 2 * i) await Task.Delay(5, TestEngine.Cancel);

            var made = Take(force: true);

            Assert.True(made.IsWhole, string.Join(", ", made.Missing.Concat(made.Damaged)));
            using var restored = Restored();
            Assert.All(restored.Told(run.Id).Checkpoints, kept => CheckpointFile.Read(Path.Combine(restored.Folder.CheckpointsOf(run.Id), kept.File), kept.Sha256));
        }

        await lab.CancelAsync(run.Id);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stopped_folder_that_one_may_only_read_is_backed_up_also_after_a_kill(bool killed)
    {
        var run = undisturbed.Run("r");
        if (killed) await CrashImageAsync(run);
        else await _engine.RunToRest([run]);
        var before = Listing();
        using var view = new ReadOnlyView(_engine.Root, _engine.Root + "-view");

        var made = Backup.Take(new StateFolder(view.Root), FileName, false, TimeProvider.System, cancel: TestEngine.Cancel);

        Assert.True(made.IsWhole);
        Assert.Equal(before, Listing());
        using var restored = Restored();
        Assert.Equal(_engine.Told<RunEvent>(run.Id), restored.Told<RunEvent>(run.Id));
        await restored.RunToRest([run]);
        await undisturbed.SameBits(restored.Told(run.Id));
    }

    [Fact]
    public async Task A_backup_changes_nothing_in_a_stopped_folder()
    {
        await CrashImageAsync(undisturbed.Run("r"));
        var before = Listing();

        Take();

        Assert.Equal(before, Listing());
    }

    [Fact]
    public async Task A_checkpoint_that_is_missing_or_damaged_is_named_and_the_rest_is_backed_up()
    {
        var run = undisturbed.Run("r");
        await _engine.RunToRest([run]);
        var (first, second) = (_engine.Told(run.Id).Checkpoints[0].File, _engine.Told(run.Id).Checkpoints[1].File);
        File.Delete(Path.Combine(_engine.Folder.CheckpointsOf(run.Id), first));
        File.AppendAllText(Path.Combine(_engine.Folder.CheckpointsOf(run.Id), second), "x");

        ExaminationFiles.Write(_engine.Folder, MadeUpExamination.Of(run, 1));
        ExaminationFiles.Write(_engine.Folder, MadeUpExamination.Of(run with { Id = new RunId("another") }, 1));

        var made = Take();

        Assert.False(made.IsWhole);
        Assert.Equal(1, made.Checkpoints);
        Assert.Equal([$"checkpoints/r/{first}"], made.Missing);
        Assert.Equal([$"checkpoints/r/{second}"], made.Damaged);
        Assert.Equal(["journal.db", $"checkpoints/r/{second}", "gaze-checks/r/e0001-s00000.json"], Entries());
        using var restored = Restored();
        Assert.Equal(1, ExaminationFiles.Newest(restored.Folder, run.Id)!.Epoch);
    }

    [Fact]
    public async Task What_is_there_is_replaced_only_when_that_is_asked_for()
    {
        await _engine.RunToRest([undisturbed.Run("r")]);
        File.WriteAllText(FileName, "precious");

        Assert.Contains("--force replaces it", Refusal(FileName), StringComparison.Ordinal);
        Assert.Equal("precious", File.ReadAllText(FileName));

        Take(force: true);
        Assert.Contains("journal.db", Entries());
    }

    [Fact]
    public async Task What_cannot_be_is_refused_with_a_sentence_and_leaves_nothing_behind()
    {
        Assert.Contains("no journal.db here", Refusal(FileName), StringComparison.Ordinal);
        await using (await _engine.Start()) { }
        Assert.Contains("no events in this journal", Refusal(FileName), StringComparison.Ordinal);
        await _engine.RunToRest([undisturbed.Run("r")]);

        Assert.Contains("found a folder", Refusal(_out), StringComparison.Ordinal);
        Assert.Contains("the folder of this file is not there", Refusal(Path.Combine(_out, "no", "such")), StringComparison.Ordinal);
        Assert.Contains("FILE: found ''", Refusal(""), StringComparison.Ordinal);
        if (OperatingSystem.IsLinux()) Assert.Contains("no plain file", Refusal("/dev/null", force: true), StringComparison.Ordinal);
        File.WriteAllBytes(_engine.Folder.Journal, [.. Enumerable.Repeat((byte)7, 20_000)]);
        Assert.Contains("this database is damaged", Refusal(FileName), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_out));
    }

    private BackupResult Take(bool force = false, IProgress<BackupProgress>? progress = null) =>
        Backup.Take(_engine.Folder, FileName, force, TimeProvider.System, progress, TestEngine.Cancel);

    private string Refusal(string file, bool force = false) =>
        Assert.Throws<InvalidInputException>(() => Backup.Take(_engine.Folder, file, force, TimeProvider.System, cancel: TestEngine.Cancel)).Message;

    /// <summary>The backup, unpacked into an empty folder.</summary>
    private TestEngine Restored()
    {
        var restored = new TestEngine();
        TarFile.ExtractToDirectory(FileName, restored.Root, overwriteFiles: false);
        return restored;
    }

    private List<string> Entries()
    {
        using var tar = new TarReader(File.OpenRead(FileName));
        var names = new List<string>();
        while (tar.GetNextEntry() is { } entry) names.Add(entry.Name);
        return names;
    }

    /// <summary>Leaves the folder as an engine does that is killed in its second epoch: part of the journal is in its log.</summary>
    private async Task CrashImageAsync(RunSpec run)
    {
        using var living = new TestEngine();
        using var gate = new Gate(run.Id, new TrainingPosition(1, 2));
        await using var lab = await living.StartWith([run], gate.Observer);
        await gate.Reached;
        // By another process: to close a database's file in this one would drop the engine's locks on it.
        using var copying = Process.Start("cp", ["-a", $"{living.Root}/.", _engine.Root]);
        await copying.WaitForExitAsync(TestEngine.Cancel);
        gate.Open();
        foreach (var file in Directory.GetFiles(_engine.Root, "*-shm").Concat(Directory.GetFiles(_engine.Root, "engine.*"))) File.Delete(file);
        Assert.NotEqual(0, new FileInfo($"{_engine.Folder.Journal}-wal").Length);
    }

    /// <summary>Every file with its bytes; a log's index is made anew by whoever reads.</summary>
    private Dictionary<string, string> Listing() => Directory.GetFiles(_engine.Root, "*", SearchOption.AllDirectories)
        .Where(file => !file.EndsWith("-shm", StringComparison.Ordinal))
        .ToDictionary(file => Path.GetRelativePath(_engine.Root, file), file => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file))));

    private sealed class OnFirst(Action act) : IProgress<BackupProgress>
    {
        private bool _done;

        public void Report(BackupProgress value)
        {
            if (!_done) act();
            _done = true;
        }
    }
}
