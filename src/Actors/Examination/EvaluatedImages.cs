using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;
using ActorGaze.Nn.Data.Store;

namespace ActorGaze.Actors.Examination;

/// <summary>The images that a run is evaluated on, in the order of its evaluations.</summary>
/// <param name="Root">The data set's folder, or the one that its manifest lies in.</param>
/// <param name="Paths">Relative to it, with forward slashes.</param>
public sealed record EvaluatedImages(string Root, ImmutableArray<string> Paths)
{
    /// <exception cref="InvalidInputException">The images are not those that the run has learned from.</exception>
    public static EvaluatedImages Of(StateFolder folder, RunState state, CancellationToken cancel)
    {
        using var cache = CacheToRead.Of(folder.Cache);
        return With(cache, state, cancel, (store, root) => new EvaluatedImages(
            root, [.. state.Spec!.SplitOf(store).Evaluation.Select(store.RelativePath)]));
    }

    /// <summary>The place of a file in the order; −1 where it is none of them.</summary>
    /// <param name="file">A path, or one relative to the data set's folder.</param>
    public int PlaceOf(string file)
    {
        var place = Paths.IndexOf(file.Replace('\\', '/'));
        return place >= 0 ? place : Paths.IndexOf(Path.GetRelativePath(Root, Path.GetFullPath(file)).Replace('\\', '/'));
    }

    /// <summary>Opens a run's decoded images, and closes them again.</summary>
    internal static T With<T>(CacheToRead cache, RunState state, CancellationToken cancel, Func<ImageStore, string, T> work)
    {
        var spec = state.Spec!;
        var wanted = RunImages.Of(spec) with { Pinned = state.Images, FirstDecoded = state.Images is null };
        var opened = ImagesPreparation.Run(wanted, cache.Folder, null, null, cancel);
        try
        {
            using var store = ImageStore.Open(opened.StoreFile);
            var place = DataFolders.Resolve(spec.Data, spec.Phantoms, cache.Folder, null, cancel);
            return work(store, File.Exists(place) ? Path.GetDirectoryName(place)! : place); // a manifest's paths start where it is
        }
        catch (InvalidDataException damaged)
        {
            throw new InvalidInputException($"{damaged.Message} The same command again does that.", damaged);
        }
    }
}
