using ActorGaze.Tui.Rendering;
using ActorGaze.Tui.Terminal;

namespace ActorGaze.Tui.Cli;

/// <summary>What a terminal may be sent, as its user and its variables say.</summary>
internal static class LookOf
{
    /// <summary>
    /// What was asked for; else none where NO_COLOR is set or there is no terminal; else what COLORTERM and TERM promise.
    /// </summary>
    public static ColourDepth Colours(string? asked, Surroundings around) => asked switch
    {
        "none" => ColourDepth.None,
        "16" => ColourDepth.Sixteen,
        "256" => ColourDepth.TwoHundredFiftySix,
        "24bit" => ColourDepth.TrueColour,
        _ when !around.Colours => ColourDepth.None,
        _ when around.Environment("COLORTERM") is "truecolor" or "24bit" => ColourDepth.TrueColour,
        _ when around.Environment("TERM") is { } term && KnowsMany(term) => ColourDepth.TwoHundredFiftySix,
        _ => ColourDepth.Sixteen,
    };

    /// <summary>SSH passes TERM on, and COLORTERM rarely: 256 colours are what is safe to send then, and enough for the maps.</summary>
    private static bool KnowsMany(string term) =>
        ((string[])["256color", "-direct", "kitty", "alacritty", "foot", "ghostty", "wezterm"])
            .Any(part => term.Contains(part, StringComparison.Ordinal));

    /// <summary>The distance from UTC of whoever looks.</summary>
    public static TimeSpan Zone(Surroundings around) => around.Clock.LocalTimeZone.GetUtcOffset(around.Clock.GetUtcNow());

    /// <summary>A locale that says another encoding than UTF-8, or the kernel's own console, which has no braille.</summary>
    public static bool IsAscii(Func<string, string?> environment)
    {
        string?[] locale = [environment("LC_ALL"), environment("LC_CTYPE"), environment("LANG")];
        return environment("TERM") == "linux"
            || (Array.Find(locale, l => !string.IsNullOrEmpty(l)) is { } said
                && !said.Contains("UTF-8", StringComparison.OrdinalIgnoreCase)
                    && !said.Contains("utf8", StringComparison.OrdinalIgnoreCase));
    }
}
