using ActorGaze.Nn.Models;
using ActorGaze.Nn.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Checks;

/// <summary>Whether two builds from one seed are equal to the bit.</summary>
internal static class CheckedBuilds
{
    private const string Sources =
        "its first value does not come from the seed. Draw it in DrawWeights, from the generator that is handed over there "
        + "(torch.randn, nn.init and layers of your own draw from libtorch's process-wide generator), and use no clock, Guid, Random or "
        + "hash code.";

    /// <param name="again">Built while the process-wide generator stood elsewhere.</param>
    public static string Compare(GazeModel network, GazeModel again)
    {
        var (one, other) = (NetworkState.Named(network), NetworkState.Named(again));
        if (!one.Select(named => named.Key).Order(StringComparer.Ordinal)
            .SequenceEqual(other.Select(named => named.Key).Order(StringComparer.Ordinal)))
            throw new BrokenPartException(
                "two builds from one seed have other layers. A network depends on its setup alone: use no clock, Guid or Random in it.");
        if (one.Length == 0)
            throw new BrokenPartException("it has no weights: call RegisterComponents() at the end of its constructor, behind the fields.");

        var second = other.ToDictionary(named => named.Key, named => named.Tensor);
        foreach (var (key, tensor) in one)
        {
            var name = key[Checkpoint.WeightsPrefix.Length..];
            if (!tensor.shape.AsSpan().SequenceEqual(second[key].shape))
            {
                throw new BrokenPartException(
                    $"'{name}' is {NetworkCheck.Words(tensor)} in one build and {NetworkCheck.Words(second[key])} in another from the same "
                    + "seed. Its size depends on something else than the setup.");
            }

            if (tensor.dtype != second[key].dtype
                || (tensor.numel() > 0 && !tensor.detach().contiguous().bytes.SequenceEqual(second[key].detach().contiguous().bytes)))
                throw new BrokenPartException($"'{name}' differs between two builds from one seed: {Sources}");
        }

        return "equal to the bit";
    }
}
