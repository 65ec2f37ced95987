using System.Runtime.InteropServices;

namespace ActorGaze.Tui.Cli;

/// <summary>The end of the process, whatever its threads are doing: one that is deep in libtorch waits for nobody, and would crash on libtorch's own tidying up.</summary>
internal static class Departure
{
    /// <summary>Does not return. What is to be written must have been.</summary>
    public static void AtOnce(int status)
    {
        if (OperatingSystem.IsWindows()) Environment.Exit(status);
        else ExitNow(status);
    }

    [DllImport("libc", EntryPoint = "_exit")]
    private static extern void ExitNow(int status);
}
