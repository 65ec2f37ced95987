using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ActorGaze.Actors.Contracts;

/// <summary>The one way records become JSON: in the journal, between processes, and on standard output.</summary>
public static class Json
{
    public static JsonSerializerOptions Options { get; } = Make(indented: false);

    /// <summary>For what is kept on disk: matrices of many classes are packed.</summary>
    internal static JsonSerializerOptions Kept { get; } = new(Options) { Converters = { new ConfusionJson() } };

    public static JsonSerializerOptions Indented { get; } = Make(indented: true);

    /// <summary>For anonymous types, whose members can only be read.</summary>
    internal static JsonSerializerOptions Anonymous { get; } = new(Indented) { IgnoreReadOnlyProperties = false };

    private static JsonSerializerOptions Make(bool indented) => new(JsonSerializerDefaults.General)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        IgnoreReadOnlyProperties = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = false,
        WriteIndented = indented,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LetNullBeAbsent } },
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    /// <summary>Nulls are not written, so a required member that may be null is not missed on reading.</summary>
    private static void LetNullBeAbsent(JsonTypeInfo type)
    {
        foreach (var member in type.Properties.Where(member => member.IsRequired
            && (member.IsSetNullable || Nullable.GetUnderlyingType(member.PropertyType) is not null)))
            member.IsRequired = false;
    }
}
