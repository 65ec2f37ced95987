using System.Text.Json;

namespace ActorGaze.Tests.Actors.Control;

/// <summary>Compares JSON with what docs/openapi.json says of it: as much of JSON Schema as is used there.</summary>
internal sealed class Shape(JsonElement contract)
{
    /// <summary>What differs, each with its place; nothing where all is as described. A field that is not described differs.</summary>
    public IEnumerable<string> Differences(JsonElement json, JsonElement schema, string at = "")
    {
        if (schema.TryGetProperty("$ref", out var reference)) return Differences(json, contract.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1]), at);
        if (schema.TryGetProperty("enum", out var allowed) && allowed.EnumerateArray().All(one => one.GetString() != json.ToString())) return [$"{at}: found {json}; allowed: {allowed}"];
        var types = schema.GetProperty("type") is { ValueKind: JsonValueKind.Array } several ? several.EnumerateArray().Select(type => type.GetString()).ToArray() : [schema.GetProperty("type").GetString()];
        if (json.ValueKind == JsonValueKind.Null && types.Contains("null")) return [];
        string?[] named = [.. types.Where(one => one != "null")];
        var type = named.FirstOrDefault(one => (one == "array") == (json.ValueKind == JsonValueKind.Array)) ?? named[0];
        return type switch
        {
            "object" => Require(json, JsonValueKind.Object, at) ?? Fields(json, schema, at),
            "array" => Require(json, JsonValueKind.Array, at) ?? json.EnumerateArray().SelectMany((item, i) => Differences(item, schema.GetProperty("items"), $"{at}[{i}]")),
            "string" => Require(json, JsonValueKind.String, at) ?? (schema.TryGetProperty("format", out _) && !json.TryGetDateTimeOffset(out _) ? [$"{at}: {json} is no time"] : []),
            "integer" => Require(json, JsonValueKind.Number, at) ?? (json.TryGetInt64(out _) ? [] : [$"{at}: {json} is not whole"]),
            "number" => Require(json, JsonValueKind.Number, at) ?? [],
            "boolean" => json.ValueKind is JsonValueKind.True or JsonValueKind.False ? [] : [$"{at}: found {json.ValueKind}"],
            var other => [$"{at}: the contract has the type {other}"],
        };
    }

    private IEnumerable<string> Fields(JsonElement json, JsonElement schema, string at)
    {
        var described = schema.TryGetProperty("properties", out var properties) ? properties.EnumerateObject().ToDictionary(p => p.Name, p => p.Value) : [];
        var any = described.Count == 0;
        JsonElement? others = schema.TryGetProperty("additionalProperties", out var more) ? more : null;
        var missing = schema.TryGetProperty("required", out var required) ? required.EnumerateArray().Select(name => name.GetString()!).Where(name => !json.TryGetProperty(name, out _)) : [];
        return
        [
            .. missing.Select(name => $"{at}.{name} is missing"),
            .. json.EnumerateObject().SelectMany(field =>
                described.TryGetValue(field.Name, out var known) ? Differences(field.Value, known, $"{at}.{field.Name}")
                : others is { ValueKind: JsonValueKind.Object } schemaOfOthers ? Differences(field.Value, schemaOfOthers, $"{at}.{field.Name}")
                : any || others is { ValueKind: JsonValueKind.True } ? []
                : [$"{at}.{field.Name} is not described"]),
        ];
    }

    private static string[]? Require(JsonElement json, JsonValueKind kind, string at) => json.ValueKind == kind ? null : [$"{at}: found {json.ValueKind}, described as {kind}"];
}
