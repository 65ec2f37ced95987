using System.Buffers.Binary;
using System.Text;

namespace ActorGaze.Tests.Tui.Exports;

/// <summary>One value of an event.</summary>
/// <param name="Image">An image file's bytes.</param>
internal sealed record ReadValue(string Tag, float? Simple, string? Plugin, byte[]? Content, byte[]? Image);

/// <summary>One event of a file.</summary>
internal sealed record ReadEvent(double WallTime, long Step, string? Version, IReadOnlyList<ReadValue> Values);

/// <summary>
/// Reads TensorBoard's event files without any of the libraries that wrote them: framing, checksums bit by bit, and protocol buffers by
/// hand, after event.proto and summary.proto of TensorBoard.
/// </summary>
internal static class EventFile
{
    public static List<ReadEvent> Read(byte[] file)
    {
        var events = new List<ReadEvent>();
        for (var at = 0; at < file.Length;)
        {
            var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(at));
            Assert.Equal(Masked(file.AsSpan(at, 8)), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 8)));
            var record = file.AsSpan(at + 12, length);
            Assert.Equal(Masked(record), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 12 + length)));
            events.Add(Event(record.ToArray()));
            at += 16 + length;
        }

        return events;
    }

    /// <summary>CRC-32C, reflected, bit by bit (RFC 3720, appendix B.4).</summary>
    public static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = 0xFFFFFFFFu;
        foreach (var one in bytes)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ ((crc & 1) * 0x82F63B78u);
        }

        return ~crc;
    }

    /// <summary>The fields of a message: number, and what it holds (a varint, eight bytes, a length and bytes, or four bytes).</summary>
    public static IEnumerable<(int Number, ulong Whole, byte[] Bytes)> Fields(byte[] message)
    {
        var at = 0;
        while (at < message.Length)
        {
            var key = Varint();
            var (number, kind) = ((int)(key >> 3), (int)(key & 7));
            switch (kind)
            {
                case 0: yield return (number, Varint(), []); break;
                case 1: yield return (number, 0, Next(8)); break;
                case 2: yield return (number, 0, Next((int)Varint())); break;
                case 5: yield return (number, 0, Next(4)); break;
                default: throw new FormatException($"wire type {kind}");
            }
        }

        ulong Varint()
        {
            for (var (value, shift) = (0UL, 0); ; shift += 7)
            {
                var one = message[at++];
                value |= (ulong)(one & 0x7F) << shift;
                if (one < 0x80) return value;
            }
        }

        byte[] Next(int count)
        {
            at += count;
            return message[(at - count)..at];
        }
    }

    private static ReadEvent Event(byte[] message)
    {
        var fields = Fields(message).ToLookup(field => field.Number);
        return new ReadEvent(
            fields[1].Select(field => BitConverter.ToDouble(field.Bytes)).SingleOrDefault(),
            fields[2].Select(field => (long)field.Whole).SingleOrDefault(),
            fields[3].Select(field => Encoding.UTF8.GetString(field.Bytes)).SingleOrDefault(),
            [.. fields[5].SelectMany(field => Fields(field.Bytes)).Where(field => field.Number == 1).Select(field => Value(field.Bytes))]);
    }

    private static ReadValue Value(byte[] message)
    {
        var fields = Fields(message).ToLookup(field => field.Number);
        var plugin = fields[9].SelectMany(field => Fields(field.Bytes)).Where(field => field.Number == 1).SelectMany(field => Fields(field.Bytes)).ToLookup(field => field.Number);
        return new ReadValue(
            Encoding.UTF8.GetString(fields[1].Single().Bytes),
            fields[2].Select(field => (float?)BitConverter.ToSingle(field.Bytes)).SingleOrDefault(),
            plugin[1].Select(field => Encoding.UTF8.GetString(field.Bytes)).SingleOrDefault(),
            plugin[2].Select(field => field.Bytes).SingleOrDefault(),
            fields[4].SelectMany(field => Fields(field.Bytes)).Where(field => field.Number == 4).Select(field => field.Bytes).SingleOrDefault());
    }

    private static uint Masked(ReadOnlySpan<byte> bytes)
    {
        var crc = Crc(bytes);
        return unchecked(((crc >> 15) | (crc << 17)) + 0xA282EAD8u);
    }
}
