using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ActorGaze.Nn;

/// <summary>
/// Which part a run is made with, such as a distance: its name, all its parameters, and the assembly that brings it. One of the program's
/// own that has no parameters is written as its name alone.
/// </summary>
[JsonConverter(typeof(Json))]
public sealed record PartSpec(string Name)
{
    /// <summary>By name, as the part's own texts.</summary>
    public ImmutableSortedDictionary<string, string> Parameters { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Null: the program itself has it.</summary>
    public PluginRef? Plugin { get; init; }

    /// <summary>Whether its name says all of it.</summary>
    [JsonIgnore]
    public bool IsPlain => Plugin is null && Parameters.IsEmpty;

    /// <summary>One of the program's own, by its name.</summary>
    public static implicit operator PartSpec(string name) => new(name);

    public static PartSpec FromString(string name) => new(name);

    public bool Equals(PartSpec? other) =>
        ReferenceEquals(this, other)
        || (other is not null && Name == other.Name && Plugin == other.Plugin && Parameters.SequenceEqual(other.Parameters));

    public override int GetHashCode() => HashCode.Combine(Name, Plugin, Parameters.Count);

    public override string ToString() =>
        Parameters.IsEmpty ? Name : $"{Name} ({string.Join(", ", Parameters.Select(parameter => $"{parameter.Key} {parameter.Value}"))})";

    private sealed class Json : JsonConverter<PartSpec>
    {
        public override PartSpec? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType == JsonTokenType.String) return new PartSpec(reader.GetString()!);
            var written = JsonSerializer.Deserialize<Written>(ref reader, options) ?? throw new JsonException();
            return new PartSpec(written.Name)
            {
                Parameters = (written.Parameters ?? ImmutableDictionary<string, string>.Empty)
                    .ToImmutableSortedDictionary(StringComparer.Ordinal), Plugin = written.Plugin,
            };
        }

        public override void Write(Utf8JsonWriter writer, PartSpec value, JsonSerializerOptions options)
        {
            if (value.IsPlain) writer.WriteStringValue(value.Name);
            else JsonSerializer.Serialize(writer, new Written(value.Name, value.Parameters.IsEmpty ? null : value.Parameters, value.Plugin),
                options);
        }

        private sealed record Written(string Name, IReadOnlyDictionary<string, string>? Parameters, PluginRef? Plugin);
    }
}
