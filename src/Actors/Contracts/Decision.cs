using System.Collections.Immutable;

namespace ActorGaze.Actors.Contracts;

/// <summary>What a state says to a command: events to journal, nothing to do, or no with a reason.</summary>
public sealed record Decision<TEvent>(ImmutableList<TEvent> Events, string? Reason)
{
    public bool Refused => Reason is not null;

    public bool Ignored => Reason is null && Events.IsEmpty;
}

/// <summary>Makes decisions.</summary>
public static class Decision
{
    public static Decision<TEvent> Accept<TEvent>(params IEnumerable<TEvent> events) => new([.. events], null);

    /// <summary>The command was heard before, or asks for what already is.</summary>
    public static Decision<TEvent> Ignore<TEvent>() => new([], null);

    public static Decision<TEvent> Refuse<TEvent>(string reason) => new([], reason);
}
