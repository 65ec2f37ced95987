using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SkiaSharp;

namespace ActorGaze.Nn.Data.Sources;

/// <summary>
/// The images of a source as files with a list beside them: what an assembly's code gave, for processes that do not run that code.
/// </summary>
public static class SourceExport
{
    private const string ListFile = "actorgaze-source.json"; // a folder of classes may have any other file
    private const int Every = 25;
    private static readonly TimeSpan HalfAge = TimeSpan.FromHours(1); // one that is being written is written to

    /// <summary>Whether a folder holds such images.</summary>
    internal static bool IsAt(string folder) => File.Exists(Path.Combine(folder, ListFile));

    /// <summary>
    /// Writes every image that is trained or evaluated on. Where the folder holds the images of the same content key, nothing is read;
    /// where it holds the same images, it stays as it is.
    /// </summary>
    /// <param name="folder">Its parent is there. It appears when all is written, or stays as it was.</param>
    /// <param name="progress">Told how many of how many are written.</param>
    /// <exception cref="InvalidInputException">What the source lists is not allowed.</exception>
    /// <exception cref="BrokenPartException">The source's code throws.</exception>
    /// <exception cref="IOException">The disk is full or failing.</exception>
    public static void Write(IImageSource source, SourceSetup setup, string folder, Action<int, int>? progress = null,
        CancellationToken cancel = default)
    {
        var before = Read(folder);
        var key = Asked(source, () => source.ContentKey);
        if (key is not null && before?.ContentKey == key) return;
        var listing = Asked(source, () => SourceListing.Of(source, setup));
        var images = Asked(source, () => source.List().ToDictionary(image => image.Name, StringComparer.Ordinal));
        ForgetHalves(folder);
        var partial = $"{folder}.{Guid.NewGuid():N}.partial";
        Directory.CreateDirectory(partial);
        try
        {
            var written = new List<SourceImage>();
            using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var file in listing.Train.Concat(listing.Test))
            {
                cancel.ThrowIfCancellationRequested();
                var image = images[file.Path];
                digest.AppendData(Encoding.UTF8.GetBytes($"{image}\n"));
                if (image.File is null && image.Unreadable is null)
                {
                    var bytes = Asked(source, () => BytesOf(source.Read(image), image));
                    digest.AppendData(SHA256.HashData(bytes));
                    image = image with { File = FormattableString.Invariant($"{written.Count:000000}{EndingOf(bytes)}") };
                    File.WriteAllBytes(Path.Combine(partial, image.File), bytes);
                }

                written.Add(image);
                if (written.Count % Every == 0 || written.Count == listing.Count) progress?.Invoke(written.Count, listing.Count);
            }

            var exported = new Exported(key, listing.Notes, [.. written], Convert.ToHexStringLower(digest.GetHashAndReset()));
            if (before?.Digest == exported.Digest && before.ContentKey == key)
            {
                Directory.Delete(partial, recursive: true); // another opening may be reading what is there
                return;
            }

            WholeFile.Write(Path.Combine(partial, ListFile), JsonSerializer.SerializeToUtf8Bytes(exported));
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
            Directory.Move(partial, folder);
        }
        catch
        {
            if (Directory.Exists(partial)) Directory.Delete(partial, recursive: true);
            throw;
        }
    }

    /// <summary>What the source's code gives.</summary>
    private static T Asked<T>(IImageSource source, Func<T> ask)
    {
        try
        {
            return ask();
        }
        // whatever its code throws
        catch (Exception e) when (e is not (InvalidInputException or BrokenPartException or OutOfMemoryException))
        {
            throw new BrokenPartException($"The source {source.GetType().FullName} threw {e.GetType().Name}: {e.Message.Split('\n')[0]}",
                e.ToString());
        }
    }

    /// <summary>Deletes what processes that were killed left half-written.</summary>
    private static void ForgetHalves(string folder)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        foreach (var half in Directory.GetDirectories(Path.GetDirectoryName(folder)!, $"{Path.GetFileName(folder)}.*.partial"))
            if (now - Directory.GetLastWriteTimeUtc(half) > HalfAge) Directory.Delete(half, recursive: true);
    }

    /// <summary>What was written; null where there is nothing, or it is not whole.</summary>
    internal static Exported? Read(string folder)
    {
        try
        {
            return IsAt(folder) ? JsonSerializer.Deserialize<Exported>(File.ReadAllBytes(Path.Combine(folder, ListFile))) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static byte[] BytesOf(SourceContent? content, SourceImage image) => content switch
    {
        SourceContent.Encoded { File: var stream } => BytesOf(stream),
        SourceContent.Pixels pixels => Png(pixels),
        _ => throw new InvalidInputException(
            $"image '{ReasonText.Escaped(image.Name)}': the source gave nothing; allowed: a stream or pixels."),
    };

    /// <summary>WebP and BMP are read under their own endings alone.</summary>
    private static string EndingOf(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith("RIFF"u8) ? ".webp" : bytes.StartsWith("BM"u8) ? ".bmp" : ".img";

    private static byte[] BytesOf(Stream stream)
    {
        using (stream)
        {
            using var all = new MemoryStream();
            stream.CopyTo(all);
            return all.ToArray();
        }
    }

    private static byte[] Png(SourceContent.Pixels pixels)
    {
        var gray = pixels.Channels == 1;
        using var bitmap = new SKBitmap(new SKImageInfo(pixels.Width, pixels.Height, gray ? SKColorType.Gray8 : SKColorType.Rgba8888,
            SKAlphaType.Opaque));
        var target = bitmap.GetPixelSpan();
        for (var y = 0; y < pixels.Height; y++)
            for (var x = 0; x < pixels.Width; x++)
            {
                var from = ((y * pixels.Width) + x) * pixels.Channels;
                var to = (y * bitmap.RowBytes) + (x * bitmap.BytesPerPixel);
                if (gray) target[to] = pixels.Values[from];
                else (target[to], target[to + 1], target[to + 2], target[to + 3]) =
                    (pixels.Values[from], pixels.Values[from + 1], pixels.Values[from + 2], byte.MaxValue);
            }

        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    /// <param name="Images">A file without a folder lies beside the list.</param>
    /// <param name="Digest">Of the list, and of the bytes that lie beside it.</param>
    internal sealed record Exported(string? ContentKey, ImmutableArray<string> Notes, ImmutableArray<SourceImage> Images, string Digest);
}
