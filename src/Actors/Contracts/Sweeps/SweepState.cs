using System.Collections.Immutable;
using System.Diagnostics;
using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Actors.Contracts.Runs;

namespace ActorGaze.Actors.Contracts.Sweeps;

/// <summary>A data set of a sweep, and the images it held when a run of the sweep first opened it.</summary>
public sealed record PinnedImages(OpenImages Data, ImagesFacts Images);

/// <summary>
/// One sweep, as its journal tells it: what was asked for, and on which images. How its runs stand is in the runs' own journals.
/// </summary>
public sealed record SweepState(SweepSpec? Spec)
{
    public static SweepState Initial { get; } = new((SweepSpec?)null);

    /// <summary>By data set; one that no run has opened yet is not among them.</summary>
    public ImmutableList<PinnedImages> Pinned { get; init; } = [];

    /// <summary>The images that every run on this data set trains on; null before the first has opened it.</summary>
    public ImagesFacts? PinOf(RunSpec run) => PinOf(RunImages.Of(run));

    /// <summary>What the data sets of a submission must hold: those of known runs what these began with, wherever they lie now.</summary>
    public IReadOnlyList<PinnedImages> PinnedFor(SweepSpec asked)
    {
        var before = Spec?.Runs.ToDictionary(run => run.Id) ?? [];
        return
        [
            .. asked.Runs
                .Select(run => (Data: RunImages.Of(run), Images: PinOf(before.GetValueOrDefault(run.Id) ?? run)))
                .Where(data => data.Images is not null).Distinct().Select(data => new PinnedImages(data.Data, data.Images!)),
        ];
    }

    /// <summary>
    /// Takes a first spec, the same again, or one that asks for more; refuses one that would alter what was already asked for.
    /// </summary>
    public Decision<SweepEvent> Decide(SweepSpec asked, DateTimeOffset now)
    {
        if (asked.Runs.GroupBy(run => run.Id).FirstOrDefault(same => same.Count() > 1) is { } twice)
            return Decision.Refuse<SweepEvent>(
                $"The sweep {asked.Name} has {twice.Count()} runs of the name {twice.Key}; a run's name is its own.");
        if (Spec is null) return Decision.Accept<SweepEvent>(new SweepEvent.Submitted(asked) { At = now });
        if (Spec == asked) return Decision.Ignore<SweepEvent>();

        var before = Spec.Runs.ToDictionary(run => run.Id);
        var gone = before.Keys.Except(asked.Runs.Select(run => run.Id)).ToList();
        if (gone.Count > 0)
        {
            return Decision.Refuse<SweepEvent>(
                $"The sweep {asked.Name} was submitted before with {before.Count} runs, and {Some(gone)} not among those asked for now. "
                + "Give the sweep another name, or put the old grid back.");
        }

        foreach (var run in asked.Runs)
        {
            if (before.TryGetValue(run.Id, out var old) && old != run && Extension.Difference(old, run) is { } difference)
                return Decision.Refuse<SweepEvent>($"The sweep {asked.Name} was submitted before, and {run.Id} differs: {difference}");
        }

        return Decision.Accept(MovedOrExtended(asked, now));
    }

    /// <summary>Writes down what a data set holds that a run has opened; refuses other images than those that are written down.</summary>
    public Decision<SweepEvent> Decide(OpenImages opened, ImagesFacts found, DateTimeOffset now) => PinOf(opened) switch
    {
        null => Decision.Accept<SweepEvent>(new SweepEvent.ImagesPinned(opened.Alone(), found) { At = now }),
        var pinned when pinned.Content == found.Content => Decision.Ignore<SweepEvent>(),
        var pinned => Decision.Refuse<SweepEvent>(ImagesWords.OtherImages(opened.Data, ImagesWords.Difference(pinned, found))),
    };

    public SweepState Apply(SweepEvent @event) => @event switch
    {
        SweepEvent.Submitted e => this with { Spec = e.Spec },
        SweepEvent.Extended e => this with { Spec = e.Spec },
        SweepEvent.ImagesMoved e => this with { Spec = e.Spec, Pinned = [.. Pinned.Union(PinnedFor(e.Spec))] },
        SweepEvent.ImagesPinned e => this with { Pinned = Pinned.Add(new PinnedImages(e.Data, e.Images)) },
        _ => throw new UnreachableException($"No fold for {@event.GetType()}."),
    };

    private ImagesFacts? PinOf(OpenImages data) => Pinned.Find(pinned => pinned.Data == data.Alone())?.Images;

    private IEnumerable<SweepEvent> MovedOrExtended(SweepSpec asked, DateTimeOffset now)
    {
        var present = asked.Runs.ToDictionary(run => run.Id);
        var moved = Spec! with { Runs = [.. Spec.Runs.Select(run => Extension.Moved(run, present[run.Id]))] };
        if (moved != Spec) yield return new SweepEvent.ImagesMoved(moved) { At = now };
        if (moved != asked) yield return new SweepEvent.Extended(asked) { At = now };
    }

    private static string Some(List<RunId> runs) => runs.Count == 1 ? $"{runs[0]} is" : $"{runs[0]} and {runs.Count - 1} more are";
}
