using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Nn.Training;
using Akka.Event;

namespace ActorGaze.Actors.Storage;

/// <summary>A run's checkpoint files on disk. What the journal never named is moved, never deleted.</summary>
internal static class CheckpointFolder
{
    public const string Pattern = "*.safetensors";

    /// <summary>Whether a text is the name of a file in the folder, and leads nowhere else. A worker's reports name files.</summary>
    public static bool IsName(string file) =>
        file.Length > 0 && file == Path.GetFileName(file) && file.EndsWith(".safetensors", StringComparison.Ordinal);

    /// <summary>
    /// Whether a folder holds more than the checkpoints that its run keeps: what a killed engine could not delete, or strays.
    /// </summary>
    /// <param name="kept">How many the run keeps.</param>
    /// <exception cref="IOException">The folder cannot be listed.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be.</exception>
    public static bool HasMore(string folder, int kept) => Directory.Exists(folder)
        && Directory.EnumerateFiles(folder, Pattern).Count() + Directory.EnumerateFiles(folder, CheckpointFile.PartialPattern)
            .Count() > kept;

    /// <summary>Deletes saves that were not completed. Nobody may be saving into the folder.</summary>
    /// <param name="process">Only those that this process began; null: all.</param>
    public static void DeletePartialSaves(string folder, ILoggingAdapter log, int? process = null)
    {
        try
        {
            CheckpointFile.ClearLeftovers(folder, process);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.Warning("Halves of saves in {Folder} could not be deleted: {Reason}", folder, e.Message);
        }
    }

    /// <summary>Deletes checkpoints that the journal has named and need not be kept any longer.</summary>
    /// <remarks>A file that cannot be deleted is left for the next start.</remarks>
    public static void Delete(string folder, IEnumerable<CheckpointRef> dropped, ILoggingAdapter log)
    {
        foreach (var path in dropped.Where(checkpoint => IsName(checkpoint.File))
            .Select(checkpoint => Path.Combine(folder, checkpoint.File)).Where(File.Exists))
        {
            try
            {
                File.Delete(path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                log.Warning("{File} could not be deleted: {Reason}", path, e.Message);
            }
        }
    }

    /// <summary>Moves a file out of the run's checkpoints, over no other, so that it can be looked at and is not used.</summary>
    /// <returns>Where it lies now, inside the state folder; null where there is no such file, or it stays because it cannot be
    /// moved.</returns>
    public static string? SetAside(StateFolder folder, RunId run, string file, string why, ILoggingAdapter log)
    {
        var from = Path.Combine(folder.CheckpointsOf(run), file);
        if (!IsName(file) || !File.Exists(from)) return null;
        try
        {
            PrivateFiles.MakeFolder(folder.SetAsideOf(run));
            var to = Free(Path.Combine(folder.SetAsideOf(run), file));
            File.Move(from, to, overwrite: false);
            log.Warning("{File} was moved to {To}: {Reason}", from, to, why);
            return Path.GetRelativePath(folder.Root, to);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.Warning(
                "{File} is not used ({Reason}), and cannot be moved to {To}: {Fault}", from, why, folder.SetAsideOf(run), e.Message);
            return null;
        }
    }

    private static string Free(string path)
    {
        var free = path;
        for (var n = 2; File.Exists(free); n++) free = FormattableString.Invariant($"{path}.{n}");
        return free;
    }
}
