using System.Runtime.InteropServices;
using ActorGaze.Tui.Terminal;
using ActorGaze.Tui.Watching;

namespace ActorGaze.Tui.Cli;

/// <summary>
/// The end of the process, whatever its threads are doing: one that is deep in libtorch waits for nobody, and would crash on libtorch's own
/// tidying up.
/// </summary>
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
    /// <param name="worth">A lost result is graver than a check that does not hold; a lost copy is told where all else went well.</param>
    public static int StatusAfter(int status, IOException? failure, OutputWorth worth)
    {
        if (failure is null || OutputErrors.IsReaderGone(failure)) return status;
        return worth switch
        {
            OutputWorth.Result => Math.Max(status, ExitStatus.Prevented),
            OutputWorth.Copy when status == ExitStatus.Well => ExitStatus.Prevented,
            _ => status,
        };
    }

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
        if (!output.Finish() && status == ExitStatus.Well && output.Worth == OutputWorth.Result) return ExitStatus.Interrupted;
        return StatusAfter(status, output.Out.Failure, output.Worth);
    }

    [DllImport("libc", EntryPoint = "_exit")]
    private static extern void ExitNow(int status);
}
