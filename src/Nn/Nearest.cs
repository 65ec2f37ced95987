namespace ActorGaze.Nn;

/// <summary>Finds the word that somebody meant. Pure.</summary>
public static class Nearest
{
    private const int LongestWord = 200;

    /// <summary>The known word with the fewest letters to change; null where there is none.</summary>
    public static string? Of(string word, IEnumerable<string> known) => known.MinBy(other => Distance(other, word));

    /// <summary>Letters to change, add or take away (Levenshtein's distance).</summary>
    public static int Distance(string a, string b)
    {
        if (b.Length > LongestWord) return b.Length;
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)));
        }

        return row[b.Length];
    }
}
