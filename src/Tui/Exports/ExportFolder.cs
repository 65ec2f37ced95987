using ActorGaze.Nn;
using ActorGaze.Tui.Reports;

namespace ActorGaze.Tui.Exports;

/// <summary>What a folder is filled with.</summary>
internal enum ExportKind
{
    Parquet,
    TensorBoard,
}

/// <summary>
/// A folder that an export fills. Its files are written apart and moved to their places when all of them are whole: an export that is
/// interrupted leaves the folder as it was. Files of an earlier export of the same kind are replaced, and removed where
/// they are no longer made.
/// </summary>
internal sealed class ExportFolder : IDisposable
{
    private const string Scratch = ".actorgaze-partial-";

    private static readonly string[] Lists = [.. Enum.GetValues<ExportKind>().Select(ListOf), WrittenFiles.ReportList];

    private readonly ExportKind _kind;
    private readonly string _path;
    private readonly string _scratch;
    private readonly bool _force;
    private readonly bool _made;
    private readonly List<string> _names = [];
    private bool _finished;

    private ExportFolder(ExportKind kind, string path, bool force)
    {
        (_kind, _path, _force, _made) = (kind, path, force, !Directory.Exists(path));
        _scratch = Path.Combine(path, ScratchOf(kind) + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(_scratch);
    }

    /// <param name="force">Replace files that no export wrote, too.</param>
    /// <exception cref="InvalidInputException">It is a file, or has files and no export wrote into it.</exception>
    public static ExportFolder Open(ExportKind kind, string path, bool force)
    {
        if (File.Exists(path)) throw new InvalidInputException($"{path}: found a file; allowed: a folder.");
        RemoveLeftovers(kind, path);
        return force || !Directory.Exists(path) || Directory.EnumerateFileSystemEntries(path).All(IsScratch)
            || Lists.Any(list => new WrittenFiles(path, list).HasEarlier)
            ? new ExportFolder(kind, path, force)
            : throw new InvalidInputException(
                $"{path}: this folder holds files that are not of an export; allowed: a new or empty folder, or one of an earlier export. "
                + "--force writes into it all the same.");
    }

    /// <summary>Where a file is to be written. Its folder is there.</summary>
    /// <param name="name">Relative, with <c>/</c>, at most one folder deep.</param>
    public string PathFor(string name)
    {
        var file = Path.Combine(_scratch, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        _names.Add(name);
        return file;
    }

    /// <summary>Moves all files to their places.</summary>
    /// <returns>How many they are.</returns>
    /// <exception cref="InvalidInputException">A file that no export wrote stands in the way; nothing was moved.</exception>
    public int Finish()
    {
        var files = new WrittenFiles(_path, ListOf(_kind));
        if (!_force && _names.Find(files.IsOfOthers) is { } other)
            throw new InvalidInputException(
                $"{Path.Combine(_path, other)}: this file is there already, and no export wrote it as it is. --force replaces it.");
        files.Take(_names, _scratch);
        files.Finish();
        _finished = true;
        return _names.Count;
    }

    /// <summary>The file that lists what an export of a kind wrote.</summary>
    public static string ListOf(ExportKind kind) => $"{kind.ToString().ToLowerInvariant()}.sha256";

    private static string ScratchOf(ExportKind kind) => $"{Scratch}{kind.ToString().ToLowerInvariant()}-";

    private static bool IsScratch(string path) => Path.GetFileName(path).StartsWith(Scratch, StringComparison.Ordinal);

    /// <summary>Of exports of this kind that were killed. Nobody else may be exporting the same kind into the folder.</summary>
    private static void RemoveLeftovers(ExportKind kind, string path)
    {
        if (!Directory.Exists(path)) return;
        foreach (var leftover in Directory.GetDirectories(path, ScratchOf(kind) + "*")) Directory.Delete(leftover, recursive: true);
    }

    /// <summary>Removes what was not moved.</summary>
    public void Dispose()
    {
        Directory.Delete(_scratch, recursive: true);
        if (_made && !_finished && !Directory.EnumerateFileSystemEntries(_path).Any()) Directory.Delete(_path);
    }
}
