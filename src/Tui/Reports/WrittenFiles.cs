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
    private readonly ILookup<string, string> _earlier; // a name has two sums where the last one was killed while it moved its files
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
    public void Put(string name, string text) => _written[name] = Write(name, text);

    private string Write(string name, string text) => WholeFile.Write(Path.Combine(_folder, name), partial =>
    {
        File.WriteAllText(partial, text);
        return Sum(partial);
    });

    /// <summary>
    /// Moves whole files to their places. They are in the list before, beside the earlier ones: whoever is killed in between is known by
    /// it.
    /// </summary>
    /// <param name="names">Relative, with <c>/</c>.</param>
    /// <param name="from">Where they are under the same names, on the same disk.</param>
    public void Take(IReadOnlyCollection<string> names, string from)
    {
        var sums = names.ToDictionary(name => name, name => Sum(Path.Combine(from, name)));
        var earlier = _earlier.SelectMany(file => file.Select(sum => (Sum: sum, Name: file.Key)));
        Write(_list, Lines(earlier.Concat(sums.Select(file => (Sum: file.Value, Name: file.Key))).Distinct()));
        foreach (var (name, sum) in sums)
        {
            var target = Path.Combine(_folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Move(Path.Combine(from, name), target, overwrite: true);
            _written[name] = sum;
        }
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
        foreach (var name in _earlier.Select(file => file.Key).Where(name => !_written.ContainsKey(name)))
        {
            var file = Path.Combine(_folder, name);
            if (!IsEarlier(name, file)) continue;
            File.Delete(file);
            var above = Path.GetDirectoryName(file)!;
            if (name.Contains('/', StringComparison.Ordinal) && !Directory.EnumerateFileSystemEntries(above).Any()) Directory.Delete(above);
        }

        Write(_list, Lines(_written.Select(file => (file.Value, file.Key))));
    }

    private static string Lines(IEnumerable<(string Sum, string Name)> files) =>
        string.Concat(files.Select(file => $"{file.Sum}  {file.Name}\n"));

    /// <summary>What the list names within the folder; a line that is no such name is left aside.</summary>
    private static ILookup<string, string> Earlier(string list) => (
        from line in IsPlainFile(list) ? File.ReadAllLines(list) : []
        let parts = line.Split("  ", 2)
        where parts.Length == 2 && IsOurs(parts[1])
        select (Sum: parts[0], Name: parts[1])).ToLookup(file => file.Name, file => file.Sum, StringComparer.Ordinal);

    private static bool IsOurs(string name)
    {
        var steps = name.Split('/');
        return steps.Length <= MostSteps
            && steps.All(step => step.Length > 0 && step[0] != '.' && step.All(c => NameRule.IsAllowed(c) || c == '%'));
    }

    /// <summary>
    /// Whether an earlier one wrote it, and nobody has changed it. The folder itself may be a link, as the user has named it; one within it
    /// is not followed.
    /// </summary>
    private bool IsEarlier(string name, string file) => _earlier.Contains(name) && IsPlainFile(file)
        && (!name.Contains('/', StringComparison.Ordinal) || new DirectoryInfo(Path.GetDirectoryName(file)!).LinkTarget is null)
        && _earlier[name].Contains(Sum(file));

    private static bool IsPlainFile(string file) => new FileInfo(file) is { Exists: true, LinkTarget: null };

    private static string Sum(string file)
    {
        using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
