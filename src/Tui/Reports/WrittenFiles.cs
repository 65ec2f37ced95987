using System.Security.Cryptography;
using ActorGaze.Nn;

namespace ActorGaze.Tui.Reports;

/// <summary>
/// The files that a report wrote into its folder, with their SHA-256 sums, as <c>sha256sum</c> writes them. The next report removes those
/// that it no longer makes: only files that stand in this list and still hold what was written, so never one of the user's.
/// </summary>
internal sealed class WrittenFiles(string folder)
{
    public const string ListName = "files.sha256";

    private readonly SortedDictionary<string, string> _written = new(StringComparer.Ordinal);

    /// <param name="name">Relative, with <c>/</c>.</param>
    public void Put(string name, string text)
    {
        _written[name] = WholeFile.Write(Path.Combine(folder, name), partial =>
        {
            File.WriteAllText(partial, text);
            return Sum(partial);
        });
    }

    /// <summary>Removes what an earlier report wrote and this one did not, then writes the list.</summary>
    public void Finish()
    {
        foreach (var (sum, name) in Earlier(Path.Combine(folder, ListName)))
        {
            var file = Path.Combine(folder, name);
            if (!_written.ContainsKey(name) && IsPlainFile(file) && Sum(file) == sum) File.Delete(file);
        }

        Put(ListName, string.Concat(_written.Select(file => $"{file.Value}  {file.Key}\n")));
    }

    /// <summary>What the list names within the folder; a line that is no such name is left aside.</summary>
    private static IEnumerable<(string Sum, string Name)> Earlier(string list) => !IsPlainFile(list)
        ? []
        : File.ReadAllLines(list).Select(line => line.Split("  ", 2)).Where(parts => parts is [_, var name] && IsOurs(name))
            .Select(parts => (parts[0], parts[1]));

    private static bool IsOurs(string name)
    {
        var inside = name.StartsWith("plots/", StringComparison.Ordinal) ? name["plots/".Length..] : name;
        return inside.Length > 0 && inside[0] != '.' && inside.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.');
    }

    private static bool IsPlainFile(string file) => new FileInfo(file) is { Exists: true, LinkTarget: null };

    private static string Sum(string file)
    {
        using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
