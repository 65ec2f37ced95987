using System.Buffers.Binary;

namespace ActorGaze.Nn.Data.Decoding;

/// <summary>Walks along the chunks of a PNG file.</summary>
internal static class PngChunks
{
    private const int Start = 8;
    private const int LengthLength = 4;
    private const int NameLength = 4;
    private const int CheckLength = 4;

    private static ReadOnlySpan<byte> Signature => [137, 80, 78, 71, 13, 10, 26, 10];

    public static bool IsPng(ReadOnlySpan<byte> file) => file.StartsWith(Signature);

    /// <summary>The content of a file's first chunk of a name; empty where there is none.</summary>
    public static ReadOnlySpan<byte> First(ReadOnlySpan<byte> file, ReadOnlySpan<byte> name)
    {
        for (var at = Start; ContentAt(file, at) is { } content; at = content.End.Value + CheckLength)
            if (file.Slice(at + LengthLength, NameLength).SequenceEqual(name)) return file[content];
        return [];
    }

    /// <summary>All image data of a file, still compressed.</summary>
    public static MemoryStream ImageData(ReadOnlySpan<byte> file)
    {
        var data = new MemoryStream();
        for (var at = Start; ContentAt(file, at) is { } content; at = content.End.Value + CheckLength)
            if (file.Slice(at + LengthLength, NameLength).SequenceEqual("IDAT"u8)) data.Write(file[content]);
        data.Position = 0;
        return data;
    }

    /// <summary>Where the content of the chunk lies that begins at a place; null where no whole chunk does.</summary>
    private static Range? ContentAt(ReadOnlySpan<byte> file, int at)
    {
        if (at > file.Length - LengthLength - NameLength - CheckLength) return null;
        var length = BinaryPrimitives.ReadUInt32BigEndian(file[at..]);
        var start = at + LengthLength + NameLength;
        return length <= file.Length - start - CheckLength ? start..(start + (int)length) : null;
    }
}
