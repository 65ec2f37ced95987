using System.Collections.Immutable;
using ActorGaze.Nn;

namespace ActorGaze.Actors.Settings;

/// <summary>Every key there is, and the nearest one to a key there is not.</summary>
internal static class Keys
{
    public static ImmutableArray<Key> All { get; } = [.. SweepKeys.All, .. RunKeys.All, .. EngineKeys.All];

    public static ImmutableArray<string> Paths { get; } = [.. All.Select(key => key.Path)];

    /// <summary>What stands before every key in the reference file alone.</summary>
    private const string Root = "actorgaze.";

    /// <summary>True where the key's value may be entries in braces.</summary>
    public static bool IsMap(string path) =>
        All.FirstOrDefault(key => path.EndsWith(key.Path, StringComparison.Ordinal)
            && (path == key.Path || path == Root + key.Path))?.Kind is IMapKind;

    /// <exception cref="InvalidInputException">There is no such key.</exception>
    public static void Require(Setting setting)
    {
        if (Paths.Contains(setting.Key) || PartKeys.IsParameter(setting.Key)) return;

        var at = $"{setting.Origin}: {setting.Key}";
        var inside = Paths.Where(k => k.StartsWith(setting.Key + ".", StringComparison.Ordinal)).Select(k => k[(setting.Key.Length + 1)..])
            .ToArray();
        if (inside.Length > 0)
            throw new InvalidInputException($"{at}: found {setting.Found} for a section; allowed: its keys {string.Join(", ", inside)}.");

        var rooted = setting.Key.StartsWith(Root, StringComparison.Ordinal) || setting.Key == "actorgaze";
        var unrooted = setting.Key.Length > 10 ? NearestTo(setting.Key[10..]) : "training.epochs";
        throw new InvalidInputException(rooted
            ? $"{at}: sweep files and --set leave the 'actorgaze.' out; write {unrooted}."
            : $"{at}: there is no such key (found {setting.Found}). {Advice(setting.Key)}");
    }

    /// <summary>A sentence that leads from a key that there is not to one that there is.</summary>
    public static string Advice(string key)
    {
        var small = key.ToLowerInvariant();
        if (Paths.Contains(small)) return $"Keys are written in small letters: {small}.";
        var nearest = NearestTo(small);
        return Nearness(nearest, small) <= Math.Max(2, small.Length * 2 / 3)
            ? $"The nearest is {nearest}."
            : $"Keys begin with {string.Join(", ", Paths.Select(Top).Distinct())}.";
    }

    /// <summary>The section that a key begins with.</summary>
    public static string Top(string key) => key[..key.IndexOf('.', StringComparison.Ordinal)];

    /// <summary>
    /// The known key with the fewest letters to change; one whose last word is nearly the same counts as near, whatever its section.
    /// </summary>
    public static string NearestTo(string key) => Paths.MinBy(known => Nearness(known, key))!;

    private static double Nearness(string known, string key) => Math.Min(Nearest.Distance(known, key), DistanceOfLast(known, key));

    private static double DistanceOfLast(string known, string key)
    {
        var distance = Nearest.Distance(Last(known), Last(key));
        return distance <= Last(known).Length / 3 ? 1 + distance + (Math.Abs(Depth(known) - Depth(key)) / 4.0) : double.PositiveInfinity;
    }

    private static string Last(string key) => key[(key.LastIndexOf('.') + 1)..];

    private static int Depth(string key) => key.Count(c => c == '.');
}
