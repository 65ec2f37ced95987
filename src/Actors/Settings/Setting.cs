using System.Collections.Immutable;
using System.Globalization;
using ActorGaze.Nn;

namespace ActorGaze.Actors.Settings;

/// <summary>One key's value as it was written, and where: read as what its key asks for, or refused with a whole sentence.</summary>
/// <param name="Origin">A file's path, or <c>--set</c>.</param>
internal sealed record Setting(string Key, string Origin, ImmutableArray<string> Values, bool IsList)
{
    /// <summary>The one value of a setting that is no list, or is a list of one.</summary>
    /// <exception cref="InvalidInputException">There are several, or none.</exception>
    public string Text(string allowed) => Values is [var one] && !IsList ? one : throw Wrong(allowed);

    /// <summary>Each value as a setting of its own.</summary>
    public IEnumerable<Setting> Each() => Values.Select(v => this with { Values = [v], IsList = false });

    /// <summary>A list of settings, at least one, no two equal once read.</summary>
    public ImmutableArray<T> List<T>(string allowed, Func<Setting, T> read)
    {
        if (Values.IsEmpty) throw Wrong($"a list of at least one, each {allowed}");
        var values = Each().Select(read).ToImmutableArray();
        var twice = values.GroupBy(v => v).FirstOrDefault(g => g.Count() > 1);
        return twice is null ? values : throw Wrong(FormattableString.Invariant($"each value once ({twice.Key} stands there {twice.Count()} times)"));
    }

    public int Whole(int least, int most) => (int)WholeLong(least, most);

    public long WholeLong(long least, long most)
    {
        var allowed = FormattableString.Invariant($"a whole number from {least} to {most}");
        return long.TryParse(Text(allowed), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : throw Wrong(allowed);
    }

    public double Real(Interval interval)
    {
        var allowed = $"a number in {interval}";
        return double.TryParse(Text(allowed), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && interval.Contains(value)
            ? value + 0.0 // −0 and 0 are one value
            : throw Wrong(allowed);
    }

    public bool Flag() => Text("true or false") switch
    {
        "true" => true,
        "false" => false,
        _ => throw Wrong("true or false"),
    };

    /// <summary>A member of an enumeration by its name in lower case.</summary>
    public T Choice<T>()
        where T : struct, Enum
    {
        var names = Enum.GetNames<T>().Select(n => n.ToLowerInvariant()).ToArray();
        var allowed = $"one of {string.Join(", ", names)}";
        var at = Array.IndexOf(names, Text(allowed));
        return at >= 0 ? Enum.GetValues<T>()[at] : throw Wrong(allowed);
    }

    /// <summary>A number with a unit: ms, s, m, h or d.</summary>
    public TimeSpan Duration(TimeSpan least, TimeSpan most)
    {
        var allowed = $"a duration from {Units.Words(least)} to {Units.Words(most)}, such as 500ms, 30s, 10m, 2h or 1d";
        return Units.TryDuration(Text(allowed), out var value) && value >= least && value <= most ? value : throw Wrong(allowed);
    }

    /// <summary>A number of bytes with a unit: B, kB, MB or GB.</summary>
    public long Bytes(long least, long most)
    {
        var allowed = $"a size from {Units.Words(least)} to {Units.Words(most)}, such as 64MB";
        return Units.TryBytes(Text(allowed), out var value) && value >= least && value <= most ? value : throw Wrong(allowed);
    }

    /// <summary>The sentence for a value that is not allowed.</summary>
    public InvalidInputException Wrong(string allowed) => new($"{Origin}: {Key}: found {Found}; allowed: {allowed}.");

    public string Found => IsList ? $"[{string.Join(", ", Values)}]" : Values is [var one] && one.Length > 0 ? $"'{Shortened(one)}'" : "nothing";

    private static string Shortened(string text) => text.Length <= 120 ? text : text[..117] + "...";
}
