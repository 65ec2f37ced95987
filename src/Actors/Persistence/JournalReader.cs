using System.Collections.Immutable;
using ActorGaze.Actors.Runs;
using ActorGaze.Actors.Sweeps;

namespace ActorGaze.Actors.Persistence;

/// <summary>One journalled event and its place.</summary>
public sealed record JournalEntry<TEvent>(string PersistenceId, long SequenceNumber, TEvent Event);

/// <summary>Reads a state folder's journal without an engine (a running one is not disturbed): the truth behind every table and report.</summary>
public sealed class JournalReader
{
    /// <exception cref="Nn.InvalidInputException">There is no journal, or it is damaged.</exception>
    public static JournalReader Open(string stateFolder) => throw new NotSupportedException();

    public ImmutableList<SweepSpec> Sweeps() => throw new NotSupportedException();

    /// <summary>A run's state, folded from its events; null where there is no such run.</summary>
    public RunState? Run(RunId run) => throw new NotSupportedException();

    /// <summary>The runs of a sweep, in its plan's order.</summary>
    public ImmutableList<RunState> RunsOf(string sweep) => throw new NotSupportedException();

    public ImmutableList<JournalEntry<RunEvent>> EventsOf(RunId run) => throw new NotSupportedException();
}
