using System.Collections.Immutable;
using ActorGaze.Actors.Cluster;
using ActorGaze.Actors.Contracts.Runs;

namespace ActorGaze.Actors.Settings;

/// <summary>Where an engine listens for others; null: nowhere.</summary>
internal sealed record ListenAddress : SingleValue<string?>
{
    public override string Type => "HOST:PORT";

    public override string Allowed =>
        "nothing, or a name or address of this machine that the others reach, with a port, such as workstation.lan:4055";

    public override bool TryParse(string text, out string? value)
    {
        value = text.Length == 0 ? null : text;
        return true;
    }

    public override string Format(string? value) => value ?? "";

    public override bool Holds(string? value) => value is null || (Endpoint.Parse(value) is { } at && at.Host is not ("0.0.0.0" or "::"));
}

/// <summary>A folder's full path; null where there is none.</summary>
internal sealed record FolderPath : SingleValue<string?>
{
    public override string Type => "folder";

    public override string Allowed => "nothing, or the full path of a folder";

    public override bool TryParse(string text, out string? value)
    {
        value = text.Length == 0 ? null : Path.TrimEndingDirectorySeparator(text);
        return true;
    }

    public override string Format(string? value) => value ?? "";

    public override bool Holds(string? value) => value is null || IsFull(value);

    public static bool IsFull(string path) =>
        Path.IsPathFullyQualified(path) && !path.Contains('\0', StringComparison.Ordinal) && Path.GetFullPath(path) == path;
}

/// <summary>Folders by name, as <c>{ brain = "/mnt/a/brain" }</c>.</summary>
internal sealed record NamedFolders : ValueKind<ImmutableSortedDictionary<string, string>>, IMapKind
{
    private const int LongestName = 40;

    public override string Type => "folders by name";

    public override string Allowed => """names with full paths, such as { brain = "/mnt/a/brain" }, or { } for none""";

    public override ImmutableSortedDictionary<string, string> Read(Setting setting)
    {
        if (!setting.IsMap && !setting.Values.IsEmpty) throw setting.Wrong(Allowed);
        var folders = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var entry in setting.Values)
        {
            var at = entry.IndexOf('=', StringComparison.Ordinal);
            var (name, path) = (at < 0 ? "" : entry[..at].Trim(' ', '"'),
                Path.TrimEndingDirectorySeparator(entry[(at + 1)..].Trim(' ', '"')));
            if (!IsOne(name, path) || !folders.TryAdd(name, path)) throw setting.Wrong(Allowed);
        }

        return folders.Count == 0 ? ImmutableSortedDictionary<string, string>.Empty : folders.ToImmutable();
    }

    public override Setting Write(string key, ImmutableSortedDictionary<string, string> value) =>
        new(key, Setting.Default, [.. value.Select(folder => $"{folder.Key}={folder.Value}")], true) { IsMap = true };

    public override bool Holds(ImmutableSortedDictionary<string, string> value) => value.All(folder => IsOne(folder.Key, folder.Value));

    private static bool IsOne(string name, string path) => NameRule.Objection(name, LongestName) is null && FolderPath.IsFull(path);
}
