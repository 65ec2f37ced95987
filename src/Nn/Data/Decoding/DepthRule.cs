using System.Collections.Immutable;

namespace ActorGaze.Nn.Data.Decoding;

/// <summary>Which depth the 16-bit images of a data set are read with, and what to tell of it.</summary>
internal static class DepthRule
{
    public const int White = 65535;

    private const string ReadAs = ": they are read as images of ";
    private const string BitsByRule = " bits (data.depth = auto).";

    /// <summary>The smallest depth that holds a value.</summary>
    public static PixelDepth Holding(int value) => value switch
    {
        < 1 << 8 => PixelDepth.Eight,
        < 1 << 12 => PixelDepth.Twelve,
        _ => PixelDepth.Sixteen,
    };

    /// <param name="brightest">Of each readable 16-bit image, its largest value.</param>
    public static PixelDepth Of(PixelDepth asked, ImmutableArray<int> brightest) =>
        asked != PixelDepth.Auto ? asked : brightest.IsEmpty ? PixelDepth.Sixteen : Holding(brightest.Max());

    /// <summary>
    /// The depth that <see cref="Note"/> told of images that were read with less than 16 bits by the rule; null for any other line. A
    /// journal keeps the depth in no other form.
    /// </summary>
    public static PixelDepth? ReadWith(string note)
    {
        if (!note.EndsWith(BitsByRule, StringComparison.Ordinal)
            || note.LastIndexOf(ReadAs, StringComparison.Ordinal) is not (>= 0 and var at)) return null;
        return note[(at + ReadAs.Length)..^BitsByRule.Length] switch { "8" => PixelDepth.Eight, "12" => PixelDepth.Twelve, _ => null };
    }

    /// <summary>What is to be told: that images were made brighter, or are too dark or too bright; null where there is nothing.</summary>
    public static string? Note(PixelDepth asked, ImmutableArray<int> brightest)
    {
        if (brightest.IsEmpty) return null;
        var (used, most) = ((int)Of(asked, brightest), brightest.Max());
        var values = FormattableString.Invariant($"The brightest value of the 16-bit images ({brightest.Length}) is {most} of {White}");
        if (most >= 1 << used) return $"{values}: with data.depth = {used} everything above {(1 << used) - 1} is white.";
        if (asked == PixelDepth.Auto && used < 16) return $"{values}{ReadAs}{used}{BitsByRule}";
        if ((int)Holding(most) is var enough && enough < used)
            return $"{values}: with data.depth = {used} they are nearly black; auto or {enough} makes them brighter.";

        var darker = brightest.Count(value => (int)Holding(value) < used);
        return darker * 2 > brightest.Length
            ? $"{values}, but {darker} of them have no value above 4095 and are nearly black; data.depth = 12 makes them brighter."
            : null;
    }
}
