using System.Globalization;

namespace ActorGaze.Actors.Settings;

/// <summary>Which real numbers a key allows. Neither end is infinite.</summary>
internal sealed record Interval(double Least, double Most, bool WithoutLeast = false, bool WithoutMost = false)
{
    public bool Contains(double value) =>
        double.IsFinite(value) && (WithoutLeast ? value > Least : value >= Least) && (WithoutMost ? value < Most : value <= Most);

    public override string ToString() =>
        FormattableString.Invariant($"{(WithoutLeast ? '(' : '[')}{Least}, {Most}{(WithoutMost ? ')' : ']')}");
}

/// <summary>Numbers with a unit behind them.</summary>
internal static class Units
{
    private static readonly (string Unit, double Milliseconds)[] Times = [("ms", 1), ("s", 1e3), ("m", 6e4), ("h", 3.6e6), ("d", 8.64e7)];

    private static readonly (string Unit, double Bytes)[] Sizes = [("B", 1), ("kB", 1e3), ("MB", 1e6), ("GB", 1e9)];

    public static bool TryDuration(string text, out TimeSpan value)
    {
        var known = Split(text, out var number, out var unit);
        var milliseconds = number * Times.FirstOrDefault(t => t.Unit == unit).Milliseconds;
        var sound = known && Times.Any(t => t.Unit == unit) && Math.Abs(milliseconds) < 1e12;
        value = sound ? TimeSpan.FromMilliseconds(milliseconds) : TimeSpan.Zero;
        return sound;
    }

    public static bool TryBytes(string text, out long value)
    {
        var known = Split(text, out var number, out var unit);
        var bytes = number * Sizes.FirstOrDefault(s => string.Equals(s.Unit, unit, StringComparison.OrdinalIgnoreCase)).Bytes;
        var sound = known && bytes is > 0 and < 1e15;
        value = sound ? (long)bytes : 0;
        return sound;
    }

    public static string Words(TimeSpan time)
    {
        var (unit, milliseconds) = Times.Last(
            t => t.Unit == "ms" || (time.TotalMilliseconds >= t.Milliseconds && time.TotalMilliseconds % t.Milliseconds == 0));
        return FormattableString.Invariant($"{time.TotalMilliseconds / milliseconds}{unit}");
    }

    public static string Words(long bytes)
    {
        var (unit, size) = Sizes.Last(s => s.Unit == "B" || bytes >= s.Bytes);
        return FormattableString.Invariant($"{bytes / size:0.#}{unit}");
    }

    private static bool Split(string text, out double number, out string unit)
    {
        var end = text.AsSpan().TrimEnd().LastIndexOfAnyInRange('0', '9') + 1;
        unit = text[end..].Trim();
        return double.TryParse(
            text.AsSpan(0, end), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
    }
}
