using System.Text;

namespace ActorGaze.Tui.Rendering;

/// <summary>
/// Letters taken apart into a base and its marks, as Unicode's canonical decomposition does. The program runs without ICU,
/// and without it <see cref="string.Normalize()"/> changes nothing.
/// </summary>
internal static class Precomposed
{
    private const int FirstSyllable = 0xAC00, LastSyllable = 0xD7A3, Vowels = 21, Finals = 28;

    private static readonly Lazy<Dictionary<char, (char Base, char Mark)>> Pairs = new(Read);

    /// <summary>How many letters the table knows, the syllables of Hangul aside.</summary>
    public static int Count => Pairs.Value.Count;

    public static IEnumerable<Rune> Apart(Rune rune)
    {
        if (rune.Value < 0xC0 || !rune.IsBmp) return [rune];
        if (rune.Value is >= FirstSyllable and <= LastSyllable) return Syllable(rune.Value - FirstSyllable);
        return Pairs.Value.TryGetValue((char)rune.Value, out var pair) ? [.. Apart(new Rune(pair.Base)), new Rune(pair.Mark)] : [rune];
    }

    private static Rune[] Syllable(int index)
    {
        var (lead, vowel, final) = (
            new Rune(0x1100 + (index / (Vowels * Finals))), new Rune(0x1161 + (index / Finals % Vowels)), index % Finals);
        return final == 0 ? [lead, vowel] : [lead, vowel, new Rune(0x11A7 + final)];
    }

    /// <summary>A line for each mark: its code point, then pairs of a base and the letter that has the mark on it.</summary>
    private static Dictionary<char, (char Base, char Mark)> Read()
    {
        using var stream = typeof(Precomposed).Assembly.GetManifestResourceStream("precomposed.txt")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var pairs = new Dictionary<char, (char, char)>();
        while (reader.ReadLine() is { } line)
        {
            var mark = (char)Convert.ToUInt16(line[..4], 16);
            for (var i = 5; i + 1 < line.Length; i += 2) pairs[line[i + 1]] = (line[i], mark);
        }

        return pairs;
    }
}
