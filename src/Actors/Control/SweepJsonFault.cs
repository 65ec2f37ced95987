using System.Collections;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using ActorGaze.Actors.Control.Dto;

namespace ActorGaze.Actors.Control;

/// <summary>What is wrong with JSON that should have been a sweep: which field, what was found, what is allowed. Pure.</summary>
internal static partial class SweepJsonFault
{
    private const int LongestShown = 80;

    public static string Words(JsonException fault, ReadOnlyMemory<byte> json)
    {
        if (fault.Path is not { Length: > 1 } path || !IsJson(json)) return $"The request is no sweep: {FirstSentence(fault.Message)}.";
        var at = path[1..].TrimStart('.');
        if (fault is NullFieldException { Field: var field })
            return $"{(at.EndsWith(field, StringComparison.Ordinal) ? at : $"{at}.{field}")}: found null; leave it out for its default.";

        string[] steps = [.. Step().Matches(path).Select(match => match.Groups.Values.Skip(1).First(group => group.Success).Value)];
        var (type, parent) = TypeAt(steps);
        if (type is null && parent is not null) return $"{at}: there is no such field; allowed: {string.Join(", ", FieldsOf(parent))}.";
        return type is not null && Found(json, steps) is { } found && !fault.Message.StartsWith("Duplicate", StringComparison.Ordinal)
            ? $"{at}: found {found}; allowed: {Allowed(type)}."
            : $"{at}: {FirstSentence(fault.Message)}.";
    }

    /// <summary>The type that a path of a sweep leads to, null where it leads nowhere; and that of what it was last in.</summary>
    private static (Type? Type, Type? Parent) TypeAt(IReadOnlyList<string> steps)
    {
        var (type, parent) = ((Type?)typeof(SweepDto), (Type?)null);
        foreach (var step in steps)
        {
            if (type is null) return (null, null);
            parent = type;
            type = type.IsGenericType ? type.GenericTypeArguments[^1]
                : type.GetProperties().FirstOrDefault(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name) == step)?.PropertyType;
        }

        return (type, parent);
    }

    private static IEnumerable<string> FieldsOf(Type type) =>
        type.GetProperties().Where(p => p.CanWrite).Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name));

    private static string Allowed(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var t when t == typeof(string) => "text",
        var t when t == typeof(int) || t == typeof(long) => "a whole number",
        var t when t == typeof(double) => "a number",
        var t when t == typeof(bool) => "true or false",
        var t when typeof(IEnumerable).IsAssignableFrom(t) && t.GenericTypeArguments.Length == 1 => "a list",
        _ => "an object",
    };

    private static bool IsJson(ReadOnlyMemory<byte> text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string? Found(ReadOnlyMemory<byte> json, IReadOnlyList<string> steps)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var element = document.RootElement;
            foreach (var step in steps)
                element = element.ValueKind == JsonValueKind.Array
                    ? element[int.Parse(step, CultureInfo.InvariantCulture)]
                    : element.GetProperty(step);
            var text = element.GetRawText();
            return text.Length <= LongestShown ? text : text[..LongestShown] + "…";
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            return null; // a path that this cannot follow: the fault's own words must do
        }
    }

    private static string FirstSentence(string text) => text.Split(". ")[0].Split('\n')[0].TrimEnd('.');

    [GeneratedRegex(@"\['([^']*)'\]|\[(\d+)\]|\.([^.\[]+)")]
    private static partial Regex Step();
}
