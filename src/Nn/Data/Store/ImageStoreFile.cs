using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Win32.SafeHandles;

namespace ActorGaze.Nn.Data.Store;

/// <summary>One decoded image's place in a store file.</summary>
/// <param name="Sha256">Of its pixels, in hexadecimal digits.</param>
internal sealed record StoredImage(string Path, int Label, int Slot, string Sha256)
{
    /// <summary>See <see cref="Folders.ImageFile.Group"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Group { get; init; }
}

/// <summary>What a store file says about itself: everything but the pixels.</summary>
/// <param name="Files">See <see cref="SourceKeys.Files"/>.</param>
/// <param name="Decoder">The version that decoded it.</param>
/// <param name="OlderKeys">Content keys that the first versions gave these very pixels.</param>
/// <param name="Notes">A line for whatever else a user should know of these images.</param>
internal sealed record StoreDirectory(
    string ContentKey, string Files, string Decoder, string[] OlderKeys, string[] Classes, int TrainCount, StoredImage[] Images,
    string[] Skipped, string[] Notes)
{
    /// <summary>What the images are like; null: the usual form.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImageForm? Form { get; init; }

    /// <summary>A hash of what was decoded: class names, paths, groups and pixels. It says nothing of the files or the decoder.</summary>
    /// <param name="form">Null: the usual form.</param>
    public static string KeyOf(string[] classes, int trainCount, StoredImage[] images, ImageForm? form = null)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{Kind("pixels", form)}\n{string.Join('/', classes)}\n{trainCount}\n"));
        foreach (var image in images)
            hash.AppendData(Encoding.UTF8.GetBytes($"{ImageLine.Of(image.Path, image.Group, classes[image.Label])}{image.Sha256}\n"));
        return ContentStamp.Hex(hash.GetHashAndReset());
    }

    /// <summary>A hash of the pictures of each class on each side, whatever they are called and in whatever order.</summary>
    public string PicturesKey()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{Kind("pictures", Form)}\n"));
        foreach (var line in Images.Select((image, i) => $"{(i < TrainCount ? "train" : "test")}\n{Classes[image.Label]}\n{image.Sha256}\n")
            .Order(StringComparer.Ordinal))
            hash.AppendData(Encoding.UTF8.GetBytes(line));
        return ContentStamp.Hex(hash.GetHashAndReset());
    }

    private static string Kind(string word, ImageForm? form) =>
        form is null or { IsUsual: true } ? word : FormattableString.Invariant($"{word} {form.Side} {form.Channels}");
}

/// <summary>
/// The layout of a store file: a page of header, a slot for each listed image, 224×224 bytes in the usual form, the directory as JSON.
/// </summary>
/// <remarks>
/// Header, little-endian: magic (8 bytes), version (int32), directory length (int32), directory offset (int64), SHA-256 of the directory
/// (32 bytes). The directory ends the file, so the header tells the file's length.
/// </remarks>
internal static class ImageStoreFile
{
    public const int HeaderLength = 4096;
    public const int OlderVersion = 1; // no hash of the pixels, and another directory
    private const int Version = 2;

    private static ReadOnlySpan<byte> Magic => "AGIMAGES"u8;

    /// <param name="form">Null: the usual form.</param>
    public static long SlotOffset(int slot, ImageForm? form = null) => HeaderLength + ((long)slot * (form ?? ImageForm.Usual).ByteCount);

    /// <summary>Writes directory and header of a file whose slots are filled, and waits for the disk.</summary>
    public static void Complete(FileStream file, int slots, StoreDirectory directory)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(directory);
        RandomAccess.Write(file.SafeFileHandle, json, SlotOffset(slots, directory.Form));

        var header = new byte[HeaderLength];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), Version);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(12), json.Length);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(16), SlotOffset(slots, directory.Form));
        SHA256.HashData(json, header.AsSpan(24));
        RandomAccess.Write(file.SafeFileHandle, header, 0);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Opens a store file for reading; null where there is none. It may be replaced while it is open.</summary>
    public static SafeFileHandle? Open(string path)
    {
        try
        {
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <returns>The directory; null where the file is missing, foreign, of another version, cut off or damaged outside its
    /// pixels.</returns>
    public static StoreDirectory? Read(string path)
    {
        using var file = Open(path);
        return file is null ? null : Read<StoreDirectory>(file, Version);
    }

    /// <inheritdoc cref="Read(string)"/>
    public static StoreDirectory? Read(SafeFileHandle file) => Read<StoreDirectory>(file, Version);

    /// <typeparam name="T">The directory as that version wrote it.</typeparam>
    public static T? Read<T>(SafeFileHandle file, int version)
        where T : class
    {
        var header = new byte[HeaderLength];
        if (RandomAccess.Read(file, header, 0) < HeaderLength || !header.AsSpan().StartsWith(Magic)) return null;
        if (BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(8)) != version) return null;

        var length = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(12));
        var offset = BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(16));
        if (length <= 0 || offset < HeaderLength || offset + length != RandomAccess.GetLength(file)) return null;

        var json = new byte[length];
        if (!TryRead(file, json, offset)) return null;
        return SHA256.HashData(json).AsSpan().SequenceEqual(header.AsSpan(24, 32)) ? JsonSerializer.Deserialize<T>(json) : null;
    }

    /// <summary>Fills the target from the file; false where the file ends before.</summary>
    public static bool TryRead(SafeFileHandle file, Span<byte> target, long offset)
    {
        while (!target.IsEmpty)
        {
            var read = RandomAccess.Read(file, target, offset);
            if (read == 0) return false;
            target = target[read..];
            offset += read;
        }

        return true;
    }
}
