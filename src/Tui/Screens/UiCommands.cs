using ActorGaze.Actors.Contracts.Runs;

namespace ActorGaze.Tui.Screens;

/// <summary>The command line that does what a key did, or tells what a screen shows. Pure.</summary>
internal static class UiCommands
{
    /// <summary>What to type after a shell's prompt.</summary>
    public static string Of(UiState state) => state switch
    {
        { Asked: { } asked } => Of(state, asked.What, asked.Run),
        { Did: { } did } => did,
        _ => Line(state, state.Module.Command(state)),
    };

    public static string Of(UiState state, Steering what, RunId run) => Line(state, what switch
    {
        Steering.Pause => $"pause {run}",
        Steering.Resume => $"resume {run}",
        Steering.Cancel => $"cancel {run}",
        Steering.RetryFromStart => $"retry {run} --from-start",
        _ => $"retry {run}",
    });

    /// <summary>An option with a value that a shell reads as one word; nothing where there is no value.</summary>
    public static string Option(string name, string value) => value.Length == 0 ? "" : $" --{name} {Quoted(value)}";

    /// <summary>A word as a shell reads it.</summary>
    public static string Quoted(string word) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || "/._-+:@=,".Contains(c, StringComparison.Ordinal))
        ? word
        : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <param name="command">Without the program's name.</param>
    public static string Line(UiState state, string command) => $"actorgaze {command}{state.StateOption}";
}
