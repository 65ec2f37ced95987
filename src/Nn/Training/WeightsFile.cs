using System.Collections.Immutable;

namespace ActorGaze.Nn.Training;

/// <summary>A network's weights and buffers alone, as a plain safetensors file that any reader of the format takes.</summary>
public static class WeightsFile
{
    /// <summary>
    /// The tensors of the network, by the names that its module gives them (<c>head.weight</c>), without optimizer and generators.
    /// </summary>
    /// <param name="checkpoint">Has them under keys that begin with <see cref="Checkpoint.WeightsPrefix"/>.</param>
    public static ImmutableSortedDictionary<string, CheckpointTensor> TensorsOf(Checkpoint checkpoint) => checkpoint.Tensors
        .Where(entry => entry.Key.StartsWith(Checkpoint.WeightsPrefix, StringComparison.Ordinal))
        .ToImmutableSortedDictionary(entry => entry.Key[Checkpoint.WeightsPrefix.Length..], entry => entry.Value, StringComparer.Ordinal);

    /// <summary>Writes them; equal tensors and notes make equal files.</summary>
    /// <param name="target">Stays open.</param>
    /// <param name="notes">The file's metadata.</param>
    public static void Write(
        Stream target, ImmutableSortedDictionary<string, CheckpointTensor> tensors, IReadOnlyDictionary<string, string> notes)
    {
        var plain = new Checkpoint(tensors, notes.ToImmutableSortedDictionary(StringComparer.Ordinal));
        var entries = Safetensors.Lay(plain);
        target.Write(Safetensors.Encode(entries, plain.Metadata));
        foreach (var entry in entries) target.Write(tensors[entry.Key].Data);
    }
}
