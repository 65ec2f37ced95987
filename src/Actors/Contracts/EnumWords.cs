using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ActorGaze.Actors.Contracts;

/// <summary>Members of enumerations as the words that users write and the socket speaks, such as <c>once-forgivable</c>.</summary>
/// <remarks>Members are their numbers in here: a table of each enumeration's own type would be compiled at every start.</remarks>
internal static class EnumWords
{
    private static readonly ConcurrentDictionary<Type, Table> Tables = new();

    public static string Of<T>(T member)
        where T : struct, Enum => TableOf(typeof(T)).Words.GetValueOrDefault(Unsafe.As<T, int>(ref member)) ?? member.ToString();

    /// <summary>The member that is called so; null where this version knows none.</summary>
    public static T? Known<T>(string? word)
        where T : struct, Enum =>
            word is not null && TableOf(typeof(T)).Members.TryGetValue(word, out var member) ? Unsafe.As<int, T>(ref member) : null;

    /// <summary>By number.</summary>
    public static IEnumerable<string> All<T>()
        where T : struct, Enum => TableOf(typeof(T)).All;

    private static Table TableOf(Type type) => Tables.GetOrAdd(type, static of => new Table(of));

    private sealed class Table
    {
        public Table(Type type)
        {
            if (Enum.GetUnderlyingType(type) != typeof(int)) throw new NotSupportedException($"{type}: its members are no int.");
            foreach (var name in Enum.GetNames(type))
            {
                var field = type.GetField(name)!;
                var (member, word) = ((int)field.GetRawConstantValue()!, WordOf(field));
                Words.Add(member, word);
                Members.Add(word, member);
                All.Add(word);
            }
        }

        public Dictionary<int, string> Words { get; } = [];

        public Dictionary<string, int> Members { get; } = [];

        public List<string> All { get; } = [];

        /// <summary>The word that the member itself asks for, as settings and the journal have it; else its name.</summary>
        private static string WordOf(FieldInfo field) =>
            field.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? JsonNamingPolicy.KebabCaseLower.ConvertName(field.Name);
    }
}
