using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;

namespace ActorGaze.Actors.Engine.Sweeps;

/// <summary>
/// Whether the data sets of a submission still hold the images that the sweep was begun with. Reads the disk: never inside an actor.
/// </summary>
internal static class ImagesCheck
{
    /// <returns>Null where they do, or no run of the sweep has opened them yet; else why the submission is refused.</returns>
    /// <exception cref="InvalidInputException">A folder is no data set.</exception>
    public static string? Objection(SweepState known, SweepSpec asked, string cache, CancellationToken cancel, ExportSource? export = null)
    {
        if (known.Spec is null || known.Spec == asked || known.Decide(asked, default).Refused) return null;

        foreach (var (data, pinned) in known.PinnedFor(asked))
        {
            var found = ImagesPreparation.Open(data with { Pinned = pinned }, cache, null, null, cancel, export);
            if (ImagesPreparation.Difference(pinned, found, cache) is { } difference)
                return $"The sweep {asked.Name} was submitted before. {ImagesWords.OtherImages(data.Data, difference)}";
        }

        return null;
    }
}
