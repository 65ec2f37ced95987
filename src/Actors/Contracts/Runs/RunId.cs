using System.Text.Json;
using System.Text.Json.Serialization;

namespace ActorGaze.Actors.Contracts.Runs;

/// <summary>A run's name: unique in a state folder, and good as an actor's and a folder's name.</summary>
// A class: code of generic types over it is shared with that over other classes. Over a struct, every start compiles it.
[JsonConverter(typeof(RunIdJson))]
public sealed record RunId
{
    /// <summary>A new run's name. See <see cref="Known"/> for one that a journal has.</summary>
    /// <exception cref="ArgumentException">The name breaks <see cref="NameRule"/>.</exception>
    public RunId(string value)
        : this(value, NameRule.Objection(value, NameRule.LongestRun))
    {
    }

    private RunId(string value, string? objection) =>
        Value = objection is null ? value : throw new ArgumentException($"A run's name: {objection}", nameof(value));

    public string Value { get; }

    /// <summary>A name that is known already, whatever the rule says of it now: journals from before the rule are read.</summary>
    public static RunId Known(string value) => new(value, null);

    public override string ToString() => Value;

    private sealed class RunIdJson : JsonConverter<RunId>
    {
        public override bool HandleNull => true;

        public override RunId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Known(reader.GetString() ?? throw new JsonException("A run's name is null."));

        public override void Write(Utf8JsonWriter writer, RunId value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Value);

        public override RunId ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Known(reader.GetString()!);

        public override void WriteAsPropertyName(Utf8JsonWriter writer, RunId value, JsonSerializerOptions options) =>
            writer.WritePropertyName(value.Value);
    }
}
