using System.Collections.Immutable;

namespace ActorGaze.Actors.Contracts.Nodes;

/// <summary>A machine that trains for an engine, for people.</summary>
/// <param name="Address">Where it is reached.</param>
/// <param name="Since">When it joined.</param>
/// <param name="Heard">False: nothing is heard of it, and it gets no new runs.</param>
/// <param name="Slots">A device for each run at once, as <c>NODE/DEVICE</c>.</param>
/// <param name="Roots">The names of its data roots.</param>
/// <param name="Lacks">Why it gets no runs of a data set, a line each.</param>
public sealed record NodeFacts(
    string Name, string Address, DateTimeOffset Since, bool Heard, ImmutableArray<string> Slots, ImmutableArray<string> Roots,
    ImmutableArray<string> Lacks);
