using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Faults;
using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Nn.Training;

namespace ActorGaze.Actors.Contracts.Runs;

/// <summary>Where a run is in its life.</summary>
public enum RunPhase
{
    /// <summary>Nothing has been said of it yet.</summary>
    Unknown,

    /// <summary>Waits for a slot.</summary>
    Queued,

    /// <summary>Has a crew, or had one when the engine went away.</summary>
    Running,

    /// <summary>Lost its crew to a fault that may pass: it waits before it tries again, or for what is missing.</summary>
    Recovering,

    /// <summary>Stands still, its state on disk, until it is told to go on.</summary>
    Paused,

    Completed,
    Failed,
    Cancelled,
}

/// <summary>What may be asked of a run. Imperative, answered, never journalled.</summary>
public abstract record RunCommand
{
    private RunCommand() { }

    /// <summary>Take this spec; a run that has it already does nothing.</summary>
    public sealed record Submit(RunSpec Spec) : RunCommand;

    /// <summary>A slot is yours.</summary>
    /// <param name="Classes">What its images' labels are called, by label.</param>
    public sealed record Start(string Device, ClassNames? Classes = null) : RunCommand
    {
        /// <summary>
        /// From the sweep: the images that its runs of this data set train on, null before the first of them. To the journal: those that
        /// were opened.
        /// </summary>
        public ImagesFacts? Images { get; init; }

        /// <summary>What the bits depend on here; null where that is not known.</summary>
        public BitFacts? Bits { get; init; }

        /// <summary>Whether a run whose bits would be others is paused rather than started.</summary>
        public bool Strict { get; init; }
    }

    public sealed record Pause(string Why) : RunCommand;

    public sealed record Resume : RunCommand
    {
        /// <summary>See <see cref="Retry.AcceptedPlugin"/>.</summary>
        public string? AcceptedPlugin { get; init; }
    }

    public sealed record Cancel(string Why) : RunCommand;

    /// <summary>Try a failed or cancelled run again, from its newest sound checkpoint or from nothing.</summary>
    public sealed record Retry(bool FromStart) : RunCommand
    {
        /// <summary>
        /// SHA-256 of the assembly that brings its network, as its file is now: the run goes on with these bytes. Null: nothing is
        /// accepted.
        /// </summary>
        public string? AcceptedPlugin { get; init; }
    }

    /// <summary>A pause's state is on disk (null: there was none yet) and the crew is gone.</summary>
    public sealed record FinishPause(string Why, CheckpointRef? Checkpoint) : RunCommand;

    public sealed record CloseEpoch(EpochMetrics Metrics, CheckpointRef Checkpoint) : RunCommand
    {
        public long? Memory { get; init; }
    }

    public sealed record KeepCheckpoint(CheckpointRef Checkpoint, string Why) : RunCommand;

    /// <param name="To">Where its file lies now, inside the state folder; null where there is no file.</param>
    public sealed record SetAside(CheckpointRef Checkpoint, string Why, string? To = null) : RunCommand;

    /// <summary>Go on from a checkpoint that is in the run's folder and that the journal does not name.</summary>
    /// <param name="Epochs">The figures that it brings, of epochs that the journal lacks or has with other figures; one after
    /// another.</param>
    public sealed record Adopt(CheckpointRef Checkpoint, ImmutableList<EpochMetrics> Epochs, string Why) : RunCommand;

    /// <summary>Name these checkpoints no longer: their files are gone, and there are others to go on from.</summary>
    public sealed record DropMissing(ImmutableList<CheckpointRef> Checkpoints) : RunCommand;

    /// <summary>A file that the journal does not name was moved out of the run's checkpoints.</summary>
    /// <param name="To">Where it lies now, inside the state folder.</param>
    public sealed record NoteSetAside(string File, string To, string Why) : RunCommand;

    public sealed record Finish : RunCommand;

    public sealed record HandleFault(Fault Fault, int MaxInARow) : RunCommand;

    /// <summary>The wait after a fault is over.</summary>
    public sealed record TryAgain(string Why = "trying again") : RunCommand;
}

/// <summary>What has happened to a run. Past tense, journalled, never changed: only added to.</summary>
public abstract record RunEvent
{
    private RunEvent() { }

    public required DateTimeOffset At { get; init; }

    public sealed record Submitted(RunSpec Spec) : RunEvent;

