using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ActorGaze.Actors.Control.Dto;

/// <summary>How the socket's records become JSON and come back. The journal has rules of its own: <see cref="Contracts.Json"/>.</summary>
/// <remarks>
/// The attributes of the records say what docs/openapi.json says of them: [Required] is always sent, or must be handed in;
/// [EnumDataType] has the words of an enumeration. They check nothing.
/// </remarks>
internal static class DtoJson
{
    /// <summary>In a sweep these mean the same when they are null as when they are left out.</summary>
    private static readonly string[] MayBeNull = ["phantoms", "curriculumEpochs"];

    /// <summary>Writes, and reads as a client does: a field that is not known is ignored, one that is missing or null is null.</summary>
    public static JsonSerializerOptions Forgiving { get; } = Make(indented: false);

    public static JsonSerializerOptions Indented { get; } = Make(indented: true);

    /// <summary>
    /// Reads what a client hands in: a field that is not known, stands there twice or is null is an error, so that nothing that was asked
    /// for is left out in silence.
    /// </summary>
    public static JsonSerializerOptions Strict { get; } = new(Forgiving)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { RefuseNull } },
    };

    private static JsonSerializerOptions Make(bool indented) => new(JsonSerializerDefaults.General)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        WriteIndented = indented,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    private static void RefuseNull(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object) return;
        foreach (var member in type.Properties.Where(member => member.Set is not null && !MayBeNull.Contains(member.Name)))
        {
            var (name, set) = (member.Name, member.Set!);
            member.Set = (record, value) => set(record, value ?? throw new NullFieldException(name));
        }
    }
}

/// <summary>A field of a sweep that is handed in is null.</summary>
internal sealed class NullFieldException(string field) : JsonException
{
    public string Field { get; } = field;
}
