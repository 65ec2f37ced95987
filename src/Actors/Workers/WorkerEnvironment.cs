using System.Collections.Immutable;

namespace ActorGaze.Actors.Workers;

/// <summary>What a worker's environment says to the system's libraries and to the runtime, where the user's says nothing of it.</summary>
internal static class WorkerEnvironment
{
    private const string FourGigabytes = "4294967296";

    private static readonly ImmutableArray<(string Name, string Value)> Variables =
    [
        (WorkerProcess.DeviceOrder, WorkerProcess.OrderOfBus), // cuda:1 is nvidia-smi's 1

        // Of glibc. A step takes and frees the same tens of megabytes again: they stay with the process, rather than be mapped and cleared
        // anew.
        ("MALLOC_MMAP_THRESHOLD_", FourGigabytes),
        ("MALLOC_TRIM_THRESHOLD_", FourGigabytes),
        ("MALLOC_TOP_PAD_", "67108864"),

        // Of the runtime, hexadecimal: a method is compiled a second time after 4,096 calls rather than 30. To compile the many methods
        // that a worker calls less often took two thirds of all its compiling.
        ("DOTNET_TC_CallCountThreshold", "1000"),
    ];

    public static void AddTo(IDictionary<string, string?> environment)
    {
        foreach (var (name, value) in Variables) environment.TryAdd(name, value);
    }
}
