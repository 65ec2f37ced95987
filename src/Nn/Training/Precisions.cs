using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Training;

/// <summary>What a device must be told before it computes in a precision.</summary>
public static class Precisions
{
    private static readonly Lock Gate = new();
    private static Precision? _cuda;

    /// <summary>Why a device cannot compute so; null where it can.</summary>
    public static string? Objection(Precision precision, string device) =>
        precision == Precision.Tf32 && device == "cpu"
            ? "training.precision = tf32 needs a CUDA device, and this run's device is cpu; allowed there: float32, bfloat16."
            : null;

    /// <summary>Sets libtorch's process-wide switches. A CUDA device computes float32 and tf32 runs by one switch: a process has one of the two.</summary>
    /// <exception cref="InvalidInputException">The device does not have the precision, or this process computes in the other one already.</exception>
    internal static void Prepare(Precision precision, Device device)
    {
        if (Objection(precision, device.type == DeviceType.CPU ? "cpu" : "cuda") is { } objection) throw new InvalidInputException(objection);
        if (device.type != DeviceType.CUDA) return;

        lock (Gate)
        {
            if (precision != Precision.Bfloat16)
            {
                if (_cuda is { } other && other != precision)
                    throw new InvalidInputException($"This engine has trained in {Name(other)} on a GPU, and libtorch has one switch for {Name(precision)} and {Name(other)} in a process: start the engine anew for this run.");
                _cuda = precision;
            }

            Determinism.Ask(tf32: _cuda == Precision.Tf32);
        }
    }

    private static string Name(Precision precision) => precision == Precision.Tf32 ? "tf32" : "float32";
}
