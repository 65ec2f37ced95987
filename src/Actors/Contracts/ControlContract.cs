using System.Globalization;

namespace ActorGaze.Actors.Contracts;

/// <summary>The version of what travels over the socket, and what a program does about an engine of another one. Pure.</summary>
internal static class ControlContract
{
    /// <summary>
    /// The first number rises where an older reader would misread, the second where something was added. As in docs/openapi.json.
    /// </summary>
    public const string Version = "3.0";

    /// <summary>What an engine has that does not tell its contract's version: it is from before there was one.</summary>
    public const string Oldest = "1.0";

    public static string ProgramVersion { get; } = typeof(ControlContract).Assembly.GetName().Version!.ToString(3);

    /// <summary>What differs between an engine and this program; null where nothing does.</summary>
    public static Difference? Compare(EngineFacts engine, string program, string contract = Version)
    {
        var (theirs, ours) = (Parse(engine.Contract), Parse(contract)!.Value);
        if (theirs is { } known && known.Major != ours.Major)
        {
            return new Difference($"the engine is {engine.Version} and speaks contract {engine.Contract}, "
                + $"this program is {program} and speaks {contract}: they do not understand each other. "
                + "Use the program that started the engine; 'actorgaze down' of this one can end it.", Refuses: true);
        }

        var newer = theirs is not { } said ? 1
            : said.Minor != ours.Minor ? said.Minor.CompareTo(ours.Minor)
            : Compare(engine.Version, program);
        return newer == 0 ? null : new Difference($"the engine is {engine.Version}, this program {program}: "
            + (newer > 0 ? "some of what it tells may not be shown." : "it may not know some of what this program asks."), Refuses: false);
    }

    private static int Compare(string engine, string program) =>
        engine == program ? 0
        : System.Version.TryParse(engine, out var theirs) && System.Version.TryParse(program, out var ours) ? theirs.CompareTo(ours)
        : 1;

    private static (int Major, int Minor)? Parse(string contract) =>
        contract.Split('.') is [var major, var minor, ..]
        && int.TryParse(major, NumberStyles.None, CultureInfo.InvariantCulture, out var first)
        && int.TryParse(minor, NumberStyles.None, CultureInfo.InvariantCulture, out var second) ? (first, second) : null;

    /// <param name="Text">Names both versions.</param>
    /// <param name="Refuses">They must not talk, except for 'down'.</param>
    internal sealed record Difference(string Text, bool Refuses);
}
