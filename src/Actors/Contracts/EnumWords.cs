using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ActorGaze.Actors.Contracts;

/// <summary>Members of enumerations as the words that users write and the socket speaks, such as <c>once-forgivable</c>.</summary>
internal static class EnumWords
{
    public static string Of<T>(T member)
        where T : struct, Enum => Cache<T>.Words.TryGetValue(member, out var word) ? word : member.ToString();

    /// <summary>The member that is called so; null where this version knows none.</summary>
    public static T? Known<T>(string? word)
        where T : struct, Enum => word is not null && Cache<T>.Members.TryGetValue(word, out var member) ? member : null;

    public static IEnumerable<string> All<T>()
        where T : struct, Enum => Enum.GetValues<T>().Select(Of);

    private static class Cache<T>
        where T : struct, Enum
    {
        public static readonly Dictionary<T, string> Words = Enum.GetValues<T>()
            .ToDictionary(member => member, member => WordOf(member.ToString()));

        public static readonly Dictionary<string, T> Members = Words.ToDictionary(pair => pair.Value, pair => pair.Key);

        /// <summary>The word that the member itself asks for, as settings and the journal have it; else its name.</summary>
        private static string WordOf(string name) =>
            typeof(T).GetField(name)?.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name
                ?? JsonNamingPolicy.KebabCaseLower.ConvertName(name);
    }
}
