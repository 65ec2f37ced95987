using System.Collections.Immutable;

namespace ActorGaze.Actors.Contracts;

/// <summary>How many runs train at once: so many in all, or so many on each device.</summary>
public sealed record RunsAtOnce
{
    private RunsAtOnce(int? inAll, ImmutableArray<(string Device, int Runs)> onDevices) => (InAll, OnDevices) = (inAll, onDevices);

    /// <summary>Dealt over the devices in turn; null where each device has a number of its own.</summary>
    public int? InAll { get; }

    /// <summary>By the device's name; empty where one number is for all.</summary>
    public ImmutableArray<(string Device, int Runs)> OnDevices { get; }

    public static implicit operator RunsAtOnce(int inAll) => Of(inAll);

    public static RunsAtOnce Of(int inAll) => new(inAll, []);

    /// <param name="onDevices">At least one, each device once.</param>
    public static RunsAtOnce Of(IEnumerable<(string Device, int Runs)> onDevices) =>
        new(null, [.. onDevices.OrderBy(entry => entry.Device, StringComparer.Ordinal)]);

    public bool Equals(RunsAtOnce? other) => other is not null && InAll == other.InAll && OnDevices.SequenceEqual(other.OnDevices);

    public override int GetHashCode() => HashCode.Combine(InAll, OnDevices.Length);
}
