using ActorGaze.Actors.Contracts;

namespace ActorGaze.Tui.Exports;

/// <summary>Which program made a file, as key-value metadata.</summary>
internal static class ExportNotes
{
    public static Dictionary<string, string> Of(params ReadOnlySpan<(string Key, string Text)> more)
    {
        var notes = new Dictionary<string, string> { ["actorgaze"] = ControlContract.ProgramVersion };
        foreach (var (key, text) in more) notes[key] = text;
        return notes;
    }
}
