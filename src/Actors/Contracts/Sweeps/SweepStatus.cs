namespace ActorGaze.Actors.Contracts.Sweeps;

/// <summary>The sweep's spec, told to whoever routes commands and keeps the score.</summary>
public sealed record SweepStatus(SweepSpec Spec);

/// <summary>
/// Sweeps that the journal knows, before their actors have read it: so that screens have something to show. Told to whoever keeps the
/// score.
/// </summary>
public sealed record SweepsRemembered(IReadOnlyList<SweepSpec> Sweeps);

/// <summary>A sweep that the journal knows cannot be taken up, and why: told to whoever keeps the score.</summary>
public sealed record SweepRefused(SweepSpec Spec, string Reason);
