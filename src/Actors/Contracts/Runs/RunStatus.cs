namespace ActorGaze.Actors.Contracts.Runs;

/// <summary>How a run stands, told whenever that changes.</summary>
/// <param name="SequenceNumber">Of the journal's last event that <paramref name="State"/> holds.</param>
/// <param name="Waiting">What it waits for; null where it does not.</param>
public sealed record RunStatus(RunState State, long SequenceNumber, WaitingFor? Waiting)
{
    /// <summary>Its actor has no crew, not even one that was abandoned and hangs: it may be let go.</summary>
    public bool IsAlone { get; init; } = true;

    /// <summary>It could train, had it a slot.</summary>
    public bool WantsSlot => Waiting is WaitingFor.Slot;

    /// <summary>Why it did not take the spec that its sweep asks for; null where it did.</summary>
    public string? Refusal { get; init; }
}

/// <summary>The run's journal cannot be written; its actor comes back after a while.</summary>
public sealed record RunJournalFailed(RunId Run, WaitingFor.Journal Waiting);

/// <summary>The slot is free again: the crew is gone, or was never started.</summary>
public sealed record SlotReturned(RunId Run);

/// <summary>Save and stop, all the way down: the engine leaves. What was running goes on at the next start.</summary>
public sealed record Leave;
