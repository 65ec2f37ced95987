using ActorGaze.Nn.Training;

namespace ActorGaze.Tui.Rendering;

/// <summary>What is known of a run's epochs beside its line, which has the last one only.</summary>
/// <param name="Epochs">By number, the first one being 1.</param>
/// <param name="Before">How many were completed before anybody could have been told of them; null where that is not known.</param>
internal sealed record KnownEpochs(IReadOnlyList<EpochMetrics> Epochs, int? Before = null);
