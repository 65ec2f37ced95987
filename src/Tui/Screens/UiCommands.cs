using ActorGaze.Actors.Contracts.Runs;

namespace ActorGaze.Tui.Screens;

/// <summary>The command line that does what a key did, or tells what a screen shows.</summary>
internal static class UiCommands
{
    public static string Of(Steering what, RunId run) => what switch
    {
        Steering.Pause => $"actorgaze pause {run}",
        Steering.Resume => $"actorgaze resume {run}",
        Steering.Cancel => $"actorgaze cancel {run}",
        Steering.RetryFromStart => $"actorgaze retry {run} --from-start",
        _ => $"actorgaze retry {run}",
    };

    public static string Of(UiState state) => state switch
    {
        { Asked: { } asked } => Of(asked.What, asked.Run),
        { Did: { } did } => did,
        { Screen: ScreenKind.Runs or ScreenKind.Run, Selected: { } run } => state is { Screen: ScreenKind.Run, JournalFirst: true } ? $"actorgaze events {run}" : $"actorgaze show {run}",
        { Screen: ScreenKind.Log, Folder: { } folder } => $"tail -F {folder}/logs/*",
        _ => "actorgaze ps --watch",
    };
}
