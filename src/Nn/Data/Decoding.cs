using System.Collections.Immutable;
using System.Security.Cryptography;

namespace ActorGaze.Nn.Data;

/// <summary>Decodes a data set once, into a store file of its own.</summary>
internal sealed class Decoding(
    DataSpec spec, ImageFolder folder, ImmutableArray<ImageFile> files, byte[][] digests, SourceKeys keys, string cacheFolder, CancellationToken cancellation)
{
    /// <returns>What the present decoder made; or, where that is wanted, what a first version had made.</returns>
    public FoundStore Run(IProgress<DecodeProgress>? progress)
    {
        using var older = OlderStore.Open(cacheFolder, keys);
        var compared = spec.Decoder == SourceKeys.OlderDecoder ? null : older; // where the same decoder finds other pixels, it is the copy that is damaged
        var done = 0;
        var differing = 0;
        var made = Make(
            spec.Decoder,
            (file, pixels) =>
            {
                var fault = ImageDecoder.Decode(Read(file), pixels);
                if (compared?.Agrees(files[file].Path, fault, pixels) == false) Interlocked.Increment(ref differing);
                progress?.Report(new DecodeProgress(Interlocked.Increment(ref done), files.Length));
                return fault;
            },
            () => differing == 0 ? [keys.Older] : []);
        if (older is null) return made;

        if (differing > 0) Make(SourceKeys.OlderDecoder, (file, pixels) => older.Read(files[file].Path, pixels), () => [keys.Older]);
        older.Delete();
        return StoreCache.Find(cacheFolder, keys, spec) ?? made;
    }

    private byte[] Read(int file)
    {
        var bytes = StorePreparation.Bytes(folder.Root, files[file]);
        return SHA256.HashData(bytes).AsSpan().SequenceEqual(digests[file])
            ? bytes
            : throw new InvalidInputException(
                $"'{Path.Combine(folder.Root, files[file].Path)}' changed while it was read. Start again when the data set is complete.");
    }

    /// <param name="pixelsOf">Writes a file's pixels, and returns null; or returns what is wrong with the file.</param>
    /// <param name="olderKeys">Asked after all pixels are there.</param>
    private FoundStore Make(string decoder, Func<int, byte[], string?> pixelsOf, Func<string[]> olderKeys)
    {
        var target = StoreCache.FileOf(cacheFolder, keys, decoder);
        var partial = $"{target}.{Guid.NewGuid():N}.partial";
        try
        {
            var faults = new string?[files.Length];
            var hashes = new string[files.Length];
            StoreDirectory directory;
            using (var output = new FileStream(partial, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 0))
            {
                Cores.ForEach(files.Length, cancellation, i =>
                {
                    var pixels = new byte[GrayResize.PixelCount];
                    faults[i] = pixelsOf(i, pixels);
                    if (faults[i] is not null) return;
                    hashes[i] = ContentStamp.Hex(SHA256.HashData(pixels));
                    RandomAccess.Write(output.SafeFileHandle, pixels, ImageStoreFile.SlotOffset(i));
                });

                directory = Describe(decoder, olderKeys(), faults, hashes);
                ImageStoreFile.Complete(output, files.Length, directory);
            }

            File.Move(partial, target, overwrite: true);
            return new FoundStore(target, directory);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    private StoreDirectory Describe(string decoder, string[] olderKeys, string?[] faults, string[] hashes)
    {
        int[] sound = [.. Enumerable.Range(0, files.Length).Where(i => faults[i] is null)];
        StoredImage[] images = [.. sound.Select(i => new StoredImage(files[i].Path, files[i].Label, i, hashes[i]))];
        string[] skipped = [.. Enumerable.Range(0, files.Length).Where(i => faults[i] is not null).Select(i => $"{files[i].Path}: {faults[i]}")];
        string[] classes = [.. folder.Classes];
        var trainCount = sound.Count(i => i < folder.Train.Length);
        return new StoreDirectory(
            StoreDirectory.KeyOf(classes, trainCount, images), keys.Files, decoder, olderKeys, classes, trainCount, images, skipped, Notes: []);
    }
}
