using System.Runtime.InteropServices;

namespace ActorGaze.Nn.Data.Store;

/// <summary>The memory that decoding a data set has taken: an engine would hold it for days.</summary>
internal static partial class DecodingMemory
{
    /// <summary>Gives the system back what neither .NET nor the C library needs now.</summary>
    public static void GiveBack()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            _ = Trim(0);
        }
        catch (EntryPointNotFoundException)
        {
            // not the GNU C library
        }
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int Trim(nuint kept);
}
