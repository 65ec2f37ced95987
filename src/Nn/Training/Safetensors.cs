using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ActorGaze.Nn.Training;

/// <summary>One tensor as a header describes it; Begin and End count bytes from the header's end.</summary>
internal sealed record TensorEntry(string Key, string DType, ImmutableArray<long> Shape, long Begin, long End);

/// <summary>A header's contents; the entries lie in the order of their bytes.</summary>
internal sealed record SafetensorsHeader(ImmutableArray<TensorEntry> Entries, ImmutableSortedDictionary<string, string> Metadata);

/// <summary>The safetensors header: a length of eight bytes, little-endian, then JSON padded with spaces to a multiple of eight.</summary>
/// <remarks>https://huggingface.co/docs/safetensors, "Format". The bytes after it hold the tensors without a hole.</remarks>
internal static class Safetensors
{
    /// <summary>Bytes before the JSON.</summary>
    public const int LengthBytes = sizeof(ulong);

    /// <summary>The longest JSON the format's own readers take.</summary>
    public const long MaxJsonBytes = 100_000_000;

    private const string MetadataKey = "__metadata__";

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// Where every tensor goes: wide numbers first, so that each lies at a multiple of its size, as PyTorch's reader needs.
    /// </summary>
    public static ImmutableArray<TensorEntry> Lay(Checkpoint checkpoint)
    {
        var entries = ImmutableArray.CreateBuilder<TensorEntry>();
        var offset = 0L;
        foreach (var (key, tensor) in checkpoint.Tensors
            .OrderByDescending(entry => TensorTypes.SizeOf(entry.Value.DType)).ThenBy(entry => entry.Key, StringComparer.Ordinal))
        {
            if (key == MetadataKey) throw new ArgumentException($"No tensor may be called {MetadataKey}.", nameof(checkpoint));
            if (TensorTypes.BytesOf(tensor.DType, tensor.Shape.AsSpan()) != tensor.Data.Length)
                throw new ArgumentException(
                    $"{key}: {tensor.DType}[{string.Join(',', tensor.Shape)}] does not take {tensor.Data.Length} bytes.",
                    nameof(checkpoint));

            entries.Add(new TensorEntry(key, tensor.DType, tensor.Shape, offset, offset + tensor.Data.Length));
            offset += tensor.Data.Length;
        }

        return entries.ToImmutable();
    }

    /// <summary>Length and JSON, keys sorted.</summary>
    public static byte[] Encode(IEnumerable<TensorEntry> entries, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        using var stream = new MemoryStream();
        stream.SetLength(LengthBytes);
        stream.Position = LengthBytes;
        using (var json = new Utf8JsonWriter(stream, Plain))
        {
            json.WriteStartObject();
            json.WriteStartObject(MetadataKey);
            foreach (var (key, text) in metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal)) json.WriteString(key, text);
            json.WriteEndObject();
            foreach (var entry in entries.OrderBy(entry => entry.Key, StringComparer.Ordinal)) Write(json, entry);
            json.WriteEndObject();
        }

        while (stream.Length % LengthBytes != 0) stream.WriteByte((byte)' ');
        var header = stream.ToArray();
        BinaryPrimitives.WriteInt64LittleEndian(header, header.Length - LengthBytes);
        return header;
    }

    /// <summary>Reads a header that may hold anything.</summary>
    /// <param name="json">Without the length before it.</param>
    /// <param name="dataBytes">How many bytes follow it.</param>
    /// <exception cref="FormatException">What is wrong with it, as a clause.</exception>
    public static SafetensorsHeader Parse(ReadOnlyMemory<byte> json, long dataBytes)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            var metadata = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
            var entries = new List<TensorEntry>();
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (property.Name != MetadataKey)
                {
                    entries.Add(Read(property));
                    continue;
                }

                foreach (var text in property.Value.EnumerateObject())
                    metadata.Add(text.Name, text.Value.GetString() ?? throw new FormatException($"its metadata {text.Name} is no text"));
            }

            return new SafetensorsHeader(InOrder(entries, dataBytes), metadata.ToImmutable());
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new FormatException($"its header is no safetensors header ({e.Message.TrimEnd('.')})", e);
        }
    }

    private static void Write(Utf8JsonWriter json, TensorEntry entry)
    {
        json.WriteStartObject(entry.Key);
        json.WriteString("dtype", entry.DType);
        json.WriteStartArray("shape");
        foreach (var side in entry.Shape) json.WriteNumberValue(side);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(entry.Begin);
        json.WriteNumberValue(entry.End);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static TensorEntry Read(JsonProperty property)
    {
        var type = property.Value.GetProperty("dtype").GetString() ?? "null";
        long[] shape = [.. property.Value.GetProperty("shape").EnumerateArray().Select(side => side.GetInt64())];
        long[] offsets = [.. property.Value.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt64())];
        if (TensorTypes.BytesOf(type, shape) is not { } bytes)
            throw new FormatException($"its tensor {property.Name} is a {type}[{string.Join(',', shape)}], which is not known here");
        if (offsets is not [>= 0, >= 0] || offsets[1] - offsets[0] != bytes)
            throw new FormatException(
                $"its tensor {property.Name} takes {bytes} bytes and is said to lie at [{string.Join(',', offsets)}]");
        if (bytes > Array.MaxLength) throw new FormatException($"its tensor {property.Name} of {bytes} bytes is too long for this program");

        return new TensorEntry(property.Name, type, [.. shape], offsets[0], offsets[1]);
    }

    /// <summary>The entries by where they lie: one after the other, no hole, no overlap, and nothing after the last.</summary>
    private static ImmutableArray<TensorEntry> InOrder(IEnumerable<TensorEntry> entries, long dataBytes)
    {
        ImmutableArray<TensorEntry> ordered = [.. entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End)];
        var end = 0L;
        foreach (var entry in ordered)
        {
            if (entry.Begin != end) throw new FormatException(
                $"its tensor {entry.Key} begins at byte {entry.Begin} of the data, not at {end}");
            end = entry.End;
        }

        return end == dataBytes ? ordered : throw new FormatException($"its tensors take {end} bytes and there are {dataBytes}");
    }
}
