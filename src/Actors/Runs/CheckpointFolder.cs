using ActorGaze.Nn.Training;
using Akka.Event;

namespace ActorGaze.Actors.Runs;

/// <summary>A run's checkpoint files, kept in line with what its journal names.</summary>
internal static class CheckpointFolder
{
    private const string Damaged = ".damaged";

    /// <summary>Deletes what a run without a crew has that its journal does not name: saves that no event followed, and halves of saves.</summary>
    public static void Sweep(string folder, IReadOnlyCollection<CheckpointRef> named, ILoggingAdapter log)
    {
        if (!Directory.Exists(folder)) return;
        try
        {
            CheckpointFile.ClearLeftovers(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.Warning("Halves of saves in {Folder} could not be deleted: {Reason}", folder, e.Message);
        }

        foreach (var file in Directory.EnumerateFiles(folder, "*.safetensors"))
        {
            if (named.All(c => c.File != Path.GetFileName(file))) Delete(file, log);
        }
    }

    /// <summary>Deletes checkpoints that need not be kept any longer.</summary>
    public static void Delete(string folder, IEnumerable<CheckpointRef> dropped, ILoggingAdapter log)
    {
        foreach (var checkpoint in dropped) Delete(Path.Combine(folder, checkpoint.File), log);
    }

    /// <summary>Renames a damaged checkpoint, so that it can be looked at and is not used.</summary>
    public static void SetAside(string folder, string file)
    {
        var path = Path.Combine(folder, file);
        if (File.Exists(path)) File.Move(path, path + Damaged, overwrite: true);
    }

    /// <summary>A file that cannot be deleted is left for the next start.</summary>
    private static void Delete(string path, ILoggingAdapter log)
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
