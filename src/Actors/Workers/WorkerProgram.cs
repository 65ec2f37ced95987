using System.Collections.Immutable;

namespace ActorGaze.Actors.Workers;

/// <summary>How a worker process is started.</summary>
/// <param name="File">The program.</param>
/// <param name="Arguments">Of it; <c>--state</c> and the state folder are added.</param>
public sealed record WorkerProgram(string File, ImmutableArray<string> Arguments);
