namespace ActorGaze.Tui.Rendering;

/// <summary>How a screen may look: its colours, and whether only ASCII may be sent.</summary>
internal sealed record Look(ColourDepth Depth, bool Ascii);

/// <summary>Small pictures of numbers in a line of text. Pure.</summary>
internal static class Charts
{
    /// <summary>The newest values as heights over their own range and 0, newest right; an unknown one is a space.</summary>
    public static string Sparkline(IReadOnlyList<double?> values, int width, bool ascii)
    {
        var levels = ascii ? Glyphs.AsciiLevels : Glyphs.Levels;
        var shown = values.Skip(Math.Max(0, values.Count - width)).ToArray();
        var known = shown.OfType<double>().Where(double.IsFinite).ToArray();
        if (known.Length == 0) return "";
        var (low, high) = (Math.Min(0, known.Min()), Math.Max(0, known.Max()));
        return string.Concat(shown.Select(v => v is { } value && double.IsFinite(value)
            ? levels[high > low ? 1 + (int)Math.Round((value - low) / (high - low) * (levels.Length - 2)) : 1]
            : ' '));
    }

    /// <summary>A share of a width in eighths of a column.</summary>
    /// <param name="share">In [0, 1].</param>
    public static string Bar(double share, int width, bool ascii)
    {
        var eighths = (int)Math.Round(Math.Clamp(double.IsFinite(share) ? share : 0, 0, 1) * width * 8);
        if (ascii) return new string('#', eighths / 8).PadRight(width, '.');
        var part = eighths % 8 == 0 ? "" : "▏▎▍▌▋▊▉"[(eighths % 8) - 1].ToString();
        return (new string('█', eighths / 8) + part).PadRight(width, ' ');
    }
}
