using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace ActorGaze.Nn.Data;

/// <summary>Makes store files: written beside, synced, renamed.</summary>
/// <remarks>A file's name is its content, so whoever comes second finds it done, or does the same.</remarks>
internal static class StorePreparation
{
    public static StoreInfo Run(DataSpec spec, string cacheFolder, IProgress<DecodeProgress>? progress, CancellationToken cancellation)
    {
        var folder = ImageFolder.Scan(spec.Root);
        Directory.CreateDirectory(cacheFolder);
        LeftBehind.Sweep(cacheFolder, TimeProvider.System);
        var stamp = new ContentStamp(folder, cacheFolder, ImageDecoder.VersionFor(spec.Depth));

        var decoded = false;
        var key = stamp.Recall();
        var directory = key is null ? null : ImageStoreFile.Read(FileOf(cacheFolder, key));
        if (directory is null)
        {
            var source = DataSetSource.Read(folder, spec.Depth, progress, cancellation);
            key = KeyOf(folder, source, ImageDecoder.VersionFor(spec.Depth));
            directory = ImageStoreFile.Read(FileOf(cacheFolder, key));
            if (directory is null)
            {
                directory = Decode(folder, source, key, cacheFolder, progress, cancellation);
                decoded = true;
            }

            if (source.AllRead) stamp.Remember(folder.Root, key);
        }

        Judge(spec, folder, directory);
        var testCount = directory.Images.Length - directory.TrainCount;
        return new StoreInfo(FileOf(cacheFolder, key!), key!, folder.Classes, directory.TrainCount, testCount, [.. directory.Skipped], decoded)
        {
            Notes = [.. folder.LeftOut.Lines, .. directory.Notes ?? []],
        };
    }

    private static string FileOf(string cacheFolder, string key) => Path.Combine(Path.GetFullPath(cacheFolder), $"images-{key}.bin");

    private static string KeyOf(ImageFolder folder, DataSetSource source, string version)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{version}\n{string.Join('/', folder.Classes)}\n{folder.Train.Length}\n"));
        for (var i = 0; i < source.Files.Length; i++)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(source.Files[i].Path + "\n"));
            hash.AppendData(source.Digests[i]);
        }

        return ContentStamp.Hex(hash.GetHashAndReset());
    }

    private static StoreDirectory Decode(
        ImageFolder folder, DataSetSource source, string key, string cacheFolder,
        IProgress<DecodeProgress>? progress, CancellationToken cancellation)
    {
        var target = FileOf(cacheFolder, key);
        var partial = $"{target}.{Guid.NewGuid():N}.partial";
        try
        {
            var files = source.Files;
            var faults = new string?[files.Length];
            source.FindDepth(cancellation);
            StoreDirectory directory;
            using (var output = new FileStream(partial, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 0))
            {
                var done = 0;
                Cores.ForEach(files.Length, cancellation, i =>
                {
                    var pixels = new byte[GrayResize.PixelCount];
                    faults[i] = source.Decode(i, pixels);
                    if (faults[i] is null) RandomAccess.Write(output.SafeFileHandle, pixels, ImageStoreFile.SlotOffset(i));
                    progress?.Report(new DecodeProgress(Interlocked.Increment(ref done), files.Length));
                });

                directory = Describe(folder, files, faults, key) with { Notes = source.Notes() };
                ImageStoreFile.Complete(output, files.Length, directory);
            }

            File.Move(partial, target, overwrite: true);
            return directory;
        }
        finally
        {
            File.Delete(partial);
        }
    }

    private static StoreDirectory Describe(ImageFolder folder, ImmutableArray<ImageFile> files, string?[] faults, string key)
    {
        var sound = Enumerable.Range(0, files.Length).Where(i => faults[i] is null).ToArray();
        var images = sound.Select(i => new StoredImage(files[i].Path, files[i].Label, i)).ToArray();
        var skipped = Enumerable.Range(0, files.Length).Where(i => faults[i] is not null).Select(i => $"{files[i].Path}: {faults[i]}").ToArray();
        return new StoreDirectory(key, [.. folder.Classes], sound.Count(i => i < folder.Train.Length), images, skipped);
    }

    private static void Judge(DataSpec spec, ImageFolder folder, StoreDirectory directory)
    {
        if (directory.Skipped.Length > 0 && spec.OnBadImage == OnBadImage.Fail)
        {
            var more = directory.Skipped.Length > 5 ? $"\n  and {directory.Skipped.Length - 5} more" : "";
            throw new InvalidInputException(
                $"{directory.Skipped.Length} of the images in '{folder.Root}' cannot be read:\n  {string.Join("\n  ", directory.Skipped.Take(5))}{more}\n"
                + "Repair or remove them, or leave them out with data.on-bad-image = skip.");
        }

        for (var label = 0; label < folder.Classes.Length; label++)
        {
            var (train, test) = (directory.Images[..directory.TrainCount], directory.Images[directory.TrainCount..]);
            foreach (var (split, images) in new[] { ("training", train), ("test", test) })
            {
                if (images.Any(image => image.Label == label)) continue;

                var ofClass = Array.Find(directory.Skipped, line => line.Contains($"/{folder.Classes[label]}/", StringComparison.Ordinal));
                throw new InvalidInputException(
                    $"Class '{folder.Classes[label]}' in '{folder.Root}' has no readable {split} image: of the whole data set "
                    + $"{directory.Skipped.Length} unreadable ones were left out (data.on-bad-image = skip), such as {ofClass}.");
            }
        }
    }
}
