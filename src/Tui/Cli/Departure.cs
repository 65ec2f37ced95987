using System.Runtime.InteropServices;
using ActorGaze.Tui.Output;
using ActorGaze.Tui.Watching;

namespace ActorGaze.Tui.Cli;

/// <summary>The end of the process, whatever its threads are doing: one that is deep in libtorch waits for nobody, and would crash on libtorch's own tidying up.</summary>
internal static class Departure
{
    /// <summary>Waits until the output is read, or a signal says not to wait; then ends the process. Does not return.</summary>
    public static void Leave(Surroundings around, int status)
    {
        if (around.Output is { } output) status = Written(output, status);
        TerminalScreen.Restore(); // a screen that was left behind may have drawn again
        AtOnce(status);
    }

    /// <summary>Does not return. What is not written yet is lost.</summary>
    public static void AtOnce(int status)
    {
        if (OperatingSystem.IsWindows()) Environment.Exit(status);
        else ExitNow(status);
    }

    /// <summary>The exit status of a program whose standard output failed.</summary>
    /// <param name="failure">Null where all was written.</param>
    /// <param name="isCopy">What was written there is in the state folder too, so that nothing is lost.</param>
    public static int StatusAfter(int status, IOException? failure, bool isCopy) =>
        status == ExitStatus.Well && failure is not null && !OutputErrors.IsReaderGone(failure) && !isCopy ? ExitStatus.Prevented : status;

    private static int Written(ProcessOutput output, int status)
    {
        void StopWaiting(PosixSignalContext context)
        {
            context.Cancel = true;
            output.StopWaiting();
        }

        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, StopWaiting);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, StopWaiting);
        using var hangup = Signals.IsIgnored(Signals.Hangup) ? null : PosixSignalRegistration.Create(PosixSignal.SIGHUP, StopWaiting);
        if (!output.Finish() && status == ExitStatus.Well && !output.IsCopy) return ExitStatus.Interrupted;
        return StatusAfter(status, output.Out.Failure, output.IsCopy);
    }

    [DllImport("libc", EntryPoint = "_exit")]
    private static extern void ExitNow(int status);
}
