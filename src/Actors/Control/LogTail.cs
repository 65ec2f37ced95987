using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Control.Frames;
using ActorGaze.Actors.Settings;

namespace ActorGaze.Actors.Control;

/// <summary>Reads the end of the log's files, which hold a JSON object a line in Serilog's compact form.</summary>
internal static partial class LogTail
{
    private const int MostBytes = 1 << 20; // of each file
    private const int MostFiles = 2;
    private const string Files = "actorgaze-*.clef"; // what waits for Seq lies beside them

    public static ImmutableArray<string> Levels { get; } = [.. EnumWords.All<LogSettings.Severity>()];

    /// <summary>The newest lines, oldest first.</summary>
    /// <param name="run">Of this run alone; null: of all.</param>
    /// <param name="level">This bad or worse; null: all.</param>
    public static ImmutableArray<LogLine> Read(string folder, int lines, string? run, string? level)
    {
        var files = Directory.Exists(folder)
            ? new DirectoryInfo(folder).GetFiles(Files).OrderByDescending(f => f.LastWriteTimeUtc).Take(MostFiles)
            : [];
        var least = level is null ? 0 : Levels.IndexOf(level);
        var found = ImmutableArray<LogLine>.Empty;
        foreach (var file in files)
        {
            found = [.. Tail(file).Select(Parse).OfType<LogLine>()
                .Where(l => (run is null || l.Run == run) && Levels.IndexOf(l.Level) >= least).TakeLast(lines - found.Length), .. found];
            if (found.Length == lines) break;
        }

        return found;
    }

    /// <summary>Null for half a line, or another program's.</summary>
    internal static LogLine? Parse(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("@t", out var at)) return null;
            var template = Text(root, "@m") ?? Text(root, "@mt") ?? "";
            return new LogLine(
                at.GetDateTimeOffset(), (Text(root, "@l") ?? "information").ToLowerInvariant(), Hole()
                    .Replace(template, hole => Text(root, hole.Groups[1].Value) ?? hole.Value),
                Text(root, "Sweep"), Text(root, "Run"), Text(root, "ActorPath") ?? Text(root, "LogSource")
                    ?? Text(root, "SourceContext"), Text(root, "@x"));
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    private static IEnumerable<string> Tail(FileInfo file)
    {
        using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var cut = stream.Length > MostBytes;
        if (cut) stream.Seek(-MostBytes, SeekOrigin.End);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return cut ? lines.Skip(1) : lines;
    }

    private static string? Text(JsonElement root, string name) => !root.TryGetProperty(name, out var value) ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();

    [GeneratedRegex(@"\{[@$]?(\w+)(?:,-?\d+)?(?::[^}]*)?\}")]
    private static partial Regex Hole();
}