    /// <summary>The spec asks for more epochs than before; nothing that was run is altered.</summary>
    public sealed record Extended(RunSpec Spec) : RunEvent;

    /// <summary>The same images are in another folder now.</summary>
    public sealed record ImagesMoved(string From, string To) : RunEvent;

    /// <summary>A crew was started.</summary>
    /// <param name="Attempt">From 1.</param>
    /// <param name="From">The checkpoint it goes on from; null: from nothing.</param>
    public sealed record Started(int Attempt, string Device, CheckpointRef? From) : RunEvent
    {
        /// <summary>What its images' labels are called; null in journals before these were written down.</summary>
        public ClassNames? Classes { get; init; }

        /// <summary>
        /// The images it trains on; null where they are those of the attempt before, and in journals before these were written down.
        /// </summary>
        public ImagesFacts? Images { get; init; }

        /// <summary>What the attempt's bits depend on; null in journals before this was written down.</summary>
        public BitFacts? Bits { get; init; }

        /// <summary>In words, what of that differs from what made the checkpoint that it goes on from; null where nothing does.</summary>
        public string? OtherBits { get; init; }
    }

    /// <summary>A checkpoint inside an epoch.</summary>
    public sealed record CheckpointSaved(CheckpointRef Checkpoint, string Why) : RunEvent;

    /// <summary>A checkpoint was found damaged, and its file was moved out of the run's checkpoints; or the file was gone.</summary>
    public sealed record CheckpointSetAside(CheckpointRef Checkpoint, string Why) : RunEvent
    {
        /// <summary>
        /// Where its file lies now, inside the state folder; null where it was gone, or was renamed in its place by an older version.
        /// </summary>
        public string? To { get; init; }
    }

    /// <summary>The run goes on from a checkpoint that lay in its folder and that the journal did not name.</summary>
    /// <param name="Epochs">The figures that it brought: they take the place of the journal's from the first of them on.</param>
    public sealed record CheckpointAdopted(CheckpointRef Checkpoint, ImmutableList<EpochMetrics> Epochs, string Why) : RunEvent
    {
        public bool Equals(CheckpointAdopted? other) =>
            base.Equals(other) && Checkpoint == other.Checkpoint && Why == other.Why && Epochs.SequenceEqual(other.Epochs);

        public override int GetHashCode() => HashCode.Combine(At, Checkpoint, Why, Epochs.Count);
    }

    /// <summary>A file that the journal does not name was moved out of the run's checkpoints.</summary>
    /// <param name="To">Where it lies now, inside the state folder.</param>
    public sealed record FileSetAside(string File, string To, string Why) : RunEvent;

    public sealed record EpochCompleted(EpochMetrics Metrics, CheckpointRef Checkpoint) : RunEvent
    {
        /// <summary>The most bytes that the run's process had held at once by then; null where it was the engine's.</summary>
        public long? Memory { get; init; }
    }

    /// <summary>
    /// An epoch was done again from an older checkpoint and has other figures. They take the place of the old ones; later epochs are yet to
    /// be done again.
    /// </summary>
    public sealed record EpochRedone(EpochMetrics Metrics, CheckpointRef Checkpoint) : RunEvent;

    public sealed record Faulted(int Attempt, Fault Fault) : RunEvent;

    public sealed record Paused(string Why, CheckpointRef? Checkpoint) : RunEvent;

    /// <summary>Waits for a slot again, after a pause or a fault.</summary>
    public sealed record Requeued(string Why) : RunEvent;

    /// <param name="WeightsSha256">Of the final network.</param>
    public sealed record Completed(string WeightsSha256) : RunEvent;

    public sealed record Failed(string Reason) : RunEvent;

    public sealed record Cancelled(string Why) : RunEvent;

    /// <summary>
    /// The assembly that brings its network holds other bytes than before, and the run goes on with them because it was told to.
    /// </summary>
    /// <param name="File">The assembly's.</param>
    /// <param name="Before">SHA-256 of the bytes before.</param>
    /// <param name="Now">SHA-256 of the bytes from now on.</param>
    public sealed record PluginAccepted(string File, string Before, string Now) : RunEvent;

    /// <param name="FromStart">Everything it had learned is forgotten; the checkpoints that the journal names are deleted.</param>
    public sealed record Retried(bool FromStart) : RunEvent;
}
