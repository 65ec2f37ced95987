using System.Globalization;

namespace ActorGaze.Tui.Rendering;

/// <summary>Numbers as people read them. What is undefined is a dash.</summary>
internal static class Numbers
{
    public const string Undefined = "–";

    public static string Fixed(double? value, int digits)
    {
        if (value is not { } number || !double.IsFinite(number)) return Undefined;
        var text = number.ToString("F" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return text.StartsWith('-') && text.AsSpan(1).IndexOfAnyExcept('0', '.') < 0 ? text[1..] : text; // no −0.00
    }

    /// <summary>Three significant digits, whatever the size.</summary>
    public static string Short(double? value) => value is not { } number || !double.IsFinite(number)
        ? Undefined
        : Math.Abs(number) is var size && (size == 0 || size is >= 1e-4 and < 1e5)
            ? number.ToString(
                size >= 100 ? "0" : size >= 10 ? "0.0" : size >= 1 || size == 0 ? "0.00" : size >= 0.01 ? "0.0000" : "0.000000",
                CultureInfo.InvariantCulture)
            : number.ToString("0.00e0", CultureInfo.InvariantCulture);

    /// <summary>A gaze deviation: four digits, or three significant ones where it is so small that four would show nothing.</summary>
    public static string Deviation(double? value) =>
        value is { } number && number != 0 && Math.Abs(number) < 1e-4 ? Short(number) : Fixed(value, 4);

    public static string Percent(double? share, int digits = 1) =>
        share is { } s && double.IsFinite(s) ? Fixed(100 * s, digits) + " %" : Undefined;

    /// <summary>"1 run", "2 runs". For words whose plural ends in s.</summary>
    public static string Count(long number, string one) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {one}{(number == 1 ? "" : "s")}");

    /// <summary>λ as a user writes it.</summary>
    public static string Weight(double weight) => weight.ToString("0.######", CultureInfo.InvariantCulture);

    public static string Rate(double? perSecond) =>
        perSecond is { } rate && double.IsFinite(rate) && rate > 0 ? Fixed(rate, rate < 10 ? 1 : 0) : Undefined;

    /// <summary>Seconds as two units at most: 42s, 3m07s, 5h12m, 2d04h.</summary>
    public static string Time(double? seconds)
    {
        if (seconds is not { } s || !double.IsFinite(s) || s < 0 || s > 1e9) return Undefined;
        var whole = (long)Math.Round(s);
        return whole switch
        {
            < 60 => $"{whole}s",
            < 3600 => FormattableString.Invariant($"{whole / 60}m{whole % 60:00}s"),
            < 86_400 => FormattableString.Invariant($"{whole / 3600}h{whole % 3600 / 60:00}m"),
            _ => FormattableString.Invariant($"{whole / 86_400}d{whole % 86_400 / 3600:00}h"),
        };
    }

    public static string Bytes(long bytes) => bytes switch
    {
        < 1_000 => $"{bytes} B",
        < 1_000_000 => FormattableString.Invariant($"{bytes / 1e3:0.#} kB"),
        < 1_000_000_000 => FormattableString.Invariant($"{bytes / 1e6:0.#} MB"),
        _ => FormattableString.Invariant($"{bytes / 1e9:0.#} GB"),
    };
}
