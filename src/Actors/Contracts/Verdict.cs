using System.Collections.Immutable;

namespace ActorGaze.Actors.Contracts;

/// <summary>What a state says to a command: events to journal, nothing to do, or no with a reason.</summary>
public sealed record Verdict<TEvent>(ImmutableList<TEvent> Events, string? Reason)
{
    public bool Refused => Reason is not null;

    public bool Ignored => Reason is null && Events.IsEmpty;
}

/// <summary>Makes verdicts.</summary>
public static class Verdict
{
    public static Verdict<TEvent> Accept<TEvent>(params IEnumerable<TEvent> events) => new([.. events], null);

    /// <summary>The command was heard before, or asks for what already is.</summary>
    public static Verdict<TEvent> Ignore<TEvent>() => new([], null);

    public static Verdict<TEvent> Refuse<TEvent>(string reason) => new([], reason);
}
