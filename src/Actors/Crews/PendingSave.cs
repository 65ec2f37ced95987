using ActorGaze.Nn.Training;

namespace ActorGaze.Actors.Crews;

/// <summary>A copy that is being written beside the training, or waits for the one before it.</summary>
/// <param name="Snapshot">Null: training stands where the save before this one was made, and that checkpoint answers for this one
/// too.</param>
/// <param name="Why">Goes into the journal where the save closes no epoch.</param>
/// <param name="Closes">The figures of the epoch that this save closes; null: a save inside an epoch.</param>
/// <param name="Last">True: the crew was asked to save and stop.</param>
/// <param name="Start">When copying began, on the trainer's clock.</param>
/// <param name="Stall">How long copying kept the trainer from training.</param>
internal sealed record PendingSave(LoopSnapshot? Snapshot, string Why, EpochMetrics? Closes, bool Last, TimeSpan Start, TimeSpan Stall);
