using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ActorGaze.Nn.Data.Store;
using ActorGaze.Tests.Nn.Data.Folders;

namespace ActorGaze.Tests.Nn.Data.Store;

/// <summary>Store files as other versions made them, and as a failing disk leaves them.</summary>
internal static class StoreFiles
{
    private const int Header = 4096;
    private const int Image = 224 * 224;

    /// <summary>Gives an image other pixels, as another decoder would have; the file stays sound. Returns its new content key.</summary>
    public static string ChangePixels(string file, int image, byte to)
    {
        var directory = ImageStoreFile.Read(file)!;
        var slot = directory.Images[image].Slot;
        byte[] pixels = [.. Enumerable.Repeat(to, Image)];
        directory.Images[image] = directory.Images[image] with { Sha256 = Convert.ToHexStringLower(SHA256.HashData(pixels)) };
        directory = directory with { ContentKey = StoreDirectory.KeyOf(directory.Classes, directory.TrainCount, directory.Images) };
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.Write(stream.SafeFileHandle, pixels, ImageStoreFile.SlotOffset(slot));
        stream.SetLength(ImageStoreFile.SlotOffset(directory.Images.Length));
        ImageStoreFile.Complete(stream, directory.Images.Length, directory);
        return directory.ContentKey;
    }

    /// <summary>Turns one pixel of an image over. Neither size nor header change.</summary>
    public static void Damage(string file, int image)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        stream.Position = Header + ((long)image * Image) + 1000;
        var value = (byte)stream.ReadByte();
        stream.Position--;
        stream.WriteByte((byte)(value ^ 0x80));
    }

    /// <summary>Cuts the file off in the middle of an image.</summary>
    public static void Cut(string file, int image)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        stream.SetLength(Header + ((long)image * Image) + 1000);
    }

    /// <summary>The plain images of <see cref="DataSetFolder.OfTwoClasses"/> as the first version cached them: key in the name, no hashes.</summary>
    /// <param name="pixel">What its decoder made of a gray value.</param>
    public static (string Path, string Key) OfFirstVersion(DataSetFolder set, Func<byte, byte> pixel)
    {
        string[] paths = [.. new[] { ("Training", 3), ("Testing", 2) }.SelectMany(split => "ab".SelectMany(name => Enumerable.Range(0, split.Item2).Select(n => $"{split.Item1}/{name}/{n}.png")))];
        var key = FirstKey(set.Root, ["a", "b"], 6, paths);
        var directory = new
        {
            ContentKey = key,
            Classes = new[] { "a", "b" },
            TrainCount = 6,
            Images = paths.Select((path, i) => new { Path = path, Label = path.Contains("/a/", StringComparison.Ordinal) ? 0 : 1, Slot = i }).ToArray(),
            Skipped = Array.Empty<string>(),
        };
        var json = JsonSerializer.SerializeToUtf8Bytes(directory);
        var header = new byte[Header];
        "AGIMAGES"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), 1);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(12), json.Length);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(16), Header + ((long)paths.Length * Image));
        SHA256.HashData(json, header.AsSpan(24));

        Directory.CreateDirectory(set.Cache);
        var file = Path.Combine(set.Cache, $"images-{key}.bin");
        var slots = Enumerable.Range(1, paths.Length).SelectMany(n => Enumerable.Repeat(pixel((byte)(10 * n)), Image));
        File.WriteAllBytes(file, [.. header, .. slots, .. json]);
        return (file, key);
    }

    /// <summary>As the first version made its key: the decoder's version was part of it.</summary>
    public static string FirstKey(string root, string[] classes, int trainCount, string[] paths)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"gray224-1 skia-119.0\n{string.Join('/', classes)}\n{trainCount}\n"));
        foreach (var path in paths)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(path + "\n"));
            hash.AppendData(SHA256.HashData(File.ReadAllBytes(Path.Combine(root, path))));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
