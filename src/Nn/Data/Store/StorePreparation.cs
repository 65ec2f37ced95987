using ActorGaze.Nn.Data.Auditing;
using ActorGaze.Nn.Data.Folders;

namespace ActorGaze.Nn.Data.Store;

/// <summary>Makes store files: written beside, synced, renamed. Safe to run twice at once: both write the same.</summary>
internal static class StorePreparation
{
    public static StoreInfo Run(DataSpec spec, string cacheFolder, IProgress<DecodeProgress>? progress, CancellationToken cancellation)
    {
        var folder = spec.List();
        Directory.CreateDirectory(cacheFolder);
        LeftBehind.Sweep(cacheFolder, TimeProvider.System);
        var stamp = new ContentStamp(folder, cacheFolder);

        var decoded = false;
        var keys = stamp.Recall();
        var store = keys is null ? null : StoreCache.Find(cacheFolder, keys, spec);
        if (store is null)
        {
            var source = DataSetSource.Read(folder, spec, progress, cancellation);
            keys = SourceKeys.Of(folder, source.Files, source.Digests);
            store = StoreCache.Find(cacheFolder, keys, spec);
            if (store is null)
            {
                store = new StoreDecoding(spec, folder, source, keys, cacheFolder, cancellation).Run(progress);
                decoded = true;
            }

            if (source.AllRead) stamp.Remember(folder.Place, keys);
        }

        if (decoded) DecodingMemory.GiveBack();
        Judge(spec, folder, store.Directory);
        return Describe(folder, store, decoded);
    }

    private static StoreInfo Describe(ImageListing folder, FoundStore store, bool decoded)
    {
        var directory = store.Directory;
        var counts = from split in new[] { ("training", directory.Images[..directory.TrainCount]),
            (SplitNames.Word(folder.EvaluateOn), directory.Images[directory.TrainCount..]) }
                     from label in Enumerable.Range(0, folder.Classes.Length)
                     select new ClassCount(split.Item1, folder.Classes[label], split.Item2.Count(image => image.Label == label));
        return new StoreInfo(
            store.File, directory.ContentKey, folder.Classes, directory.TrainCount, directory.Images.Length - directory.TrainCount,
            [.. directory.Skipped], decoded)
        {
            Notes = [.. folder.Lines, .. directory.Notes],
            Counts = [.. counts],
            Files = directory.Files,
            Decoder = directory.Decoder,
            Pictures = directory.PicturesKey(),
            Directory = new Unseen<StoreDirectory>(directory),
            EvaluateOn = folder.EvaluateOn,
        };
    }

    private static void Judge(DataSpec spec, ImageListing folder, StoreDirectory directory)
    {
        if (directory.Skipped.Length > 0 && spec.OnBadImage == OnBadImage.Fail)
        {
            var more = directory.Skipped.Length > 5 ? [$"and {directory.Skipped.Length - 5} more"] : Array.Empty<string>();
            throw new InvalidInputException(ReasonText.Of(
                $"{directory.Skipped.Length} of the images in '{ReasonText.Escaped(folder.Place)}' cannot be read:",
                [.. directory.Skipped.Take(5), .. more, "Repair or remove them, or leave them out with data.on-bad-image = skip."]));
        }

        for (var label = 0; label < folder.Classes.Length; label++)
        {
            var (train, test) = (directory.Images[..directory.TrainCount], directory.Images[directory.TrainCount..]);
            foreach (var (split, images) in new[] { ("training", train), (SplitNames.Word(folder.EvaluateOn), test) })
            {
                if (images.Any(image => image.Label == label)) continue;

                var ofClass = Array.Find(directory.Skipped, line => line.Contains($"/{folder.Classes[label]}/", StringComparison.Ordinal))
                    ?? directory.Skipped.FirstOrDefault();
                throw new InvalidInputException(
                    $"Class '{folder.Classes[label]}' in '{folder.Place}' has no readable {split} image: of the whole data set "
                    + $"{directory.Skipped.Length} unreadable ones were left out (data.on-bad-image = skip), such as {ofClass}.");
            }
        }
    }
}
