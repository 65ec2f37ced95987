using System.Collections.Immutable;
using ActorGaze.Actors.Contracts;
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
    /// <exception cref="InvalidInputException">A device that this machine does not have, or one without a number where others have one.</exception>
    public static SlotPlan Of(LabSettings settings, int cores, int cudaDevices)
    {
        ImmutableArray<string> cuda = [.. DeviceName.OfCuda(cudaDevices).Select(device => device.ToString())];
        var named = settings.RunsAtOnce?.OnDevices ?? [];
        var devices = settings.Devices is not ["auto"] ? settings.Devices : named.Length > 0 ? [.. named.Select(entry => entry.Device)] : cudaDevices == 0 ? [$"{DeviceName.Cpu}"] : cuda;
        if (devices.FirstOrDefault(device => DeviceName.Parse(device) is not { } name || name.Cuda >= cudaDevices) is { } absent)
        {
            throw new InvalidInputException(
                $"{(settings.Devices.Contains(absent) ? "engine.devices" : "engine.runs-at-once")}: '{absent}' is not on this machine; allowed are auto, cpu{string.Concat(cuda.Select(device => $", {device}"))}.");
        }

        if (named.Length > 0) return new SlotPlan(devices, Dealt(devices, named));
        var inAll = settings.RunsAtOnce?.InAll ?? (devices is ["cpu"] ? cores : devices.Length);
        return new SlotPlan(devices, [.. Enumerable.Range(0, inAll).Select(i => devices[i % devices.Length])]);
    }

    /// <summary>The cores that workers may use, of those that there are.</summary>
    public static int CoresOf(LabSettings settings, int cores) =>
        settings is { Workers: WorkerKind.Process, WorkerCpus: { } list } && CpuList.Parse(list) is { } cpus ? Math.Max(1, cpus.Count(cpu => cpu < cores)) : cores;

    /// <summary>A slot of each device, then a second of each that has one, and so on: the first runs do not crowd one device.</summary>
    private static ImmutableArray<string> Dealt(ImmutableArray<string> devices, ImmutableArray<(string Device, int Runs)> counts)
    {
        if (devices.Except(counts.Select(entry => entry.Device)).FirstOrDefault() is { } without)
            throw new InvalidInputException($"engine.runs-at-once: found no number for {without}, which engine.devices names; allowed: one for each of {string.Join(", ", devices)}.");
        if (counts.Select(entry => entry.Device).Except(devices).FirstOrDefault() is { } extra)
            throw new InvalidInputException($"engine.runs-at-once: found a number for {extra}, which engine.devices does not name; allowed: one for each of {string.Join(", ", devices)}.");
        return [.. counts.SelectMany(entry => Enumerable.Range(0, entry.Runs).Select(turn => (turn, entry.Device))).OrderBy(slot => slot.turn).Select(slot => slot.Device)];
    }
}
