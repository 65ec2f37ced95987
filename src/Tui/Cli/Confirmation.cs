using ActorGaze.Nn;
using ActorGaze.Tui.Rendering;
using ActorGaze.Tui.Terminal;

namespace ActorGaze.Tui.Cli;

/// <summary>Destructive commands ask a person to type what they do. Where nobody can be asked, they want <c>--yes</c>.</summary>
internal static class Confirmation
{
    private const int Named = 3;

    /// <param name="command">What is to be typed: the command's words.</param>
    /// <param name="does">What it does, before "N runs".</param>
    /// <exception cref="InvalidInputException">It was not confirmed.</exception>
    public static void Require(Surroundings around, string command, string does, IReadOnlyList<string> runs, bool yes)
    {
        if (yes) return;
        var what = $"'{command}' {does} {Some(runs)}";
        if (around.Ask is not { } ask) throw new InvalidInputException($"{what}. Nothing was done: add --yes to do it.");
        around.Error.Write($"actorgaze: {what}. Type {command} to do it: ");
        around.Error.Flush();
        if (ask()?.Trim() != command) throw new InvalidInputException("Nothing was done.");
    }

    private static string Some(IReadOnlyList<string> runs)
    {
        var more = runs.Count > Named ? $" and {runs.Count - Named} more" : "";
        return $"{Numbers.Count(runs.Count, "run")} ({string.Join(", ", runs.Take(Named))}{more})";
    }
}
