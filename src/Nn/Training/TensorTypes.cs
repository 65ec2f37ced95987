using static TorchSharp.torch;

namespace ActorGaze.Nn.Training;

/// <summary>Number types by their safetensors names.</summary>
internal static class TensorTypes
{
    private static readonly (string Name, ScalarType Type, int Bytes)[] All =
    [
        ("F64", ScalarType.Float64, 8),
        ("F32", ScalarType.Float32, 4),
        ("F16", ScalarType.Float16, 2),
        ("BF16", ScalarType.BFloat16, 2),
        ("I64", ScalarType.Int64, 8),
        ("I32", ScalarType.Int32, 4),
        ("U8", ScalarType.Byte, 1),
    ];

    public static string NameOf(ScalarType type) =>
        Array.Find(All, t => t.Type == type).Name
            ?? throw new ArgumentException($"A checkpoint holds no {type}; allowed: {Names}.", nameof(type));

    public static ScalarType TypeOf(string name) =>
        Array.Find(All, t => t.Name == name) is { Name: not null } found
            ? found.Type
            : throw new ArgumentException($"A checkpoint holds no {name}; allowed: {Names}.", nameof(name));

    /// <summary>Bytes of one number; null for a type that is not known.</summary>
    public static int? SizeOf(string name) => Array.Find(All, t => t.Name == name) is { Name: not null } found ? found.Bytes : null;

    /// <summary>Bytes of a tensor; null for a type that is not known, a negative side, or more than a long can count.</summary>
    public static long? BytesOf(string name, ReadOnlySpan<long> shape)
    {
        if (SizeOf(name) is not { } size) return null;

        Int128 bytes = size;
        var empty = false;
        foreach (var side in shape)
        {
            if (side < 0) return null;
            empty |= side == 0;
            bytes *= Math.Max(side, 1);
            if (bytes > long.MaxValue) return null;
        }

        return empty ? 0 : (long)bytes;
    }

    private static string Names => string.Join(", ", All.Select(t => t.Name));
}
