using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Crews;
using ActorGaze.Nn.Training;

namespace ActorGaze.Actors.Engine.Checkpoints;

/// <summary>A checkpoint file that the journal does not name.</summary>
/// <param name="What">What it says of itself; null where it cannot be read.</param>
/// <param name="Fault">Why it cannot be read; null where it can.</param>
internal sealed record FoundFile(string File, CheckpointDescription? What, string? Fault);

/// <summary>A file, and why it is treated so.</summary>
internal sealed record FileReason(string File, string Why);

/// <summary>What becomes of the checkpoints in a run's folder. Pure: from the run's state, and from what lies there.</summary>
/// <param name="Missing">Named by the journal, not there, and not needed: there are others.</param>
/// <param name="Adopt">To go on from, oldest first.</param>
/// <param name="SetAside">To be moved out of the folder.</param>
/// <param name="Keep">Left where they are, unnamed.</param>
/// <param name="Wait">Why the run cannot go on by itself, and what to do; null where it can.</param>
internal sealed record CheckpointReview(
    ImmutableList<CheckpointRef> Missing, ImmutableList<RunCommand.Adopt> Adopt, ImmutableList<FileReason> SetAside,
    ImmutableList<FileReason> Keep, string? Wait)
{
    /// <param name="isThere">Whether the file of a checkpoint that the journal names is in the folder.</param>
    /// <param name="images">Content key of the data set that the run has learned from; null where that is not known.</param>
    /// <param name="folder">The run's folder of checkpoints, for messages.</param>
    public static CheckpointReview Of(
        RunState run, Func<CheckpointRef, bool> isThere, IEnumerable<FoundFile> found, string? images, string folder)
    {
        var usable = run.Checkpoints.FindAll(c => isThere(c));
        var latest = usable.IsEmpty ? null : usable[^1];
        var judged = found.OrderBy(f => f.File, StringComparer.Ordinal)
            .Select(f => (f.File, f.What, Why: FoundFiles.Objection(run, f, latest, images))).ToArray();
        var sound = judged.Where(f => f.Why is null).Select(f => f.What!).ToArray();
        var review = new CheckpointReview(
            [.. run.Checkpoints.Except(usable)], [],
            [.. judged.Where(f => f.Why is not null).Select(f => new FileReason(f.File, f.Why!))],
            [.. sound.Where(d => FoundFiles.IsBeyond(run, d)).Select(d => new FileReason(d.Checkpoint.File, FoundFiles.Beyond(run, d)))],
            null);
        CheckpointDescription[] fitting =
        [
            .. sound.Where(d => !FoundFiles.IsBeyond(run, d))
                .OrderBy(d => d.Checkpoint.At.EpochsDone).ThenBy(d => d.Checkpoint.At.StepsIntoNext),
        ];
        return review.WithFitting(run, usable, fitting, folder).OrWait(run, usable, folder);
    }

    /// <summary>Adopts those that the run would keep, had it saved them itself; a further one without figures makes it wait.</summary>
    private CheckpointReview WithFitting(RunState run, ImmutableList<CheckpointRef> usable, CheckpointDescription[] fitting, string folder)
    {
        var gapless = fitting.Where(d => FoundFiles.MissingEpochs(run, d) is null).ToArray();
        var furthest = gapless.LastOrDefault()?.Checkpoint.At ?? usable.LastOrDefault()?.At;
        var further = fitting.Except(gapless).Where(d => furthest is null || d.Checkpoint.At.CompareTo(furthest) > 0).ToArray();
        var review = this with
        {
            SetAside =
            [
                .. SetAside,
                .. fitting.Except(gapless).Except(further)
                    .Select(d => new FileReason(d.Checkpoint.File, "it is older than the checkpoints that the run goes on from")),
                .. further.Where(d => IsOneEpochOn(run, d, furthest)).Select(d =>
                    new FileReason(
                        d.Checkpoint.File, $"it brings no figures of epoch {d.Checkpoint.At.EpochsDone}, so that epoch is done again")),
            ],
        };
        var gap = further.LastOrDefault(d => !IsOneEpochOn(run, d, furthest));
        return gap is null
            ? review.WithGapless(run, usable, gapless)
            : review with { Missing = [], Wait = FoundFiles.Gap(run, gap, furthest, folder) };
    }

    /// <summary>Saved by an older version, which was killed before it could journal that: an epoch's work.</summary>
    private static bool IsOneEpochOn(RunState run, CheckpointDescription d, TrainingPosition? from) =>
        from is not null && from.EpochsDone == run.Epochs.Count && d.Checkpoint.At == new TrainingPosition(run.Epochs.Count + 1, 0);

    private CheckpointReview WithGapless(RunState run, ImmutableList<CheckpointRef> usable, CheckpointDescription[] gapless)
    {
        var places = gapless.GroupBy(d => d.Checkpoint.At).Select(same => same.Last()).ToArray();
        var epochs = places.Aggregate(run.Epochs, (all, d) => FoundFiles.With(all, FoundFiles.Brought(all, d)));
        var kept = Retention.Keep([.. usable, .. places.Select(d => d.Checkpoint)], epochs);
        var adopted = places.Where(d => kept.Contains(d.Checkpoint)).ToArray();
        var (commands, so) = (ImmutableList<RunCommand.Adopt>.Empty, run.Epochs);
        foreach (var d in adopted)
        {
            var brought = FoundFiles.Brought(so, d);
            so = FoundFiles.With(so, brought);
            commands = commands.Add(new RunCommand.Adopt(d.Checkpoint, brought, FoundFiles.WhyAdopted(run, usable, d)));
        }

        return this with
        {
            Adopt = commands,
            SetAside =
            [
                .. SetAside,
                .. gapless.Except(adopted).Select(d => new FileReason(d.Checkpoint.File, "the run keeps newer and better ones")),
            ],
        };
    }

    /// <summary>A run that has learned something never begins again by itself.</summary>
    private CheckpointReview OrWait(RunState run, ImmutableList<CheckpointRef> usable, string folder)
    {
        if (Wait is not null || !usable.IsEmpty || !Adopt.IsEmpty) return this;
        var isNew = run.Checkpoints.IsEmpty && run.Epochs.IsEmpty;
        return isNew ? this : this with { Missing = [], Wait = FoundFiles.NothingLeft(run, folder) };
    }
}
