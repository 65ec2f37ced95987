using System.Security.Cryptography;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Nn;

namespace ActorGaze.Tui.Reports;

/// <summary>
/// The files that a report or an export wrote into its folder, with their SHA-256 sums, as <c>sha256sum</c> writes them. The next one
/// removes those that it no longer makes: only files that stand in this list and still hold what was written, so never one of the user's.
/// </summary>
internal sealed class WrittenFiles
{
    /// <summary>The list of a report. Each kind of export has one of its own, so that they may share a folder.</summary>
    public const string ReportList = "files.sha256";

    private const int MostSteps = 2; // a folder of a run or of plots, and a file in it

    private readonly string _folder;
    private readonly string _list;
    private readonly Dictionary<string, string> _earlier;
    private readonly SortedDictionary<string, string> _written = new(StringComparer.Ordinal);

    /// <param name="list">The name of its list.</param>
    public WrittenFiles(string folder, string list = ReportList)
    {
        (_folder, _list) = (folder, list);
        _earlier = Earlier(Path.Combine(folder, list));
    }

    /// <summary>Whether an earlier report or export left its list here.</summary>
    public bool HasEarlier => _earlier.Count > 0;

    /// <param name="name">Relative, with <c>/</c>.</param>
    public void Put(string name, string text)
    {
        _written[name] = WholeFile.Write(Path.Combine(_folder, name), partial =>
        {
            File.WriteAllText(partial, text);
            return Sum(partial);
        });
    }

    /// <summary>Moves a whole file to its place.</summary>
    /// <param name="name">Relative, with <c>/</c>.</param>
    /// <param name="from">On the same disk.</param>
    public void Take(string name, string from)
    {
        var target = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var sum = Sum(from);
        File.Move(from, target, overwrite: true);
        _written[name] = sum;
    }

    /// <summary>Whether a file of that name is there that no report or export wrote, or that was changed since.</summary>
    public bool IsOfOthers(string name)
    {
        var file = Path.Combine(_folder, name);
        return Path.Exists(file) && !IsEarlier(name, file);
    }

    /// <summary>Removes what an earlier one wrote and this one did not, then writes the list.</summary>
    public void Finish()
    {
        foreach (var name in _earlier.Keys.Where(name => !_written.ContainsKey(name)))
        {
            var file = Path.Combine(_folder, name);
            if (!IsEarlier(name, file)) continue;
            File.Delete(file);
            var above = Path.GetDirectoryName(file)!;
            if (name.Contains('/', StringComparison.Ordinal) && !Directory.EnumerateFileSystemEntries(above).Any()) Directory.Delete(above);
        }

        Put(_list, string.Concat(_written.Select(file => $"{file.Value}  {file.Key}\n")));
    }

    /// <summary>What the list names within the folder; a line that is no such name is left aside.</summary>
    private static Dictionary<string, string> Earlier(string list)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!IsPlainFile(list)) return files;
        foreach (var line in File.ReadAllLines(list))
            if (line.Split("  ", 2) is [var sum, var name] && IsOurs(name)) files[name] = sum;
        return files;
    }

    private static bool IsOurs(string name)
    {
        var steps = name.Split('/');
        return steps.Length <= MostSteps
            && steps.All(step => step.Length > 0 && step[0] != '.' && step.All(c => NameRule.IsAllowed(c) || c == '%'));
    }

    /// <summary>Whether an earlier one wrote it, and nobody has changed it.</summary>
    private bool IsEarlier(string name, string file) =>
        _earlier.TryGetValue(name, out var sum) && IsPlainFile(file) && new DirectoryInfo(Path.GetDirectoryName(file)!).LinkTarget is null
            && Sum(file) == sum;

    private static bool IsPlainFile(string file) => new FileInfo(file) is { Exists: true, LinkTarget: null };

    private static string Sum(string file)
    {
        using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
