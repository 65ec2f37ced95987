using ActorGaze.Tui.Rendering;
using SkiaSharp;

namespace ActorGaze.Tui.Pictures;

/// <summary>
/// Text in a picture. The font is the program's own (DejaVu Sans), so a picture is the same on every machine. For a script that it lacks, a
/// font of the system is taken where SkiaSharp knows one; on Linux it knows none, and the code point is written.
/// </summary>
/// <param name="size">Of the font, in pixels.</param>
internal sealed class Lettering(float size) : IDisposable
{
    private static readonly Lazy<SKTypeface> Own = new(Load);

    private readonly List<SKTypeface> _others = [];

    /// <summary>Draws a line in black, made safe, and cut with an ellipsis where it is wider.</summary>
    /// <param name="x">Left end, in pixels.</param>
    /// <param name="y">Base line, in pixels.</param>
    /// <param name="most">Greatest width, in pixels.</param>
    public void Draw(SKCanvas canvas, string text, float x, float y, float most)
    {
        using var paint = new SKPaint { Color = SKColors.Black, IsAntialias = true };
        foreach (var (part, typeface) in Fitting(SafeText.Line(text), most))
        {
            using var font = new SKFont(typeface, size);
            canvas.DrawText(part, x, y, SKTextAlign.Left, font, paint);
            x += font.MeasureText(part);
        }
    }

    public void Dispose()
    {
        foreach (var other in _others) other.Dispose();
    }

    private List<(string Part, SKTypeface Typeface)> Fitting(string text, float most)
    {
        var parts = Parts(text);
        for (var kept = TextWidth.Elements(text).ToArray(); kept.Length > 0 && Width(parts) > most;)
        {
            kept = kept[..^1];
            parts = Parts(string.Concat(kept) + "…");
        }

        return parts;
    }

    private float Width(List<(string Part, SKTypeface Typeface)> parts)
    {
        var width = 0f;
        foreach (var (part, typeface) in parts)
        {
            using var font = new SKFont(typeface, size);
            width += font.MeasureText(part);
        }

        return width;
    }

    /// <summary>Stretches of text that one font has.</summary>
    private List<(string Part, SKTypeface Typeface)> Parts(string text)
    {
        var parts = new List<(string Part, SKTypeface Typeface)>();
        foreach (var rune in text.EnumerateRunes())
        {
            var typeface = Having(rune.Value);
            var letter = typeface is null ? FormattableString.Invariant($"U+{rune.Value:X4}") : rune.ToString();
            typeface ??= Own.Value;
            if (parts.Count > 0 && parts[^1].Typeface == typeface) parts[^1] = (parts[^1].Part + letter, typeface);
            else parts.Add((letter, typeface));
        }

        return parts;
    }

    private SKTypeface? Having(int rune)
    {
        if (Own.Value.ContainsGlyph(rune)) return Own.Value;
        if (_others.Find(other => other.ContainsGlyph(rune)) is { } known) return known;
        if (SKFontManager.Default.MatchCharacter(rune) is not { } found) return null;
        _others.Add(found);
        return found.ContainsGlyph(rune) ? found : null;
    }

    private static SKTypeface Load()
    {
        using var stream = typeof(Lettering).Assembly.GetManifestResourceStream("DejaVuSans.ttf")
            ?? throw new InvalidOperationException("The program was built without its font.");
        using var bytes = SKData.Create(stream);
        return SKTypeface.FromData(bytes) ?? throw new InvalidOperationException("The program's font cannot be read.");
    }
}
