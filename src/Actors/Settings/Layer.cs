using System.Collections.Immutable;
using ActorGaze.Nn;
using Akka.Configuration.Hocon;

namespace ActorGaze.Actors.Settings;

/// <summary>One source of settings as a flat list of keys: a sweep file, or the command line.</summary>
internal static class Layer
{
    /// <exception cref="InvalidInputException">No file, no right to read it, or no HOCON.</exception>
    public static IReadOnlyList<Setting> File(string path, Func<string, string?> environment)
    {
        var text = SettingsText.Read(path, SettingsText.LongestWait);
        var settings = Parse(text, path, environment);
        if (settings.Count > 0) return settings;
        var found = text.Length == 0 ? "nothing, it is empty" : "no setting";
        throw new InvalidInputException($"{path}: found {found}; allowed: at least one, such as sweep.data = phantoms-localised.");
    }

    /// <summary>
    /// Settings such as <c>training.epochs=5</c> or <c>sweep.levels=[1,2]</c>; the value is taken as it is, quotes around it aside.
    /// </summary>
    public static IReadOnlyList<Setting> CommandLine(IReadOnlyList<string> sets) => [.. sets.Select(Set)];

    public static IReadOnlyList<Setting> Parse(string text, string origin, Func<string, string?> environment)
    {
        var safe = new HoconText(text.Replace("\r\n", "\n", StringComparison.Ordinal), origin, environment).Safe();
        try
        {
            return [.. Flat("", Parser.Parse(safe, Include).Value, origin)];
        }
        catch (Exception e) when (e is not (InvalidInputException or OutOfMemoryException)) // the parser throws whatever its insides throw
        {
            throw new InvalidInputException(
                $"{origin}: is not HOCON: {e.Message.Split('\n')[0].Trim()}; allowed: lines such as training.epochs = 20.", e);
        }
    }

    private static HoconRoot Include(string what) => throw new FormatException($"it includes '{what}', and one sweep is one file");

    private static IEnumerable<Setting> Flat(string key, HoconValue? value, string origin)
    {
        if (value is null || value.Values.Count == 0) return key.Length == 0 ? [] : [new Setting(key, origin, [""], false)];
        if (value.IsObject() && Keys.IsMap(key)) return [Map(key, origin, value.GetObject().Items.Select(p => $"{p.Key}={Text(p.Value)}"))];
        if (value.IsObject())
            return value.GetObject().Items.SelectMany(p => Flat(key.Length == 0 ? p.Key : $"{key}.{p.Key}", p.Value, origin));
        if (value.IsArray())
            return [new Setting(key, origin, [.. Elements(key, value, origin)], true)];
        return [new Setting(key, origin, [Text(value)], false)];
    }

    private static IEnumerable<string> Elements(string key, HoconValue value, string origin)
    {
        var elements = value.GetArray();
        if (elements is [{ Values.Count: 0 }]) return [];
        return elements.Any(e => e.IsArray() || e.IsObject())
            ? throw new InvalidInputException($"{origin}: {key}: found a list within a list; allowed: a list of plain values.")
            : elements.Select(Text);
    }

    private static string Text(HoconValue value) => value.GetString()?.Trim() ?? "";

    private static Setting Map(string key, string origin, IEnumerable<string> entries) => new(key, origin, [.. entries], true)
    {
        IsMap = true,
    };

    private static Setting Set(string set)
    {
        var at = set.IndexOf('=', StringComparison.Ordinal);
        if (at <= 0) throw new InvalidInputException($"--set: found '{set}'; allowed: key=value, such as training.epochs=5.");

        var (key, value) = (set[..at].Trim(), set[(at + 1)..].Trim());
        if (key.Contains('"', StringComparison.Ordinal))
            throw new InvalidInputException($"--set: found the key {key}; allowed: a key without quotes, such as training.epochs=5.");
        if (Keys.IsMap(key) && value is ['{', .. var entries, '}'])
            return Map(key, "--set", Elements(entries).Select(entry => entry.Trim()).Where(entry => entry.Length > 0));
        return value is ['[', .. var inner, ']']
            ? new Setting(key, "--set", inner.Trim().Length == 0 ? [] : [.. Elements(inner).Select(Unquoted)], true)
            : new Setting(key, "--set", [Unquoted(value)], false);
    }

    /// <summary>Parted by commas, those within quotes aside.</summary>
    private static IEnumerable<string> Elements(string list)
    {
        var (from, quoted) = (0, false);
        for (var at = 0; at < list.Length; at++)
        {
            if (list[at] == '"') quoted = !quoted;
            if (list[at] != ',' || quoted) continue;
            yield return list[from..at];
            from = at + 1;
        }

        yield return list[from..];
    }

    private static string Unquoted(string value) => value.Trim() is ['"', .. var inner, '"'] ? inner : value.Trim();
}
