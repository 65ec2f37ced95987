namespace ActorGaze.Actors.Settings;

/// <summary>One setting: all that messages, help, the reference file and the check of JSON say of it stands here once.</summary>
/// <param name="Path">As sweep files and <c>--set</c> write it, such as <c>training.epochs</c>.</param>
/// <param name="Json">Its field in a run of a sweep that is handed in as JSON, such as <c>training.batchSize</c>; empty: none.</param>
/// <param name="Unit">What is counted or measured; empty where the value says it itself.</param>
/// <param name="Reason">Sentences: what it does, and why it is there.</param>
internal abstract record Key(string Path, ValueKind Kind, string Json, string Unit, string Reason)
{
    /// <summary>The value that the settings record itself starts with.</summary>
    public abstract Setting Default { get; }

    /// <summary>A word of a key as a field of JSON: <c>batch-size</c> is <c>batchSize</c>.</summary>
    public static string InJson(string word)
    {
        var parts = word.Split('-');
        return string.Concat([parts[0], .. parts[1..].Select(part => char.ToUpperInvariant(part[0]) + part[1..])]);
    }
}

/// <summary>One setting that is kept in a <typeparamref name="T"/>.</summary>
/// <param name="Start">The record that has the defaults.</param>
/// <param name="Put">The record with what a setting says.</param>
/// <param name="Get">What the record has, as a setting.</param>
/// <param name="IsAllowed">Whether what the record has is in its range.</param>
internal sealed record Key<T>(
    string Path, ValueKind Kind, string Json, string Unit, string Reason,
    T Start, Func<T, Setting, T> Put, Func<T, Setting> Get, Func<T, bool> IsAllowed)
    : Key(Path, Kind, Json, Unit, Reason)
{
    public override Setting Default => Get(Start);

    public static Key<T> Of<V>(
        T start, string path, ValueKind<V> kind, Func<T, V> get, Func<T, V, T> put, string reason, string unit = "", string json = "") =>
        new(
            path, kind, json, unit, reason, start,
            (to, setting) => put(to, kind.Read(setting)), from => kind.Write(path, get(from)), from => kind.Holds(get(from)));
}
