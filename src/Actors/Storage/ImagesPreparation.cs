using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Nn;
using ActorGaze.Nn.Data.Phantoms;
using ActorGaze.Nn.Data.Store;

namespace ActorGaze.Actors.Storage;

/// <summary>
/// Finds a data set's folder, decodes it where that has not been done, and compares it with what the sweep was begun with.
/// </summary>
internal static class ImagesPreparation
{
    /// <exception cref="InvalidInputException">It is no data set, or its images are not those that are wanted.</exception>
    public static ImagesOpened Run(
        OpenImages request, string cache, IProgress<PhantomProgress>? drawn, IProgress<DecodeProgress>? decoded, CancellationToken cancel,
        ExportSource? export = null)
    {
        var images = Open(request, cache, drawn, decoded, cancel, export);
        return Difference(request.Pinned, images, cache) is { } difference
            ? throw new InvalidInputException(ImagesWords.OtherImages(request.Data, difference))
            : images;
    }

    /// <summary>Opens what is there, preferring a decoded copy of what is wanted.</summary>
    /// <exception cref="InvalidInputException">It is no data set.</exception>
    public static ImagesOpened Open(
        OpenImages request, string cache, IProgress<PhantomProgress>? drawn, IProgress<DecodeProgress>? decoded, CancellationToken cancel,
        ExportSource? export = null)
    {
        var root = request.Source is { Plugin: not null }
            ? (export ?? throw new NotSupportedException("Nobody is here who runs the code of a source."))(request, cache, (done, total) =>
                decoded?.Report(new DecodeProgress(0, total)), cancel)
            : DataFolders.Resolve(request.Data, request.Phantoms, cache, drawn, cancel);
        var store = ImageStore.Prepare(DataFolders.SpecOf(request, root), cache, decoded, cancel);
        return new ImagesOpened(request, store.CacheFile, store.Classes, store.Skipped)
        {
            Store = store, Facts = ImagesFacts.Of(store, request.DropLeaked, request.HeldBack),
        };
    }

    /// <summary>Null where the images are the wanted ones, or any are; else how they differ, in words.</summary>
    public static string? Difference(ImagesFacts? wanted, ImagesOpened found, string cache) =>
        wanted is null || wanted.Content == found.Facts.Content
            ? null
            : StoreDifference.InWords(cache, wanted.Content, found.StoreFile) ?? ImagesWords.Difference(wanted, found.Facts);
}
