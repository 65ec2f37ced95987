using System.Runtime.InteropServices;

namespace ActorGaze.Tui.Cli;

/// <summary>What .NET does not tell of signals, or does not do with them.</summary>
internal static class Signals
{
    public const int Hangup = 1;

    private const int Quit = 3;
    private const int Abort = 6;
    private const int Alarm = 14;
    private const int ProcessorTime = 24;
    private const nint Default = 0;
    private const nint Ignored = 1;
    private const int LargerThanAnySigaction = 512;

    /// <summary>Those that end a program at once. .NET ignores SIGABRT where another process sends it.</summary>
    private static int[] Fatal =>
        OperatingSystem.IsLinux()
        ? [Quit, Abort, Alarm, ProcessorTime, 10, 12]
        : [Quit, Abort, Alarm, ProcessorTime, 30, 31]; // and both user signals

    /// <summary>True under nohup, for a hangup.</summary>
    public static bool IsIgnored(int signal)
    {
        if (OperatingSystem.IsWindows()) return true;
        var action = new byte[LargerThanAnySigaction];
        return Sigaction(signal, 0, action) == 0
            && MemoryMarshal.Read<nint>(action) == Ignored; // the handler stands first, on Linux and on macOS
    }

    /// <summary>From now on, a signal that ends the program first gives back what it holds. One that is ignored stays so.</summary>
    public static void BeforeFatal(Action giveBack)
    {
        if (OperatingSystem.IsWindows()) return;
        foreach (var signal in Fatal.Where(signal => !IsIgnored(signal)))
        {
            Registered.Add(PosixSignalRegistration.Create((PosixSignal)signal, context =>
            {
                context.Cancel = true;
                giveBack();
                DieOf(signal);
            }));
        }
    }

    private static List<PosixSignalRegistration> Registered { get; } = []; // what is collected no longer listens

    private static void DieOf(int signal)
    {
        Handle(signal, Default);
        _ = Kill(Environment.ProcessId, signal);
    }

    [DllImport("libc", EntryPoint = "sigaction"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Sigaction(int signal, nint change, byte[] present);

    [DllImport("libc", EntryPoint = "signal"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Handle(int signal, nint handler);

    [DllImport("libc", EntryPoint = "kill"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
