using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Training;

/// <summary>Devices by the names a user gives them.</summary>
public static class Devices
{
    /// <summary>A device this machine has.</summary>
    /// <param name="name"><c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</param>
    /// <exception cref="InvalidInputException">Another name, or a device that is not here.</exception>
    public static Device Named(string name)
    {
        if (name == "cpu") return CPU;

        var index = 0;
        var known = name == "cuda"
            || (name.StartsWith("cuda:", StringComparison.Ordinal)
                && int.TryParse(name.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out index));
        if (!known) throw new InvalidInputException($"There is no device '{name}'; allowed: cpu, cuda, cuda:N.");

        var here = cuda.is_available() ? cuda.device_count() : 0;
        var others = here > 0 ? $", cuda:0 to cuda:{here - 1}" : "";
        if (index >= here)
            throw new InvalidInputException($"Device '{name}' is not here: libtorch finds {here} CUDA devices; allowed: cpu{others}.");
        return new Device(DeviceType.CUDA, index);
    }
}
