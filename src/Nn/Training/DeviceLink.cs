using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Training;

/// <summary>
/// The way of a step's tensors between host and device. It counts, so that a test can tell what a step costs. Checkpoints and the upload of
/// a data set go their own way.
/// </summary>
internal sealed class DeviceLink(Device device)
{
    public Device Device => device;

    /// <summary>Copies to the device since the start.</summary>
    public int Uploads { get; private set; }

    /// <summary>Copies back since the start. Each waits for all work that was given to the device.</summary>
    public int Reads { get; private set; }

    /// <summary>A tensor on the device; the same tensor where it is there already. In the caller's dispose scope.</summary>
    public Tensor Upload(Tensor host)
    {
        Uploads++;
        return device.type == DeviceType.CPU ? host.alias() : host.to(device, non_blocking: true);
    }

    /// <summary>Tensors, one after another, as plain numbers: one copy, one wait.</summary>
    /// <param name="parts">Of any shape, but of types that no float64 rounds; null: nothing.</param>
    public double[] Read(params ReadOnlySpan<Tensor?> parts)
    {
        Reads++;
        using var still = no_grad();
        using var scope = NewDisposeScope();
        return cat([.. parts.ToArray().OfType<Tensor>().Select(part => part.detach().reshape(-1))]).to(float64).cpu().data<double>()
            .ToArray(); // types are promoted
    }
}
