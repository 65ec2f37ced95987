namespace ActorGaze.Actors.Contracts.Sweeps;

/// <summary>The sweep's spec, told to whoever routes commands and keeps the score.</summary>
public sealed record SweepStands(SweepSpec Spec);

/// <summary>A sweep that the journal knows cannot be taken up, and why: told to whoever keeps the score.</summary>
public sealed record SweepRefused(SweepSpec Spec, string Reason);
