using System.Globalization;
using System.Text;

namespace ActorGaze.Actors.Contracts.Runs;

/// <summary>Which names a new sweep or run may have: one rule at every door. Older names are read, and have safe paths. Pure.</summary>
public static class NameRule
{
    /// <summary>A run's name begins with its sweep's and must have room for the rest.</summary>
    public const int LongestSweep = 80;

    public const int LongestRun = 200;

    private const int LongestShown = 60;

    /// <summary>Letters and digits of ASCII, and - _ + = .</summary>
    public static bool IsAllowed(char c) => IsAllowedFirst(c) || c is '-' or '+' or '=' or '.';

    /// <summary>What is allowed, in words.</summary>
    public static string Allowed(int longest) => FormattableString.Invariant(
        $"1 to {longest} of the ASCII letters and digits and '-', '_', '+', '=' and '.', beginning with a letter, a digit or '_'");

    /// <summary>What is wrong with a name, as "found …; allowed: …"; null where nothing is.</summary>
    public static string? Objection(string? name, int longest) =>
        name is { Length: > 0 } && name.Length <= longest && IsAllowedFirst(name[0]) && name.All(IsAllowed)
            ? null
            : $"found {Shown(name)}; allowed: {Allowed(longest)}.";

    /// <summary>A name as one step of a path: as it is where it is safe there, with what is not safe as %XX otherwise.</summary>
    public static string PathStep(string name)
    {
        var step = new StringBuilder(name.Length);
        foreach (var b in Encoding.UTF8.GetBytes(name))
            if (IsAllowed((char)b) && !(b == '.' && step.Length == 0)) step.Append((char)b);
            else step.Append(CultureInfo.InvariantCulture, $"%{b:X2}");
        return step.Length == 0 ? "%" : step.ToString();
    }

    /// <summary>A command line option, or a formula of a table, begins as these do not.</summary>
    private static bool IsAllowedFirst(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    /// <summary>In quotes, with what no terminal should be sent as \uXXXX.</summary>
    private static string Shown(string? name)
    {
        if (string.IsNullOrEmpty(name)) return "nothing";
        var shown = new StringBuilder("'");
        foreach (var c in name.Take(LongestShown))
            if (c is >= ' ' and <= '~') shown.Append(c);
            else shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
        return shown.Append(name.Length > LongestShown ? FormattableString.Invariant($"…' ({name.Length} characters)") : "'").ToString();
    }
}
