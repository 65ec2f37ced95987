using System.Collections.Immutable;
using ActorGaze.Actors.Contracts;
using ActorGaze.Nn;

namespace ActorGaze.Actors.Engine;

/// <summary>Which devices there are, and how many runs go at once on them.</summary>
public static class Devices
{
    /// <summary>What is asked for, with <c>auto</c> resolved; slots are as many as asked, or one per core on a CPU and one per device otherwise.</summary>
    /// <exception cref="InvalidInputException">A device that this machine does not have.</exception>
    public static (ImmutableArray<string> Devices, int Slots) Of(LabSettings settings, int cores, int cudaDevices)
    {
        var devices = settings.Devices is ["auto"]
            ? cudaDevices == 0 ? ["cpu"] : [.. Enumerable.Range(0, cudaDevices).Select(i => $"cuda:{i}")]
            : settings.Devices;
        foreach (var device in devices)
        {
            var known = device == "cpu" || (device.StartsWith("cuda:", StringComparison.Ordinal) && int.TryParse(device[5..], out var i) && i >= 0 && i < cudaDevices);
            if (!known)
                throw new InvalidInputException($"engine.devices: '{device}' is not on this machine; allowed are auto, cpu{string.Concat(Enumerable.Range(0, cudaDevices).Select(n => $", cuda:{n}"))}.");
        }

        return (devices, settings.RunsAtOnce ?? (devices is ["cpu"] ? cores : devices.Length));
    }
}
