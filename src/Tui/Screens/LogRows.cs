using ActorGaze.Actors.Control.Frames;

namespace ActorGaze.Tui.Screens;

/// <summary>
/// The log's lines that pass its filter: <c>run:NAME</c>, <c>level:warning</c> (this level or higher), or any part of the text.
/// </summary>
internal static class LogRows
{
    private static readonly string[] Levels = ["verbose", "debug", "information", "warning", "error", "fatal"];

    public static IReadOnlyList<LogLine> Of(LogScreenState state)
    {
        var terms = state.Filter.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return terms.Length == 0 ? state.Lines : [.. state.Lines.Where(line => Array.TrueForAll(terms, term => Holds(line, term)))];
    }

    public static bool IsBad(LogLine line) => Rank(line.Level) >= 4;

    public static bool IsWarning(LogLine line) => Rank(line.Level) == 3;

    private static bool Holds(LogLine line, string term)
    {
        if (term.StartsWith("run:", StringComparison.Ordinal)) return line.Run?.Contains(term[4..],
            StringComparison.OrdinalIgnoreCase) == true;
        if (term.StartsWith("level:", StringComparison.Ordinal) && Rank(term[6..]) >= 0) return Rank(line.Level) >= Rank(term[6..]);
        return line.Text.Contains(term, StringComparison.OrdinalIgnoreCase)
            || line.Source?.Contains(term, StringComparison.OrdinalIgnoreCase) == true;
    }

    private static int Rank(string level) =>
        level.Length == 0 ? -1 : Array.FindIndex(Levels, l => l.StartsWith(level, StringComparison.OrdinalIgnoreCase));
}
