using System.Text;
using System.Text.Unicode;

namespace ActorGaze.Nn.Data.Decoding;

/// <summary>Names what a file is that is no image that is read, by its first bytes.</summary>
internal static class ForeignFormats
{
    private const int Looked = 512;
    private const int LongestRune = 4;
    private static readonly char[] BeforeText = ['\uFEFF', ' ', '\t', '\r', '\n'];

    private static readonly (int At, byte[] Sign, string Words)[] Signs =
    [
        (0, Bytes("version https://git-lfs.github.com/"), "a Git LFS pointer: fetch the image itself with 'git lfs pull'"),
        (0, Bytes("/annex/objects/"), "a git-annex pointer: fetch the image itself with 'git annex get'"),
        (128, Bytes("DICM"), "DICOM: convert it to PNG"),
        (0, Bytes("II*\0"), "a TIFF: convert it to PNG"),
        (0, Bytes("MM\0*"), "a TIFF: convert it to PNG"),
        (0, Bytes("II+\0"), "a BigTIFF: convert it to PNG"),
        (0, Bytes("MM\0+"), "a BigTIFF: convert it to PNG"),
        (0, Bytes("GIF8"), "a GIF: convert it to PNG"),
        (4, Bytes("ftypavi"), "an AVIF image: convert it to PNG"),
        (4, Bytes("ftyphei"), "a HEIC image: convert it to JPEG or PNG"),
        (4, Bytes("ftypmif1"), "a HEIF image: convert it to JPEG or PNG"),
        (4, Bytes("ftyp"), "a video"),
        (4, Bytes("jP  "), "a JPEG 2000 image: convert it to PNG"),
        (0, [0xFF, 0x4F, 0xFF, 0x51], "a JPEG 2000 image: convert it to PNG"),
        (0, [0xFF, 0x0A], "a JPEG XL image: convert it to PNG"),
        (4, Bytes("JXL "), "a JPEG XL image: convert it to PNG"),
        (0, Bytes("8BPS"), "a Photoshop file: convert it to PNG"),
        (344, Bytes("n+1\0"), "NIfTI: convert its slices to PNG"),
        (0, Bytes("NRRD"), "NRRD: convert its slices to PNG"),
        (1, Bytes("NUMPY"), "a NumPy array: convert it to PNG"),
        (1, Bytes("HDF\r\n"), "HDF5: convert its images to PNG"),
        (0, Bytes("%PDF"), "a PDF: convert its images to PNG"),
        (0, Bytes("PK\u0003\u0004"), "a ZIP archive: unpack it"),
        (0, Bytes("PK\u0005\u0006"), "an empty ZIP archive"),
        (0, [0x1F, 0x8B], "a gzip archive: unpack it"),
        (0, Bytes("Rar!"), "a RAR archive: unpack it"),
        (0, Bytes("7z\u00BC\u00AF"), "a 7z archive: unpack it"),
        (0, Bytes("\u0089PNG\r\r\n"), Transcribed),
        (0, Bytes("\u0089PNG\n\u001A"), Transcribed),
        (0, [0xEF, 0xBF, 0xBD, .. Bytes("PNG")], Transcribed),
        (12, Bytes("CgBI"), "a PNG in Apple's own form (CgBI): convert it to plain PNG"),
    ];

    private const string Transcribed = "a PNG damaged by a copy in text mode, which changes line ends: copy it again as binary";

    /// <returns>Words for a list of files; null where the bytes say nothing.</returns>
    public static string? Name(ReadOnlySpan<byte> file)
    {
        foreach (var (at, sign, words) in Signs)
            if (file.Length > at && file[at..].StartsWith(sign)) return words;
        if (file.StartsWith("RIFF"u8)) return file.Length > 8 && file[8..].StartsWith("WEBP"u8)
            ? "a damaged WebP image"
            : "a sound or a video";
        if (PngChunks.IsPng(file)) return OfPng(file);
        if (file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8])) return OfJpeg(file);

        var start = file[..Math.Min(Looked, file.Length)];
        if (start.IndexOfAnyExcept((byte)0) < 0) return "zero bytes at its beginning, as an interrupted copy leaves them";
        return IsText(start, cut: file.Length > Looked) ? OfText(Encoding.UTF8.GetString(start).TrimStart(BeforeText)) : null;
    }

    private static string? OfPng(ReadOnlySpan<byte> file) => ImageHeader.Read(file) switch
    {
        null => "a PNG cut off in its first bytes",
        { Width: <= 0 } or { Height: <= 0 } => "a PNG whose header says that it has no pixels",
        _ => "a PNG damaged in its first bytes",
    };

    private static string? OfJpeg(ReadOnlySpan<byte> file) => ImageHeader.Read(file) switch
    {
        null => "a JPEG cut off or damaged in its first bytes",
        { Bits: not 8 and var bits } => $"a JPEG of {bits} bits; those of 8 bits are read: convert it to PNG",
        _ => "a JPEG of a kind that is not read, or damaged: convert it to PNG",
    };

    private static string OfText(string text)
    {
        if (Begins("<!doctype html") || Begins("<html") || Begins("<head") || Begins("<body"))
            return "an HTML page, such as an error page saved by a download";
        if (Begins("<svg")) return "an SVG drawing: convert it to PNG";
        if (Begins("<?xml") || Begins("<error")) return "an XML text, such as an error saved by a download";
        return Begins("{") || Begins("[") ? "a JSON text, such as an error saved by a download" : "a text";

        bool Begins(string beginning) => text.StartsWith(beginning, StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsText(ReadOnlySpan<byte> start, bool cut)
    {
        foreach (var value in start)
            if (value < 32 && value is not (9 or 10 or 12 or 13)) return false;
        for (var less = 0; less < (cut ? LongestRune : 1) && less < start.Length; less++)
            if (Utf8.IsValid(start[..^less])) return true;
        return false;
    }

    private static byte[] Bytes(string latin) => Encoding.Latin1.GetBytes(latin);
}
