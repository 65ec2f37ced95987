using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;
using ActorGaze.Nn.Data.Store;

namespace ActorGaze.Actors.Examination;

/// <summary>The images that a run is evaluated on, in the order of its evaluations.</summary>
/// <param name="Root">The data set's folder, the one that its manifest lies in, or the one with what an assembly's source gave.</param>
/// <param name="Paths">Relative to it, with forward slashes.</param>
public sealed record EvaluatedImages(string Root, ImmutableArray<string> Paths)
{
    /// <param name="export">Runs the code of an assembly's source; null where the images come from none.</param>
    /// <exception cref="InvalidInputException">The images are not those that the run has learned from.</exception>
    public static EvaluatedImages Of(StateFolder folder, RunState state, CancellationToken cancel, ExportSource? export = null) =>
        Of(folder, state, cancel, export, (images, _) => images);

    /// <param name="work">Is given the images, and what reads the decoded pixels of one by its place. The reader ends with it.</param>
    internal static T Of<T>(
        StateFolder folder, RunState state, CancellationToken cancel, ExportSource? export,
        Func<EvaluatedImages, Func<int, byte[]>, T> work)
    {
        using var cache = CacheToRead.Of(folder.Cache);
        return With(cache, state, cancel, export, (store, root) =>
        {
            var evaluated = state.Spec!.SplitOf(store).Evaluation;
            return work(new EvaluatedImages(root, [.. evaluated.Select(store.RelativePath)]), place => store.Pixels(evaluated[place]));
        });
    }

    /// <summary>The place of a file in the order; −1 where it is none of them.</summary>
    /// <param name="file">A path, or one relative to the data set's folder.</param>
    public int PlaceOf(string file)
    {
        var place = Paths.IndexOf(file.Replace('\\', '/'));
        return place >= 0 ? place : Paths.IndexOf(Path.GetRelativePath(Root, Path.GetFullPath(file)).Replace('\\', '/'));
    }

    /// <summary>Opens a run's decoded images, and closes them again.</summary>
    internal static T With<T>(
        CacheToRead cache, RunState state, CancellationToken cancel, ExportSource? export, Func<ImageStore, string, T> work)
    {
        var spec = state.Spec!;
        var wanted = RunImages.Of(spec) with { Pinned = state.Images, FirstDecoded = state.Images is null };
        string? exported = null; // where an assembly's source gave its images to
        var opened = ImagesPreparation.Run(
            wanted, cache.Folder, null, null, cancel,
            export is null ? null : (request, into, told, end) => exported = export(request, into, told, end));
        try
        {
            using var store = ImageStore.Open(opened.StoreFile);
            var place = exported ?? DataFolders.Resolve(spec.Data, spec.Phantoms, cache.Folder, null, cancel);
            return work(store, File.Exists(place) ? Path.GetDirectoryName(place)! : place); // a manifest's paths start where it is
        }
        catch (InvalidDataException damaged)
        {
            throw new InvalidInputException($"{damaged.Message} The same command again does that.", damaged);
        }
    }
}
