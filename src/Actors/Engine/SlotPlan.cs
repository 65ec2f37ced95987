using System.Collections.Immutable;
using ActorGaze.Actors.Contracts;
using ActorGaze.Nn;
using ActorGaze.Nn.Training;

namespace ActorGaze.Actors.Engine;

/// <summary>Which devices an engine uses, and how many runs go at once on them.</summary>
public sealed record SlotPlan(ImmutableArray<string> Devices, int Slots)
{
    /// <summary>
    /// What the settings ask for, with <c>auto</c> resolved. Slots: as many as asked, or one per core on a CPU and one per device
    /// otherwise.
    /// </summary>
    /// <exception cref="InvalidInputException">A device that this machine does not have.</exception>
    public static SlotPlan Of(LabSettings settings, int cores, int cudaDevices)
    {
        ImmutableArray<string> cuda = [.. DeviceName.OfCuda(cudaDevices).Select(device => device.ToString())];
        var devices = settings.Devices is not ["auto"] ? settings.Devices : cudaDevices == 0 ? [$"{DeviceName.Cpu}"] : cuda;
        if (devices.FirstOrDefault(device => DeviceName.Parse(device) is not { } name || name.Cuda >= cudaDevices) is { } absent)
        {
            throw new InvalidInputException(
                $"engine.devices: '{absent}' is not on this machine; allowed are auto, cpu{string.Concat(cuda.Select(device => $", {device}"))}.");
        }

        return new SlotPlan(devices, settings.RunsAtOnce ?? (devices is ["cpu"] ? cores : devices.Length));
    }
}
