using System.Collections.Immutable;
using System.Globalization;

namespace ActorGaze.Actors.Contracts;

/// <summary>Processors by number, as taskset(1) writes them: <c>0-3,6</c>.</summary>
public static class CpuList
{
    private const int Most = 4095;

    /// <summary>The numbers, in order; null where the text is no such list.</summary>
    public static ImmutableSortedSet<int>? Parse(string text)
    {
        var all = ImmutableSortedSet.CreateBuilder<int>();
        foreach (var part in text.Split(','))
        {
            var ends = part.Split('-');
            if (ends.Length > 2 || !TryNumber(ends[0], out var first) || !TryNumber(ends[^1], out var last) || last < first) return null;
            all.UnionWith(Enumerable.Range(first, last - first + 1));
        }

        return all.ToImmutable();
    }

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= Most;
}
