using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace ActorGaze.Nn.Training;

/// <summary>All that a run needs to go on: named tensors, and named texts beside them. Its file is a pure function of it.</summary>
/// <param name="Tensors">By key; those of the network begin with <see cref="WeightsPrefix"/>.</param>
/// <param name="Metadata">By key.</param>
public sealed record Checkpoint(
    ImmutableSortedDictionary<string, CheckpointTensor> Tensors, ImmutableSortedDictionary<string, string> Metadata)
{
    /// <summary>What the keys of the network's weights and buffers begin with.</summary>
    public const string WeightsPrefix = "model.";

    public static Checkpoint Empty { get; } = new(
        ImmutableSortedDictionary.Create<string, CheckpointTensor>(StringComparer.Ordinal),
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal));

    /// <summary>SHA-256, in lower-case hex, over key, type, shape and bytes of the network's tensors: equal for equal networks.</summary>
    public string WeightsSha256()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var weights = Tensors.Where(entry => entry.Key.StartsWith(WeightsPrefix, StringComparison.Ordinal));
        foreach (var (key, tensor) in weights.OrderBy(entry => entry.Key, StringComparer.Ordinal)) Add(hash, key, tensor);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>
    /// SHA-256, in lower-case hex, over every tensor and every text but one: what that text may say, so that a file can be checked without
    /// a journal.
    /// </summary>
    /// <param name="exceptText">The key of the text that is left out.</param>
    public string ContentSha256(string exceptText)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (key, text) in Metadata.Where(entry => entry.Key != exceptText))
        {
            Add(hash, Encoding.UTF8.GetBytes(key));
            Add(hash, Encoding.UTF8.GetBytes(text));
        }

        Add(hash, Tensors.Count);
        foreach (var (key, tensor) in Tensors) Add(hash, key, tensor);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Add(IncrementalHash hash, string key, CheckpointTensor tensor)
    {
        Add(hash, Encoding.UTF8.GetBytes(key));
        Add(hash, Encoding.UTF8.GetBytes(tensor.DType));
        Add(hash, tensor.Shape.Length);
        foreach (var side in tensor.Shape) Add(hash, side);
        Add(hash, tensor.Data);
    }

    // Lengths go before contents, so that no two lists of tensors run together into the same bytes.
    private static void Add(IncrementalHash hash, ReadOnlySpan<byte> bytes)
    {
        Add(hash, bytes.Length);
        hash.AppendData(bytes);
    }

    private static void Add(IncrementalHash hash, long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        hash.AppendData(bytes);
    }
}
