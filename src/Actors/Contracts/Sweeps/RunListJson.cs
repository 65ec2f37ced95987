using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Nn.Parts;

namespace ActorGaze.Actors.Contracts.Sweeps;

/// <summary>
/// A sweep's runs as JSON: what many of them share is written once, and each run is a row
/// <c>[shared, name, trial, seed, level, λ]</c>. A network that is none of the paper's is shared, and has null for its level. A sweep of
/// ten thousand runs takes half a megabyte. Lists of whole specs, as older versions wrote them, are read too.
/// </summary>
internal sealed class RunListJson : JsonConverter<ImmutableList<RunSpec>>
{
    private const string Shared = "shared";
    private const string Rows = "rows";
    private static readonly RunId NoName = RunId.Known("-");

    public override void Write(Utf8JsonWriter writer, ImmutableList<RunSpec> value, JsonSerializerOptions options)
    {
        var places = new Dictionary<RunSpec, int>();
        foreach (var run in value) places.TryAdd(Common(run), places.Count);
        writer.WriteStartObject();
        writer.WriteStartArray(Shared);
        foreach (var shared in places.Keys) JsonSerializer.Serialize(writer, shared, options);
        writer.WriteEndArray();
        writer.WriteStartArray(Rows);
        foreach (var run in value)
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(places[Common(run)]);
            writer.WriteStringValue(run.Id.Value);
            writer.WriteNumberValue(run.Trial);
            writer.WriteNumberValue(run.Seed);
            if (run.Network.PaperLevel is { } level) writer.WriteNumberValue(level);
            else writer.WriteNullValue();
            writer.WriteNumberValue(run.GazeWeight);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public override ImmutableList<RunSpec> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.StartArray) return [.. JsonSerializer.Deserialize<List<RunSpec>>(ref reader, options)!];
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("A sweep's runs are neither a list nor rows.");

        var (shared, runs) = (new List<RunSpec>(), new List<RunSpec>());
        while (Next(ref reader) == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            Next(ref reader);
            if (name == Shared) shared = JsonSerializer.Deserialize<List<RunSpec>>(ref reader, options)!;
            else if (name == Rows) while (Next(ref reader) == JsonTokenType.StartArray) runs.Add(Row(ref reader, shared));
            else throw new JsonException($"A sweep's runs have no '{name}'.");
        }

        return [.. runs];
    }

    private static RunSpec Row(ref Utf8JsonReader reader, List<RunSpec> shared)
    {
        Next(ref reader);
        var common = reader.GetInt32() is var at && at >= 0 && at < shared.Count
            ? shared[at]
            : throw new JsonException($"A run's row names part {at} of {shared.Count}.");
        Next(ref reader);
        var name = RunId.Known(reader.GetString() ?? throw new JsonException("A run's name is null."));
        Next(ref reader);
        var trial = reader.GetInt32();
        Next(ref reader);
        var seed = reader.GetInt64();
        Next(ref reader);
        var network = reader.TokenType == JsonTokenType.Null ? common.Network : NetworkSpec.OfLevel(reader.GetInt32());
        Next(ref reader);
        var weight = reader.GetDouble();
        return Next(ref reader) == JsonTokenType.EndArray
            ? common with { Id = name, Trial = trial, Seed = seed, Network = network, GazeWeight = weight }
            : throw new JsonException($"The row of {name} is too long.");
    }

    private static JsonTokenType Next(ref Utf8JsonReader reader) =>
        reader.Read() ? reader.TokenType : throw new JsonException("A sweep's runs end too early.");

    private static RunSpec Common(RunSpec run) => run with
    {
        Id = NoName, Trial = 1, Seed = 1, Network = run.Network.PaperLevel is null ? run.Network : NetworkSpec.OfLevel(1), GazeWeight = 0,
    };
}
