using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Training;

/// <summary>The name of a device, whether or not this machine has it. Touches no libtorch.</summary>
/// <param name="Cuda">The number of the CUDA device; null: the processor.</param>
public sealed record DeviceName(int? Cuda)
{
    /// <summary>What <see cref="Parse"/> reads.</summary>
    public const string Allowed = "cpu, cuda, cuda:N";

    private const string Prefix = "cuda:";

    public static DeviceName Cpu { get; } = new((int?)null);

    /// <param name="text"><c>cpu</c>, <c>cuda:N</c>, or <c>cuda</c>, which is <c>cuda:0</c>.</param>
    /// <returns>Null where the text names no device.</returns>
    public static DeviceName? Parse(string text)
    {
        if (text == "cpu") return Cpu;
        if (text == "cuda") return new DeviceName(0);
        return text.StartsWith(Prefix, StringComparison.Ordinal)
            && int.TryParse(text.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? new DeviceName(index)
            : null;
    }

    /// <summary>The names of so many CUDA devices.</summary>
    public static IEnumerable<DeviceName> OfCuda(int count) => Enumerable.Range(0, count).Select(index => new DeviceName(index));

    public override string ToString() => Cuda is { } index ? string.Create(CultureInfo.InvariantCulture, $"{Prefix}{index}") : "cpu";
}

/// <summary>The devices of this machine.</summary>
public static class Devices
{
    /// <summary>How many CUDA devices libtorch finds.</summary>
    public static int CudaCount() => cuda.is_available() ? cuda.device_count() : 0;

    /// <summary>A device this machine has.</summary>
    /// <param name="name"><c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</param>
    /// <exception cref="InvalidInputException">Another name, or a device that is not here.</exception>
    public static Device Named(string name)
    {
        if (DeviceName.Parse(name) is not { } device) throw new InvalidInputException(
            $"There is no device '{name}'; allowed: {DeviceName.Allowed}.");
        if (device.Cuda is not { } index) return CPU;

        var here = CudaCount();
        if (index < here) return new Device(DeviceType.CUDA, index);
        var others = here > 0 ? $", cuda:0 to cuda:{here - 1}" : "";
        throw new InvalidInputException($"Device '{name}' is not here: libtorch finds {here} CUDA devices; allowed: cpu{others}.");
    }
}
