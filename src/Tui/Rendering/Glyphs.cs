namespace ActorGaze.Tui.Rendering;

/// <summary>The characters that screens draw with, and what stands for each where only ASCII may be sent.</summary>
internal static class Glyphs
{
    /// <summary>From nothing to full, in eighths.</summary>
    public const string Levels = " ▁▂▃▄▅▆▇█";

    public const string AsciiLevels = " .:-=+*#@";

    public const string Shades = " ░▒▓█";

    public static char Ascii(char glyph) => glyph switch
    {
        < ' ' => '?', // a column that a wide character covers
        < '\u007f' => glyph,
        'λ' => 'w',
        '×' => 'x',
        '–' or '—' or '─' or '━' or '−' => '-',
        '…' => '~',
        '│' or '┃' => '|',
        '┌' or '┐' or '└' or '┘' or '├' or '┤' or '┬' or '┴' or '┼' or '╭' or '╮' or '╰' or '╯' => '+',
        '▸' or '▶' or '→' or '›' => '>',
        '←' or '‹' => '<',
        '▾' or '▼' or '↓' => 'v',
        '▴' or '▲' or '↑' => '^',
        '●' or '◉' or '■' => '*',
        '○' => 'o',
        '✓' => '+',
        '═' => '=',
        '✗' => 'x',
        '█' or '▓' => '#',
        '▒' => '=',
        '░' => '.',
        '·' => '.',
        'α' => 'a',
        'κ' => 'k',
        'Δ' => 'd',
        '⁺' => '+',
        _ => '?',
    };
}
