using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Training;

/// <summary>What a device must be told before it computes in a precision.</summary>
public static class Precisions
{
    private static readonly Lock Gate = new();
    private static bool? _tf32;

    /// <summary>Why a device cannot compute so; null where it can.</summary>
    public static string? Objection(Precision precision, string device) =>
        precision == Precision.Tf32 && device == "cpu"
            ? "training.precision = tf32 needs a CUDA device, and this run's device is cpu; allowed there: float32, bfloat16."
            : null;

    /// <summary>
    /// Sets libtorch's process-wide switches. One switch decides whether float32 products are made of TF32 numbers, also in the float32
    /// parts of a bfloat16 run: a process has one setting.
    /// </summary>
    /// <exception cref="InvalidInputException">The device does not have the precision, or this process computes in the other one
    /// already.</exception>
    internal static void Prepare(Precision precision, Device device)
    {
        if (Objection(precision, device.type == DeviceType.CPU ? "cpu" : "cuda") is { } objection)
            throw new InvalidInputException(objection);
        if (device.type != DeviceType.CUDA) return;

        lock (Gate)
        {
            var tf32 = precision == Precision.Tf32;
            if (_tf32 is { } set && set != tf32)
            {
                throw new InvalidInputException(
                    $"This engine has trained {(set ? "in tf32" : "without tf32")} on a GPU, and libtorch has one switch for it in a "
                    + $"process: start the engine anew for a run {(tf32 ? "in tf32" : "without it")}.");
            }

            _tf32 = tf32;
            Determinism.Ask(tf32);
        }
    }
}
