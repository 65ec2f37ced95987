using System.Collections.Immutable;
using System.Security.Cryptography;
using ActorGaze.Nn.Data.Folders;

namespace ActorGaze.Nn.Data.Store;

/// <summary>Decodes a data set once, into a store file of its own.</summary>
internal sealed class StoreDecoding(
    DataSpec spec, ImageListing folder, DataSetSource source, SourceKeys keys, string cacheFolder, CancellationToken cancellation)
{
    private ImmutableArray<ImageFile> Files => source.Files;

    /// <returns>What the present decoder made; or, where that is wanted, what a first version had made.</returns>
    public FoundStore Run(IProgress<DecodeProgress>? progress)
    {
        using var older = spec.Form.IsUsual ? OlderStore.Open(cacheFolder, keys) : null;
        var compared = spec.Decoder == SourceKeys.OlderDecoder
            ? null
            : older; // where the same decoder finds other pixels, it is the copy that is damaged
        var done = 0;
        var differing = 0;
        source.FindDepth(cancellation);
        var made = Make(
            spec.Decoder,
            (file, pixels) =>
            {
                var fault = source.Decode(file, pixels);
                if (compared?.Agrees(Files[file].Path, fault, pixels) == false) Interlocked.Increment(ref differing);
                progress?.Report(new DecodeProgress(Interlocked.Increment(ref done), Files.Length));
                return fault;
            },
            () => differing == 0 ? [keys.Older] : []);
        if (older is null) return made;

        if (differing > 0) Make(SourceKeys.OlderDecoder, (file, pixels) => older.Read(Files[file].Path, pixels), () => [keys.Older]);
        older.Delete();
        return StoreCache.Find(cacheFolder, keys, spec) ?? made;
    }

    /// <param name="pixelsOf">Writes a file's pixels, and returns null; or returns what is wrong with the file.</param>
    /// <param name="olderKeys">Asked after all pixels are there.</param>
    private FoundStore Make(string decoder, Func<int, byte[], string?> pixelsOf, Func<string[]> olderKeys)
    {
        var target = StoreCache.FileOf(cacheFolder, keys, decoder);
        return WholeFile.Write(target, partial =>
        {
            var faults = new string?[Files.Length];
            var hashes = new string[Files.Length];
            StoreDirectory directory;
            using (var output = new FileStream(partial, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 0))
            {
                Cores.ForEach(Files.Length, cancellation, i =>
                {
                    var pixels = new byte[spec.Form.ByteCount];
                    faults[i] = pixelsOf(i, pixels);
                    if (faults[i] is not null) return;
                    hashes[i] = ContentStamp.Hex(SHA256.HashData(pixels));
                    RandomAccess.Write(output.SafeFileHandle, pixels, ImageStoreFile.SlotOffset(i, spec.Form));
                });

                directory = Describe(decoder, olderKeys(), faults, hashes);
                ImageStoreFile.Complete(output, Files.Length, directory);
            }

            return new FoundStore(target, directory);
        });
    }

    private StoreDirectory Describe(string decoder, string[] olderKeys, string?[] faults, string[] hashes)
    {
        int[] sound = [.. Enumerable.Range(0, Files.Length).Where(i => faults[i] is null)];
        StoredImage[] images = [.. sound.Select(i =>
            new StoredImage(Files[i].Path, Files[i].Label, i, hashes[i]) { Group = Files[i].Group })];
        string[] skipped = [.. Enumerable.Range(0, Files.Length).Where(i => faults[i] is not null)
            .Select(i => $"{Files[i].Path}: {faults[i]}")];
        string[] classes = [.. folder.Classes];
        var trainCount = sound.Count(i => i < folder.Train.Length);
        var form = spec.Form.IsUsual ? null : spec.Form;
        return new StoreDirectory(
            StoreDirectory.KeyOf(classes, trainCount, images, form), keys.Files, decoder, olderKeys, classes, trainCount, images, skipped,
            [.. source.Notes()])
        {
            Form = form,
        };
    }
}
