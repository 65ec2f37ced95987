using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;

namespace ActorGaze.Nn.Data;

/// <summary>One decoded image's place in a store file.</summary>
internal sealed record StoredImage(string Path, int Label, int Slot);

/// <summary>What a store file says about itself: everything but the pixels.</summary>
internal sealed record StoreDirectory(string ContentKey, string[] Classes, int TrainCount, StoredImage[] Images, string[] Skipped)
{
    /// <summary>What is to be told of the images besides; null in files of a version that did not look.</summary>
    public string[]? Notes { get; init; }
}

/// <summary>The layout of a store file: a page of header, a slot of 224×224 bytes per listed image, the directory as JSON.</summary>
/// <remarks>
/// Header, little-endian: magic (8 bytes), version (int32), directory length (int32), directory offset (int64), SHA-256 of the directory (32 bytes).
/// The directory ends the file, so the header tells the file's length.
/// </remarks>
internal static class ImageStoreFile
{
    public const int HeaderLength = 4096;
    private const int Version = 1;

    private static ReadOnlySpan<byte> Magic => "AGIMAGES"u8;

    public static long SlotOffset(int slot) => HeaderLength + ((long)slot * GrayResize.PixelCount);

    /// <summary>Writes directory and header of a file whose slots are filled, and waits for the disk.</summary>
    public static void Complete(FileStream file, int slots, StoreDirectory directory)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(directory);
        RandomAccess.Write(file.SafeFileHandle, json, SlotOffset(slots));

        var header = new byte[HeaderLength];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), Version);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(12), json.Length);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(16), SlotOffset(slots));
        SHA256.HashData(json, header.AsSpan(24));
        RandomAccess.Write(file.SafeFileHandle, header, 0);
        file.Flush(flushToDisk: true);
    }

    /// <returns>The directory; null where the file is missing, foreign, of another version, cut off or damaged outside its pixels.</returns>
    public static StoreDirectory? Read(string path)
    {
        if (!File.Exists(path)) return null;

        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        var header = new byte[HeaderLength];
        if (RandomAccess.Read(file, header, 0) < HeaderLength || !header.AsSpan().StartsWith(Magic)) return null;
        if (BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(8)) != Version) return null;

        var length = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(12));
        var offset = BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(16));
        if (length <= 0 || offset < HeaderLength || offset + length != RandomAccess.GetLength(file)) return null;

        var json = new byte[length];
        if (RandomAccess.Read(file, json, offset) < length) return null;
        return SHA256.HashData(json).AsSpan().SequenceEqual(header.AsSpan(24, 32)) ? JsonSerializer.Deserialize<StoreDirectory>(json) : null;
    }
}
