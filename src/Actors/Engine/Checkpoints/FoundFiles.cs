using System.Collections.Immutable;
using System.Globalization;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Crews;
using ActorGaze.Nn.Training;

namespace ActorGaze.Actors.Engine.Checkpoints;

/// <summary>Whose a found checkpoint is, what figures it brings, and the words for both. Pure.</summary>
internal static class FoundFiles
{
    /// <summary>Why a file is none to go on from; null where it could be one.</summary>
    public static string? Objection(RunState run, FoundFile file, CheckpointRef? latest, string? images)
    {
        if (file.What is not { } what) return file.Fault;
        if (what.Run is { } name && name != run.Spec!.Id.Value) return $"it is a checkpoint of the run {name}";
        if (Extension.Differences(what.Spec.ForBits(), run.Spec!.ForBits()) is { Count: > 0 } differing)
            return $"it was made with other settings: {string.Join("; ", differing)}";
        if (images is not null && what.Images is { } other && other != images)
            return $"it was made with other images (content {Short(other)}, and {Short(images)} in the run's own)";
        if (AttemptOf(file.File) is { } attempt && attempt <= run.ForgottenAttempts)
            return "it was made before the run was told to begin again from the start";
        return latest is not null && latest.At.CompareTo(what.Checkpoint.At) >= 0
            ? $"it is not further than {latest.File}, which the journal names"
            : null;
    }

    /// <summary>Further than the run is asked to go; it may be asked for more later.</summary>
    public static bool IsBeyond(RunState run, CheckpointDescription d) =>
        d.Checkpoint.At.CompareTo(new TrainingPosition(run.Spec!.Epochs, 0)) > 0;

    public static string Beyond(RunState run, CheckpointDescription d) =>
        $"it is at {d.Checkpoint.At}, and the run is asked for {run.Spec!.Epochs} epochs. It is used when the run is asked for more";

    /// <summary>Epochs before a checkpoint whose figures neither the journal nor the checkpoint has; null where there is none.</summary>
    public static (int First, int Last)? MissingEpochs(RunState run, CheckpointDescription d)
    {
        var (done, history, known) = (d.Checkpoint.At.EpochsDone, d.History.Epochs, run.Epochs.Count);
        if (done <= known) return null;
        if (history.IsEmpty || history[^1].Epoch != done) return (known + 1, done);
        return history[0].Epoch <= known + 1 ? null : (known + 1, history[0].Epoch - 1);
    }

    /// <summary>The epochs of a checkpoint from the first one on that is not known, or is known with other figures.</summary>
    public static ImmutableList<EpochMetrics> Brought(ImmutableList<EpochMetrics> known, CheckpointDescription d)
    {
        var history = d.History.Epochs;
        if (history.IsEmpty || history[^1].Epoch != d.Checkpoint.At.EpochsDone) return [];
        var first = history.FindIndex(e => e.Epoch > known.Count || !EpochHistory.SameFigures(known[e.Epoch - 1], e));
        return first < 0 ? [] : history.GetRange(first, history.Count - first);
    }

    /// <summary>Those before the first brought one, and then those brought.</summary>
    public static ImmutableList<EpochMetrics> With(ImmutableList<EpochMetrics> known, ImmutableList<EpochMetrics> brought) =>
        brought.IsEmpty ? known : [.. known.Take(brought[0].Epoch - 1), .. brought];

    public static string WhyAdopted(RunState run, ImmutableList<CheckpointRef> usable, CheckpointDescription d)
    {
        var than = usable.IsEmpty
            ? run.Checkpoints.IsEmpty ? "the journal names no checkpoint" : "the checkpoints that the journal names are not there"
            : $"it is further than {usable[^1].File}, which the journal names";
        return d.Checked ? than : $"{than}; an older version made it, so its bytes cannot be checked";
    }

    public static string Gap(RunState run, CheckpointDescription d, TrainingPosition? from, string folder)
    {
        var (first, last) = MissingEpochs(run, d)!.Value;
        var epochs = first == last ? $"epoch {first}" : $"epochs {first} to {last}";
        var then = from is not null ? $"goes on from {from}"
            : run.Epochs.IsEmpty && run.Checkpoints.IsEmpty ? "begins from the start"
            : "still needs a checkpoint";
        return $"{Path.Combine(folder, d.Checkpoint.File)} is at {d.Checkpoint.At}, further than the journal, "
            + $"but neither has the figures of {epochs}. Put back the journal.db that has them. Or move the file elsewhere and say "
            + $"{GoOn(run)}: then the run {then}.";
    }

    public static string NothingLeft(RunState run, string folder)
    {
        var id = run.Spec!.Id;
        var files = run.Checkpoints.IsEmpty ? "" : $": {string.Join(", ", run.Checkpoints.Select(c => c.File))}";
        var cancelled = run.Phase is RunPhase.Failed or RunPhase.Cancelled ? "" : $"'cancel {id}', then ";
        return $"No checkpoint that the journal names is in {folder}{files}. Put one back and say {GoOn(run)}. "
            + $"To begin again from nothing: {cancelled}'retry {id} --from-start'.";
    }

    private static string Short(string content) => content[..Math.Min(12, content.Length)];

    private static string GoOn(RunState run) =>
        run.Phase is RunPhase.Failed or RunPhase.Cancelled ? $"'retry {run.Spec!.Id}'" : $"'resume {run.Spec!.Id}'";

    /// <summary>The attempt in a file's name, e0039-s00000-a2.safetensors; null where it has another form.</summary>
    private static int? AttemptOf(string file)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        var from = name.LastIndexOf("-a", StringComparison.Ordinal) + 2;
        if (from < 2) return null;
        return int.TryParse(name.AsSpan(from), NumberStyles.None, CultureInfo.InvariantCulture, out var attempt) ? attempt : null;
    }
}
