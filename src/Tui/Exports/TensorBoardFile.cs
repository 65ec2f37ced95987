using System.Buffers.Binary;
using System.Numerics;
using Google.Protobuf;
using Tensorboard;

namespace ActorGaze.Tui.Exports;

/// <summary>An event file of TensorBoard: protocol buffers in the framing of TFRecord.</summary>
/// <remarks>
/// A record is its length (eight bytes, little-endian), the length's masked CRC-32C, the bytes, and their masked CRC-32C:
/// https://www.tensorflow.org/tutorials/load_data/tfrecord, "TFRecords format details".
/// </remarks>
internal sealed class TensorBoardFile : IDisposable
{
    private const uint MaskDelta = 0xA282EAD8;

    private readonly Stream _target;

    /// <param name="target">Belongs to this object.</param>
    /// <param name="began">When what it tells began.</param>
    public TensorBoardFile(Stream target, DateTimeOffset began)
    {
        _target = target;
        Write(new Event { WallTime = Seconds(began), FileVersion = "brain.Event:2" });
    }

    /// <summary>How a file is called, so that TensorBoard takes it for one. The same for the same beginning.</summary>
    public static string NameOf(DateTimeOffset began) =>
        FormattableString.Invariant($"events.out.tfevents.{began.ToUnixTimeSeconds():0000000000}.actorgaze");

    /// <summary>Numbers and texts of one step.</summary>
    public void Add(DateTimeOffset at, long step, IEnumerable<Summary.Types.Value> values)
    {
        var summary = new Summary();
        summary.Value.AddRange(values);
        Write(new Event { WallTime = Seconds(at), Step = step, Summary = summary });
    }

    public void Dispose() => _target.Dispose();

    /// <summary>In seconds since 1970.</summary>
    internal static double Seconds(DateTimeOffset at) => (at - DateTimeOffset.UnixEpoch).TotalSeconds;

    private void Write(Event @event)
    {
        var bytes = @event.ToByteArray();
        Span<byte> head = stackalloc byte[sizeof(ulong) + sizeof(uint)];
        BinaryPrimitives.WriteUInt64LittleEndian(head, (ulong)bytes.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head[sizeof(ulong)..], MaskedCrc(head[..sizeof(ulong)]));
        Span<byte> tail = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(tail, MaskedCrc(bytes));
        _target.Write(head);
        _target.Write(bytes);
        _target.Write(tail);
    }

    /// <summary>A checksum that is safe beside bytes which have it among them.</summary>
    private static uint MaskedCrc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var one in bytes) crc = BitOperations.Crc32C(crc, one);
        return BitOperations.RotateRight(~crc, 15) + MaskDelta;
    }
}
