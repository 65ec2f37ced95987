using System.Collections.Immutable;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Nodes;
using ActorGaze.Nn;
using ActorGaze.Nn.Training;

namespace ActorGaze.Actors.Engine;

/// <summary>Which devices an engine uses, and the slots for runs on them.</summary>
/// <param name="Slots">The device of each, in the order in which they are given away.</param>
public sealed record SlotPlan(ImmutableArray<string> Devices, ImmutableArray<string> Slots)
{
    /// <summary>
    /// What the settings ask for, with <c>auto</c> resolved. Slots: as many as asked, in all or on each device; or one per core on a CPU
    /// and one per device otherwise.
    /// </summary>
    /// <exception cref="InvalidInputException">
    /// A device that this machine does not have, or numbers for other devices than those that are named.
    /// </exception>
    public static SlotPlan Of(LabSettings settings, int cores, int cudaDevices)
    {
        ImmutableArray<string> cuda = [.. DeviceName.OfCuda(cudaDevices).Select(device => device.ToString())];
        var counts = settings.RunsAtOnce?.OnDevices ?? [];
        ImmutableArray<string> counted = [.. counts.Select(entry => entry.Device)];
        ImmutableArray<string> named = [.. settings.Devices.Where(device => DevicePlace.Of(device).Node is null)];
        if (named.IsEmpty && counted.IsEmpty) return new SlotPlan([], []); // nodes alone
        var devices = named is not ["auto"] ? named
            : !counted.IsEmpty ? counted
            : cuda.IsEmpty ? [$"{DeviceName.Cpu}"] : cuda;
        if (devices.FirstOrDefault(device => DeviceName.Parse(device) is not { } name || name.Cuda >= cudaDevices) is { } absent)
        {
            var key = settings.Devices.Contains(absent) ? "engine.devices" : "engine.runs-at-once";
            throw new InvalidInputException(
                $"{key}: '{absent}' is not on this machine; allowed are auto, cpu{string.Concat(cuda.Select(device => $", {device}"))}.");
        }

        if (!counted.IsEmpty)
        {
            if (!counted.ToHashSet().SetEquals(devices))
                throw new InvalidInputException(
                    $"engine.runs-at-once: found numbers for {string.Join(", ", counted)}, and engine.devices names "
                    + $"{string.Join(", ", devices)}; allowed: a number for each of these, and for no other.");
            return new SlotPlan(devices, Dealt(counts));
        }

        var inAll = settings.RunsAtOnce?.InAll ?? (devices is ["cpu"] ? CoresOf(settings, cores) : devices.Length);
        return new SlotPlan(devices, [.. Enumerable.Range(0, inAll).Select(i => devices[i % devices.Length])]);
    }

    /// <summary>The cores that workers may use, of those that there are.</summary>
    private static int CoresOf(LabSettings settings, int cores) =>
        settings is { Workers: WorkerKind.Process, WorkerCpus: { } list } && CpuList.Parse(list) is { } cpus
            ? Math.Max(1, cpus.Count(cpu => cpu < cores))
            : cores;

    /// <summary>A slot of each device, then a second of each that has one, and so on: the first runs do not crowd one device.</summary>
    private static ImmutableArray<string> Dealt(ImmutableArray<(string Device, int Runs)> counts) =>
    [
        .. counts.SelectMany(entry => Enumerable.Range(0, entry.Runs).Select(turn => (Turn: turn, entry.Device)))
            .OrderBy(slot => slot.Turn).Select(slot => slot.Device),
    ];
}
