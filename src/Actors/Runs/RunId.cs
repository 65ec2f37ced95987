using System.Text.Json;
using System.Text.Json.Serialization;

namespace ActorGaze.Actors.Runs;

/// <summary>A run's name: unique in a state folder, and good as an actor's and a folder's name.</summary>
[JsonConverter(typeof(RunIdJson))]
public readonly record struct RunId
{
    public RunId(string value)
    {
        if (string.IsNullOrEmpty(value) || value.Length > 200 || !value.All(IsAllowed) || value[0] == '.')
            throw new ArgumentException($"'{value}' cannot name a run: letters, digits, '-', '_', '+', '=' and '.' can, at most 200 of them, the first not '.'.", nameof(value));
        Value = value;
    }

    public string Value { get; }

    public override string ToString() => Value;

    /// <summary>Letters and digits of ASCII, and - _ + = .</summary>
    public static bool IsAllowed(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '+' or '=' or '.';

    private sealed class RunIdJson : JsonConverter<RunId>
    {
        public override RunId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, RunId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);

        public override RunId ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString()!);

        public override void WriteAsPropertyName(Utf8JsonWriter writer, RunId value, JsonSerializerOptions options) => writer.WritePropertyName(value.Value);
    }
}
