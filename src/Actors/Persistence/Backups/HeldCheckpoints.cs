using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;
using Microsoft.Win32.SafeHandles;

namespace ActorGaze.Actors.Persistence.Backups;

/// <summary>Open checkpoints of a state folder. An engine may delete them meanwhile: what is open can be read to its end.</summary>
internal sealed class HeldCheckpoints(StateFolder folder) : IDisposable
{
    private const int TooManyOpen = 24; // EMFILE

    private readonly Dictionary<string, SafeFileHandle> _open = new(StringComparer.Ordinal);

    /// <summary>Opens every checkpoint that is not open yet.</summary>
    /// <exception cref="InvalidInputException">There are more of them than this process may have open files.</exception>
    public void TakeAll()
    {
        var root = folder.Checkpoints;
        if (!Directory.Exists(root)) return;
        foreach (var run in Directory.EnumerateDirectories(root))
            foreach (var file in FilesIn(run))
                if (!_open.ContainsKey(file) && Open(file) is { } handle) _open.Add(file, handle);
    }

    /// <summary>A run's checkpoint; null where there was no such file.</summary>
    public SafeFileHandle? Find(RunId run, string file) => _open.GetValueOrDefault(Path.Combine(folder.CheckpointsOf(run), file));

    public void Dispose()
    {
        foreach (var handle in _open.Values) handle.Dispose();
        _open.Clear();
    }

    private static string[] FilesIn(string run)
    {
        try
        {
            return Directory.GetFiles(run, "*.safetensors");
        }
        catch (DirectoryNotFoundException)
        {
            return []; // the run was begun again from nothing
        }
    }

    private static SafeFileHandle? Open(string file)
    {
        try
        {
            return File.OpenHandle(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null; // deleted since it was listed
        }
        catch (IOException e) when (e.HResult == TooManyOpen)
        {
            throw new InvalidInputException(
                $"{file}: this process may not have more open files, and a backup opens every checkpoint. "
                + "Raise the limit (ulimit -n) and try again.", e);
        }
    }
}
