using System.Collections.Immutable;
using System.Globalization;
using ActorGaze.Nn.Training;

namespace ActorGaze.Actors.Control;

/// <summary>What nvidia-smi says of one GPU in one line, by its <see cref="Query"/>.</summary>
/// <param name="Index">In the order of the PCI bus.</param>
/// <param name="Uuid">Such as <c>GPU-8f9a…</c>.</param>
/// <param name="Use">Share of the last second in which it worked, in [0, 1]; null where it does not say.</param>
/// <param name="MemoryUsed">Bytes, of all programs; null where it does not say.</param>
/// <param name="MemoryTotal">Bytes; null where it does not say.</param>
internal sealed record GpuReading(int Index, string Uuid, double? Use, long? MemoryUsed, long? MemoryTotal)
{
    private const long Mebibyte = 1 << 20;

    /// <summary>The options that make it say so.</summary>
    public static ImmutableArray<string> Query { get; } =
        ["--query-gpu=index,uuid,utilization.gpu,memory.used,memory.total", "--format=csv,noheader,nounits"];

    /// <summary>Null where the line is not of this form.</summary>
    public static GpuReading? Parse(string line)
    {
        string[] words = [.. line.Split(',').Select(word => word.Trim())];
        return words.Length == 5 && int.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? new GpuReading(index, words[1], Number(words[2]) / 100.0, Number(words[3]) * Mebibyte, Number(words[4]) * Mebibyte)
            : null;
    }

    /// <summary>Whether it is the one that a device's name stands for.</summary>
    /// <param name="visible">What CUDA_VISIBLE_DEVICES holds, numbers or UUIDs in their order; null or empty: every GPU is visible.</param>
    public bool Is(string device, string? visible)
    {
        if (DeviceName.Parse(device)?.Cuda is not { } number) return false;
        if (string.IsNullOrWhiteSpace(visible)) return number == Index;
        var chosen = visible.Split(',').ElementAtOrDefault(number)?.Trim();
        return chosen is { Length: > 0 }
            && (chosen == Index.ToString(CultureInfo.InvariantCulture) || Uuid.StartsWith(chosen, StringComparison.Ordinal));
    }

    private static long? Number(string word) =>
        long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null; // else [N/A]
}
