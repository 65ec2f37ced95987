using System.Collections.Immutable;

namespace ActorGaze.Actors.Workers;

/// <summary>How a worker process is started.</summary>
/// <param name="File">The program.</param>
/// <param name="Arguments">Of it; <c>--state</c> and the state folder are added.</param>
public sealed record WorkerProgram(string File, ImmutableArray<string> Arguments)
{
    /// <summary>The same program behind nice(1) and taskset(1), which become it: its process is theirs.</summary>
    /// <param name="nice">0: as the engine.</param>
    /// <param name="cpus">Such as <c>0-3,6</c>; null: as the engine.</param>
    public WorkerProgram Within(int nice, string? cpus)
    {
        var program = this;
        if (cpus is not null) program = program.Behind("taskset", "--cpu-list", cpus);
        return nice == 0 ? program : program.Behind("nice", "-n", FormattableString.Invariant($"{nice}"));
    }

    private WorkerProgram Behind(string starter, params ReadOnlySpan<string> options) => new(starter, [.. options, File, .. Arguments]);
}
