using System.Security.Cryptography;
using System.Text;
using ActorGaze.Nn.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Training;

/// <summary>A network's weights and buffers in a checkpoint, under keys that begin with <see cref="Checkpoint.WeightsPrefix"/>.</summary>
public static class NetworkState
{
    /// <summary>Adds copies of all weights and buffers.</summary>
    public static void Save(GazeModel network, IDictionary<string, CheckpointTensor> tensors)
    {
        foreach (var (key, tensor) in Named(network)) tensors[key] = CheckpointTensor.Of(tensor);
    }

    /// <summary>Overwrites all weights and buffers; where anything is missing or does not fit, none of them.</summary>
    /// <exception cref="InvalidInputException">A key is missing, or its tensor has another type or shape.</exception>
    public static void Restore(GazeModel network, Checkpoint checkpoint)
    {
        var named = Named(network);
        Check(named, checkpoint);
        foreach (var (key, tensor) in named) checkpoint.Tensors[key].CopyTo(tensor);
    }

    /// <summary>
    /// SHA-256, in lower-case hex, of the names, types, shapes and bits of all weights and buffers. The network is on the CPU.
    /// </summary>
    public static string Fingerprint(GazeModel network)
    {
        using var scope = NewDisposeScope();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (key, tensor) in Named(network).OrderBy(named => named.Key, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{key}:{TensorTypes.NameOf(tensor.dtype)}[{string.Join(',', tensor.shape)}]"));
            if (tensor.numel() > 0) hash.AppendData(tensor.detach().contiguous().bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    internal static (string Key, Tensor Tensor)[] Named(GazeModel network) =>
    [
        .. network.named_parameters().Select(named => (Checkpoint.WeightsPrefix + named.name, (Tensor)named.parameter)),
        .. network.named_buffers().Select(named => (Checkpoint.WeightsPrefix + named.name, named.buffer)),
    ];

    internal static void Check(IEnumerable<(string Key, Tensor Tensor)> wanted, Checkpoint checkpoint)
    {
        foreach (var (key, tensor) in wanted) Check(key, TensorTypes.NameOf(tensor.dtype), tensor.shape, checkpoint);
    }

    internal static void Check(string key, string type, long[] shape, Checkpoint checkpoint)
    {
        if (!checkpoint.Tensors.TryGetValue(key, out var found))
            throw new InvalidInputException(
                $"The checkpoint lacks '{key}', {type}[{string.Join(',', shape)}]: it was saved by another kind of network.");
        if (found.DType != type || !found.Shape.AsSpan().SequenceEqual(shape))
        {
            throw new InvalidInputException(
                $"The checkpoint's '{key}' is {found.DType}[{string.Join(',', found.Shape)}]; this network's is "
                + $"{type}[{string.Join(',', shape)}].");
        }
    }
}
