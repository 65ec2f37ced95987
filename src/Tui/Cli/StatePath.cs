using ActorGaze.Nn;

namespace ActorGaze.Tui.Cli;

/// <summary>Which folder holds the state: asked for, else by variable, else where the system keeps such things.</summary>
internal static class StatePath
{
    /// <exception cref="InvalidInputException">No path, or one that cannot be.</exception>
    public static string Of(string? asked, Func<string, string?> environment)
    {
        var path = asked
            ?? Set(environment("ACTORGAZE_STATE"))
            ?? (Set(environment("XDG_STATE_HOME")) is { } xdg && Path.IsPathRooted(xdg) ? Path.Combine(xdg, "actorgaze") : null)
            ?? (Set(environment("HOME")) is { } home ? Path.Combine(home, ".local", "state", "actorgaze") : null)
            ?? throw new InvalidInputException("--state: found nothing, and neither ACTORGAZE_STATE, XDG_STATE_HOME nor HOME is set; "
                + "allowed: a folder that can be written.");
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal))
            throw new InvalidInputException($"--state: found '{path}'; allowed: a folder that can be written.");

        var full = Path.GetFullPath(path);
        return File.Exists(full) ? throw new InvalidInputException($"{full}: found a file; allowed: a state folder.") : full;
    }

    /// <summary>
    /// What names the folder on a command line: nothing where it is the one that is used anyway. A shell reads it as one word.
    /// </summary>
    public static string OptionOf(string folder, Func<string, string?> environment) =>
        folder == Default(environment) ? "" : Screens.UiCommands.Option("state", folder);

    private static string? Default(Func<string, string?> environment)
    {
        try
        {
            return Of(null, environment);
        }
        catch (InvalidInputException)
        {
            return null; // there is none
        }
    }

    private static string? Set(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
