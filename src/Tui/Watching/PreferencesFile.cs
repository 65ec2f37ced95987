using System.Text.Json;
using ActorGaze.Nn;
using ActorGaze.Tui.Screens;

namespace ActorGaze.Tui.Watching;

/// <summary>
/// Sort and filters of one user's screens, in the folder where the system keeps a user's settings. Nothing depends on it.
/// </summary>
/// <param name="path">Null where the user has no such folder: nothing is kept then.</param>
internal sealed class PreferencesFile(string? path)
{
    private const int MostBytes = 64 << 10;
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    };

    public static PreferencesFile Of(Func<string, string?> environment)
    {
        var folder = environment("XDG_CONFIG_HOME") is { Length: > 0 } xdg && Path.IsPathRooted(xdg) ? xdg
            : environment("HOME") is { Length: > 0 } home && Path.IsPathRooted(home) ? Path.Combine(home, ".config") : null;
        return new PreferencesFile(folder is null ? null : Path.Combine(folder, "actorgaze", "screens.json"));
    }

    /// <summary>The state with what was kept. Of a file that cannot be read it says so once, and goes on without.</summary>
    public UiState Over(UiState state)
    {
        try
        {
            if (path is null || !File.Exists(path)) return state;
            if (new FileInfo(path).Length > MostBytes) throw new InvalidDataException("it is too long");
            return (JsonSerializer.Deserialize<ScreenPreferences>(File.ReadAllBytes(path), Options) ?? new ScreenPreferences()).Over(state);
        }
        catch (Exception e) when (e is JsonException or IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return state.Apply(new Notice($"{path} cannot be read, so sort and filters are the default ones.", true));
        }
    }

    /// <summary>Keeps what was chosen. Whoever reads finds the old or the new file, never half of one.</summary>
    /// <returns>Why it was not kept; null where it was.</returns>
    public string? Save(ScreenPreferences preferences)
    {
        if (path is null) return null;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            WholeFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(preferences, Options));
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"Sort and filters are not kept: {e.Message}";
        }
    }
}
