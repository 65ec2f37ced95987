using System.Globalization;
using Serilog.Core;
using Serilog.Events;

namespace ActorGaze.Tui.Logging;

/// <summary>
/// Reads from an actor's path whose log event it is: Sweep, Run and Attempt, also where a supervisor or the actor system speaks of it.
/// </summary>
internal sealed class WhoseEvent : ILogEventEnricher
{
    private const string House = "akka://actorgaze/user/lab/";

    private static readonly (string Begin, string Property)[] Rooms = [("sweep-", "Sweep"), ("run-", "Run"), ("crew-", "Attempt")];

    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        // the source is whom it is about, the path who says so
        if ((Path(logEvent, "LogSource") ?? Path(logEvent, "ActorPath")) is not { } path) return;
        foreach (var (name, (begin, property)) in path.Split('/').Zip(Rooms))
        {
            if (!name.StartsWith(begin, StringComparison.Ordinal)) return;
            object value = property == "Attempt" ? int.Parse(name[begin.Length..], CultureInfo.InvariantCulture) : name[begin.Length..];
            logEvent.AddPropertyIfAbsent(new LogEventProperty(property, new ScalarValue(value)));
        }
    }

    /// <summary>What follows the engine's root; null where it is no path in the engine.</summary>
    private static string? Path(LogEvent logEvent, string property) =>
        logEvent.Properties.GetValueOrDefault(property) is ScalarValue { Value: string text }
            && text.StartsWith(House, StringComparison.Ordinal) ? text[House.Length..] : null;
}
