using System.Collections.Immutable;

namespace ActorGaze.Actors.Contracts.Nodes;

/// <summary>A data folder by the name of its root, which each machine has at a path of its own. Pure.</summary>
/// <param name="Root">A name of <c>data.roots</c>.</param>
/// <param name="Below">The rest of the path, with / between its steps; empty: the root itself.</param>
public sealed record NamedData(string Root, string Below)
{
    /// <summary>The name of a folder; null where no root holds it. The longest root counts.</summary>
    /// <param name="roots">Full paths by name.</param>
    public static NamedData? Of(string data, ImmutableSortedDictionary<string, string> roots) => roots
        .Where(root => data == root.Value || IsBelow(data, root.Value))
        .OrderByDescending(root => root.Value.Length)
        .Select(root => new NamedData(root.Key, data[root.Value.Length..].Replace(Path.DirectorySeparatorChar, '/').Trim('/')))
        .FirstOrDefault();

    /// <summary>Where it lies on a machine with these roots; null where it has no such root, or the path leads out of it.</summary>
    public string? PathIn(ImmutableSortedDictionary<string, string> roots)
    {
        if (!roots.TryGetValue(Root, out var folder)) return null;
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(Path.Combine(folder, Below)));
        return path == Path.TrimEndingDirectorySeparator(folder) || IsBelow(path, folder) ? path : null;
    }

    private static bool IsBelow(string path, string folder) =>
        path.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
