using System.Collections.Immutable;
using System.Formats.Tar;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Persistence.Stores;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;
using ActorGaze.Nn.Training;
using Microsoft.Win32.SafeHandles;

namespace ActorGaze.Actors.Persistence.Backups;

/// <summary>How far a backup is.</summary>
/// <param name="File">What is copied now, by its name in the archive.</param>
/// <param name="Bytes">Copied so far.</param>
/// <param name="Total">To be copied in all.</param>
public sealed record BackupProgress(string File, long Bytes, long Total);

/// <summary>A backup that was made.</summary>
/// <param name="File">The archive.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Missing">Checkpoints that the journal names and that are not on disk; they are not in the archive.</param>
/// <param name="Damaged">Checkpoints that are not what their hash says; they are in the archive as they are.</param>
public sealed record BackupResult(
    string File, long Bytes, int Sweeps, int Runs, int Checkpoints, ImmutableArray<string> Missing, ImmutableArray<string> Damaged)
{
    /// <summary>The archive has everything that its journal names.</summary>
    public bool IsWhole => Missing.IsEmpty && Damaged.IsEmpty;
}

/// <summary>
/// Takes a backup of a state folder, of a running engine too: one tar archive with the journal as it is at one moment, and every checkpoint
/// that this journal names, with what gaze checks found of its runs. A journal in PostgreSQL becomes one of SQLite there.
/// </summary>
public static class Backup
{
    private const int MostTries = 3;
    private const UnixFileMode Mine = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>
    /// Writes beside the archive, syncs, and renames. Changes nothing in the state folder, and needs no right to write there.
    /// </summary>
    /// <param name="file">The archive's path.</param>
    /// <param name="force">Replace a file that is there.</param>
    /// <exception cref="InvalidInputException">There is no journal with events, it is damaged, or the archive cannot be
    /// written.</exception>
    public static BackupResult Take(
        StateFolder folder, string file, bool force, TimeProvider clock, IProgress<BackupProgress>? progress = null,
        CancellationToken cancel = default)
    {
        var store = JournalPlace.Of(folder);
        if (!store.IsThere()) JournalReader.Open(folder.Root); // says that there is none
        var target = Target(file, force);
        var above = Path.GetDirectoryName(target)!;
        var beside = Path.Combine(above, FormattableString.Invariant($".{Path.GetFileName(target)}.tmp-{Environment.ProcessId}"));
        try
        {
            Remove(beside);
            Directory.CreateDirectory(beside);
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(beside, Mine | UnixFileMode.UserExecute);
            using var held = new HeldCheckpoints(folder);
            var plan = Freeze(store, folder, new StateFolder(beside), held, cancel);
            var archive = Path.Combine(beside, "archive");
            var damaged = Write(archive, new StateFolder(beside).Journal, plan, clock.GetUtcNow(), progress, cancel);
            var bytes = new FileInfo(archive).Length;
            File.Move(archive, target, force);
            DurableFolder.Sync(above);
            return new BackupResult(target, bytes, plan.Sweeps, plan.Runs, plan.Files.Length, plan.Missing, damaged);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"{target}: no backup was made: {e.Message}", e);
        }
        finally
        {
            Remove(beside);
        }
    }

    private static string Target(string file, bool force)
    {
        if (file.Length == 0 || file.Contains('\0', StringComparison.Ordinal))
            throw new InvalidInputException($"FILE: found '{file}'; allowed: the path of a new file.");
        var target = Path.GetFullPath(file);
        if (!Directory.Exists(Path.GetDirectoryName(target)))
            throw new InvalidInputException($"{target}: the folder of this file is not there. Make it first.");
        if (Directory.Exists(target)) throw new InvalidInputException($"{target}: found a folder; allowed: the path of a new file.");
        if (!Path.Exists(target)) return target;
        if (!force) throw new InvalidInputException($"{target}: this file is there already. --force replaces it.");
        return !OperatingSystem.IsLinux() || FileStatus.Of(target, out _) is not { IsRegular: false }
            ? target
            : throw new InvalidInputException($"{target}: this is no plain file; a backup replaces only those.");
    }

    /// <summary>
    /// Copies the journal, and holds every checkpoint that the copy names. The journal's moment is fixed between two looks at the
    /// checkpoints, so that a file
    /// escapes only where an engine saves and deletes it within that moment. Then the journal is copied again.
    /// </summary>
    private static Plan Freeze(
        IJournalStore store, StateFolder folder, StateFolder scratch, HeldCheckpoints held, CancellationToken cancel)
    {
        Plan? before = null;
        for (var tries = 1; ; tries++)
        {
            cancel.ThrowIfCancellationRequested();
            held.TakeAll();
            store.Freeze(scratch.Journal, held.TakeAll);
            var plan = Read(folder, scratch, held);
            if (plan.Missing.IsEmpty || tries == MostTries) return plan;
            if (before is not null && plan.Missing.SequenceEqual(before.Missing)) return plan; // they are gone for good
            before = plan;
        }
    }

    private static Plan Read(StateFolder folder, StateFolder copy, HeldCheckpoints held)
    {
        var journal = JournalReader.Open(copy.Root);
        var sweeps = journal.Sweeps();
        var runs = sweeps.SelectMany(sweep => sweep.Runs).Select(run => journal.Run(run.Id)).OfType<RunState>().ToArray();
        if (sweeps.IsEmpty) throw new InvalidInputException("There are no events in this journal, and so there is nothing to back up.");
        var files = ImmutableArray.CreateBuilder<PlannedFile>();
        var missing = ImmutableArray.CreateBuilder<string>();
        foreach (var (run, checkpoint) in runs.SelectMany(run => run.Checkpoints.Select(checkpoint => (run.Spec!.Id, checkpoint))))
        {
            var entry = $"checkpoints/{run}/{checkpoint.File}";
            if (held.Find(run, checkpoint.File) is { } handle) files.Add(new PlannedFile(entry, checkpoint.Sha256, handle));
            else missing.Add(entry);
        }

        return new Plan(sweeps.Count, runs.Length, files.ToImmutable(), missing.ToImmutable())
        {
            GazeChecks = [.. runs.SelectMany(run => GazeChecksOf(folder, run.Spec!.Id))],
        };
    }

    private static IEnumerable<FileInfo> GazeChecksOf(StateFolder folder, RunId run)
    {
        var checks = new DirectoryInfo(folder.GazeChecksOf(run));
        return checks.Exists ? checks.EnumerateFiles("e*.json").OrderBy(file => file.Name, StringComparer.Ordinal) : [];
    }

    /// <summary>Writes and syncs the archive; names the checkpoints that are not what their hash says.</summary>
    private static ImmutableArray<string> Write(
        string archive, string journal, Plan plan, DateTimeOffset now, IProgress<BackupProgress>? progress, CancellationToken cancel)
    {
        using var copy = File.OpenHandle(journal);
        var total = RandomAccess.GetLength(copy) + plan.Files.Sum(file => RandomAccess.GetLength(file.Handle))
            + plan.GazeChecks.Sum(file => file.Length);
        var bytes = 0L;
        using var stream = new FileStream(archive, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(stream.SafeFileHandle, Mine);
        using var tar = new TarWriter(stream, TarEntryFormat.Pax, leaveOpen: true);
        var damaged = ImmutableArray.CreateBuilder<string>();
        foreach (var file in plan.Files.Prepend(new PlannedFile("journal.db", null, copy))) Add(file);
        foreach (var check in plan.GazeChecks)
        {
            using var opened = File.OpenHandle(check.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            Add(new PlannedFile($"gaze-checks/{check.Directory!.Name}/{check.Name}", null, opened));
        }

        tar.Dispose(); // writes the archive's end
        stream.Flush(flushToDisk: true);
        return damaged.ToImmutable();

        void Add(PlannedFile file)
        {
            var progressed = (int read) => progress?.Report(new BackupProgress(file.Entry, bytes += read, total));
            using var content = new MeasuredStream(file.Handle, progressed, cancel);
            var entry = new PaxTarEntry(TarEntryType.RegularFile, file.Entry) { DataStream = content, Mode = Mine, ModificationTime = now };
            tar.WriteEntry(entry);
            if (file.Sha256 is { } sha256 && !content.Sha256().Equals(sha256, StringComparison.OrdinalIgnoreCase)) damaged.Add(file.Entry);
        }
    }

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    /// <summary>What goes into an archive beside the journal.</summary>
    private sealed record Plan(int Sweeps, int Runs, ImmutableArray<PlannedFile> Files, ImmutableArray<string> Missing)
    {
        /// <summary>Small files of the state folder that nothing deletes, and that are replaced whole.</summary>
        public ImmutableArray<FileInfo> GazeChecks { get; init; } = [];
    }

    private sealed record PlannedFile(string Entry, string? Sha256, SafeFileHandle Handle);
}
