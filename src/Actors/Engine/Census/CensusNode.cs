using System.Collections.Immutable;

namespace ActorGaze.Actors.Engine.Census;

/// <summary>One living actor and those below it, at the moment of the census.</summary>
/// <param name="Path">Such as <c>/user/lab/sweep-s/run-r</c>.</param>
/// <param name="Doing">A few words; null where there is nothing to tell.</param>
/// <param name="Mailbox">Messages waiting.</param>
/// <param name="MessagesPerSecond">Null where it is not known.</param>
/// <param name="Restarts">Of a run: crews after the first. Of any other actor: restarts by its supervisor.</param>
/// <param name="LastReason">Why the last of them; null where there was none.</param>
/// <param name="AgeSeconds">Since it started.</param>
public sealed record CensusNode(
    string Path, string Name, string? Doing, int Mailbox, double? MessagesPerSecond, int Restarts, string? LastReason, double AgeSeconds, ImmutableArray<CensusNode> Children);
