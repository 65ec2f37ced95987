using System.Text.Json;

namespace ActorGaze.Actors.Control.Dto;

/// <summary>Fields of the records that are sent most, written as <see cref="DtoJson.Forgiving"/> writes them.</summary>
/// <remarks>By hand, because a serializer is compiled anew at every start for each type that it has not met.</remarks>
internal static class JsonFields
{
    /// <summary>A field that is null is left out.</summary>
    public static void Put(this Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null) json.WriteString(name, value);
    }

    public static void Put(this Utf8JsonWriter json, ReadOnlySpan<byte> name, int? value)
    {
        if (value is { } there) json.WriteNumber(name, there);
    }

    public static void Put(this Utf8JsonWriter json, ReadOnlySpan<byte> name, long? value)
    {
        if (value is { } there) json.WriteNumber(name, there);
    }

    public static void Put(this Utf8JsonWriter json, ReadOnlySpan<byte> name, DateTimeOffset? value)
    {
        if (value is { } there) json.WriteString(name, there);
    }

    /// <summary>One that is not finite is a word.</summary>
    public static void Put(this Utf8JsonWriter json, ReadOnlySpan<byte> name, double? value)
    {
        if (value is not { } there) return;
        if (double.IsFinite(there)) json.WriteNumber(name, there);
        else json.WriteString(name, double.IsNaN(there) ? "NaN"u8 : there > 0 ? "Infinity"u8 : "-Infinity"u8);
    }
}
