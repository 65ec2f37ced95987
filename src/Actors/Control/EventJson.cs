using System.Text.Json;
using System.Text.Json.Nodes;
using ActorGaze.Actors.Persistence;
using ActorGaze.Actors.Runs;

namespace ActorGaze.Actors.Control;

/// <summary>A journal's entry as JSON for others to read: its number, its event's name, and the event's fields beside them.</summary>
public static class EventJson
{
    private const string Number = "sequenceNumber";
    private const string Name = "event";

    public static JsonObject Write(JournalEntry<RunEvent> entry)
    {
        var node = new JsonObject { [Number] = entry.SequenceNumber, [Name] = entry.Event.GetType().Name };
        foreach (var (key, value) in JsonSerializer.SerializeToNode(entry.Event, entry.Event.GetType(), Json.Options)!.AsObject()) node[key] = value?.DeepClone();
        return node;
    }

    /// <exception cref="JsonException">It is no event that this version knows.</exception>
    public static JournalEntry<RunEvent> Read(JsonObject node, RunId run)
    {
        var (number, name) = ((long?)node[Number], (string?)node[Name]);
        var type = name is null ? null : typeof(RunEvent).GetNestedType(name);
        if (number is null || type is null) throw new JsonException($"'{name}' is no event that this version knows.");
        var fields = node.Where(field => field.Key is not (Number or Name)).Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone()));
        return new JournalEntry<RunEvent>(RunActor.PersistenceIdOf(run), number.Value, (RunEvent)new JsonObject(fields).Deserialize(type, Json.Options)!);
    }
}
