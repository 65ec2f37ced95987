using System.Buffers.Binary;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;

namespace ActorGaze.Actors.Persistence.Stores;

/// <summary>One event with all that a journal keeps of it.</summary>
/// <param name="Ordering">Its place in the whole journal; rises, with gaps.</param>
/// <param name="Created">Milliseconds since 1970, as Akka.Persistence.Sql writes them.</param>
/// <param name="Identifier">Of the serializer.</param>
internal sealed record JournalRow(
    long Ordering, long Created, bool Deleted, string PersistenceId, long SequenceNumber, byte[] Message, string? Manifest, int? Identifier,
    string? Writer)
{
    public const string Columns = "ordering, created, deleted, persistence_id, sequence_number, message, manifest, identifier, writer_uuid";

    /// <summary>Of a reader over <see cref="Columns"/>.</summary>
    public static JournalRow Of(DbDataReader reader) => new(
        reader.GetInt64(0), reader.GetInt64(1), reader.GetBoolean(2), reader.GetString(3), reader.GetInt64(4),
        reader.GetFieldValue<byte[]>(5),
        reader.IsDBNull(6) ? null : reader.GetString(6), reader.IsDBNull(7) ? null : reader.GetInt32(7), reader.IsDBNull(8) ? null
            : reader.GetString(8));

    /// <summary>Adds all of it to a hash; two rows that differ add different bytes.</summary>
    public void AddTo(IncrementalHash hash)
    {
        Span<byte> numbers = stackalloc byte[(4 * sizeof(long)) + 2];
        BinaryPrimitives.WriteInt64LittleEndian(numbers, Ordering);
        BinaryPrimitives.WriteInt64LittleEndian(numbers[8..], Created);
        BinaryPrimitives.WriteInt64LittleEndian(numbers[16..], SequenceNumber);
        BinaryPrimitives.WriteInt64LittleEndian(numbers[24..], Identifier ?? 0);
        numbers[32] = Deleted ? (byte)1 : (byte)0;
        numbers[33] = Identifier is null ? (byte)0 : (byte)1;
        hash.AppendData(numbers);
        Add(hash, Encoding.UTF8.GetBytes(PersistenceId));
        Add(hash, Message);
        Add(hash, Manifest is null ? null : Encoding.UTF8.GetBytes(Manifest));
        Add(hash, Writer is null ? null : Encoding.UTF8.GetBytes(Writer));
    }

    private static void Add(IncrementalHash hash, byte[]? bytes)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes?.Length ?? -1);
        hash.AppendData(length);
        if (bytes is not null) hash.AppendData(bytes);
    }
}
