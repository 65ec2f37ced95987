using System.Collections.Immutable;
using ActorGaze.Nn;

namespace ActorGaze.Actors.Settings;

/// <summary>One key's value as it was written, and where. Its key's <see cref="ValueKind"/> reads it.</summary>
/// <param name="Origin">A file's path, or <c>--set</c>, or <see cref="Default"/>.</param>
internal sealed record Setting(string Key, string Origin, ImmutableArray<string> Values, bool IsList)
{
    /// <summary>The origin of a value that nobody has set.</summary>
    public const string Default = "default";

    /// <summary>True where the values are entries in braces, each as <c>name=value</c>.</summary>
    public bool IsMap { get; init; }

    /// <summary>The one value of a setting that is no list, or is a list of one.</summary>
    /// <exception cref="InvalidInputException">There are several, or none.</exception>
    public string Text(string allowed) => Values is [var one] && !IsList ? one : throw Wrong(allowed);

    /// <summary>Each value as a setting of its own.</summary>
    public IEnumerable<Setting> Each() => Values.Select(v => this with { Values = [v], IsList = false });

    /// <summary>The sentence for a value that is not allowed.</summary>
    public InvalidInputException Wrong(string allowed) => new($"{Origin}: {Key}: found {Found}; allowed: {allowed}.");

    public string Found =>
        IsMap ? $"{{ {string.Join(", ", Values)} }}"
        : IsList ? $"[{string.Join(", ", Values)}]" : Values is [var one] && one.Length > 0 ? $"'{Shortened(one)}'" : "nothing";

    private static string Shortened(string text) => text.Length <= 120 ? text : text[..117] + "...";
}
