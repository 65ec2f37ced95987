using Serilog.Core;
using Serilog.Events;

namespace ActorGaze.Tui.Logging;

/// <summary>Reads from an actor's path whose log event it is: Sweep, Run and Attempt, also where it is the actor system that speaks of it.</summary>
internal sealed class WhoseEvent : ILogEventEnricher
{
    private const string Path = "ActorPath";
    private const string House = "akka://actorgaze/user/";

    private static readonly (string Begin, string Property)[] Words = [("sweep-", "Sweep"), ("run-", "Run"), ("crew-", "Attempt")];

    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        if (Text(logEvent, Path) is not { } path) return;
        if (!path.StartsWith(House, StringComparison.Ordinal) && Text(logEvent, "LogSource") is { } source && source.IndexOf(House, StringComparison.Ordinal) is >= 0 and var at)
        {
            path = source[at..].TrimEnd(']', ')');
            logEvent.AddOrUpdateProperty(new LogEventProperty(Path, new ScalarValue(path)));
        }

        if (!path.StartsWith(House, StringComparison.Ordinal)) return;
        foreach (var room in path[House.Length..].Split('/'))
        foreach (var (begin, property) in Words)
            if (room.StartsWith(begin, StringComparison.Ordinal)) logEvent.AddPropertyIfAbsent(new LogEventProperty(property, new ScalarValue(Value(property, room[begin.Length..]))));
    }

    private static object Value(string property, string text) =>
        property == "Attempt" && int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var attempt) ? attempt : Uri.UnescapeDataString(text);

    private static string? Text(LogEvent logEvent, string property) => logEvent.Properties.TryGetValue(property, out var value) && value is ScalarValue { Value: { } text } ? text.ToString() : null;
}
