using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Runs;

namespace ActorGaze.Actors.Engine.Census;

/// <summary>One living actor and those below it, at the moment of the census.</summary>
/// <param name="Path">Such as <c>/user/lab/sweep-s/run-r</c>.</param>
/// <param name="Mailbox">Messages waiting.</param>
/// <param name="MessagesPerSecond">Null where it is not known.</param>
/// <param name="Restarts">Of a run: crews after the first. Of any other actor: restarts by its supervisor.</param>
/// <param name="LastReason">Why the last of them; null where there was none.</param>
/// <param name="AgeSeconds">Since it started.</param>
public sealed record CensusNode(
    string Path, string Name, int Mailbox, double? MessagesPerSecond, int Restarts, string? LastReason, double AgeSeconds,
    ImmutableArray<CensusNode> Children)
{
    private const string Run = "run-";
    private const string Sweep = "sweep-";
    private const string Crew = "crew-";
    private const string Machine = "node-";

    /// <summary>The run whose actor has this name; null where it is no run's.</summary>
    public static RunId? RunOf(string name) => After(Run, name) is { } run ? RunId.Known(run) : null;

    /// <summary>The sweep whose actor has this name; null where it is no sweep's.</summary>
    public static string? SweepOf(string name) => After(Sweep, name);

    /// <summary>Whether an actor with this name is a run's crew.</summary>
    public static bool IsCrew(string name) => After(Crew, name) is not null;

    /// <summary>The node that the actor with this name stands for; null where it stands for none.</summary>
    public static string? NodeOf(string name) => After(Machine, name);

    /// <summary>The name of the actor that stands for a node.</summary>
    public static string NameOfNode(string node) => Machine + node;

    private static string? After(string prefix, string name) =>
        name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : null;
}
