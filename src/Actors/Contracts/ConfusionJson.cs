using System.Buffers.Binary;
using System.Collections.Immutable;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using ActorGaze.Nn.Statistics;

namespace ActorGaze.Actors.Contracts;

/// <summary>
/// A confusion matrix in the journal and in checkpoints: its counts as numbers, and packed where the classes are many. Most counts of a
/// thousand classes are zeros.
/// </summary>
internal sealed class ConfusionJson : JsonConverter<ConfusionMatrix>
{
    /// <summary>More classes than these are packed.</summary>
    public const int MostPlainClasses = 32;

    private const int BytesPerCount = 6;
    private const int ZerosPerByte = 128; // deflate makes less of them

    /// <summary>About as many bytes as a matrix takes.</summary>
    public static long BytesOf(ConfusionMatrix matrix) => matrix.Classes <= MostPlainClasses
        ? BytesPerCount * (long)matrix.Counts.Length
        : (BytesPerCount * matrix.Counts.LongCount(count => count != 0)) + (matrix.Counts.Length / ZerosPerByte);

    public override ConfusionMatrix Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var read = JsonSerializer.Deserialize<Fields>(ref reader, options) ?? throw new JsonException("A confusion matrix is missing.");
        var counts = read.Packed is { } packed ? Unpack(packed, read.Classes) : read.Counts ?? [];
        return counts.Length == (long)read.Classes * read.Classes
            ? new ConfusionMatrix(read.Classes, counts)
            : throw new JsonException($"A confusion matrix of {read.Classes} classes has {counts.Length} counts.");
    }

    public override void Write(Utf8JsonWriter writer, ConfusionMatrix value, JsonSerializerOptions options) => JsonSerializer.Serialize(
        writer,
        value.Classes <= MostPlainClasses
            ? new Fields { Classes = value.Classes, Counts = value.Counts }
            : new Fields { Classes = value.Classes, Packed = Pack(value.Counts) },
        options);

    /// <summary>int32, little-endian, row by row, deflated.</summary>
    private static byte[] Pack(ImmutableArray<int> counts)
    {
        var bytes = new byte[counts.Length * sizeof(int)];
        for (var i = 0; i < counts.Length; i++) BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(i * sizeof(int)), counts[i]);
        using var packed = new MemoryStream();
        using (var deflate = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true)) deflate.Write(bytes);
        return packed.ToArray();
    }

    private static ImmutableArray<int> Unpack(byte[] packed, int classes)
    {
        try
        {
            var counts = new int[checked(classes * classes)];
            using var inflate = new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress);
            inflate.ReadExactly(MemoryMarshal.AsBytes(counts.AsSpan()));
            if (inflate.ReadByte() >= 0) throw new JsonException($"A confusion matrix of {classes} classes has more counts than it may.");
            if (!BitConverter.IsLittleEndian)
                for (var i = 0; i < counts.Length; i++) counts[i] = BinaryPrimitives.ReverseEndianness(counts[i]);
            return ImmutableCollectionsMarshal.AsImmutableArray(counts);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or OverflowException)
        {
            throw new JsonException($"A confusion matrix of {classes} classes cannot be unpacked: {e.Message}", e);
        }
    }

    private sealed record Fields
    {
        public required int Classes { get; init; }

        public ImmutableArray<int>? Counts { get; init; }

        public byte[]? Packed { get; init; }
    }
}
