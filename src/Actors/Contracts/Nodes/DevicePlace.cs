namespace ActorGaze.Actors.Contracts.Nodes;

/// <summary>Where a run trains. Pure.</summary>
/// <param name="Node">The machine; null: the engine's own.</param>
/// <param name="Device">On that machine: <c>cpu</c>, <c>cuda:0</c>.</param>
public sealed record DevicePlace(string? Node, string Device)
{
    private const char Between = '/';

    /// <summary>In a pattern: every device, or every node.</summary>
    private const string Any = "*";

    /// <summary>Reads <c>cuda:0</c> or <c>gpubox/cuda:0</c>.</summary>
    public static DevicePlace Of(string text) => text.IndexOf(Between, StringComparison.Ordinal) is > 0 and var at
        ? new DevicePlace(text[..at], text[(at + 1)..])
        : new DevicePlace(null, text);

    /// <summary>Whether a setting of devices takes this one, which is a node's.</summary>
    /// <param name="patterns"><c>auto</c>, which takes all, or such as <c>gpubox/*</c>, <c>*/cpu</c>, <c>gpubox/cuda:0</c>.</param>
    public bool IsTakenBy(IEnumerable<string> patterns) => patterns.Select(Of)
        .Any(pattern => pattern is { Node: null, Device: "auto" }
            || (pattern.Node is { } node && (node == Any || node == Node) && (pattern.Device == Any || pattern.Device == Device)));

    public override string ToString() => Node is null ? Device : $"{Node}{Between}{Device}";
}
