using System.Runtime.InteropServices;

namespace ActorGaze.Tui.Terminal;

/// <summary>
/// Stopping and going on as a shell asks for it (Ctrl-Z, <c>fg</c>, <c>bg</c>), for a program that holds the terminal and must let go of it
/// first.
/// </summary>
internal sealed class JobControl : IDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);
    private static readonly int StopSignal = OperatingSystem.IsLinux() ? 19 : 17; // SIGSTOP
    private static readonly int KeySignal = OperatingSystem.IsLinux() ? 20 : 18; // SIGTSTP

    private readonly Lock _gate = new();
    private readonly ManualResetEvent _continued = new(false);
    private readonly PosixSignalRegistration[] _signals = [];
    private volatile bool _stopAsked;
    private volatile bool _wasContinued;
    private bool _disposed;

    public JobControl()
    {
        if (OperatingSystem.IsWindows()) return;
        _signals =
            [PosixSignalRegistration.Create(PosixSignal.SIGTSTP, OnStop), PosixSignalRegistration.Create(PosixSignal.SIGCONT, OnContinue)];
    }

    /// <summary>The terminal is to be let go of: to stop, or to take it anew after the program was stopped.</summary>
    public bool MustLetGo => _stopAsked || _wasContinued;

    /// <summary>This program, rather than a shell above it, has the terminal. True where that cannot be told.</summary>
    public static bool IsForeground =>
        OperatingSystem.IsWindows() || (ForegroundGroup(0) is var group && (group < 0 || group == OwnGroup()));

    /// <summary>
    /// Stops the whole job, as the key does where a terminal has it watched; does nothing where there is no shell to go on from.
    /// </summary>
    public static void StopByKey()
    {
        if (OperatingSystem.IsWindows()) return;
        var parent = Parent();
        if (SessionOf(parent) == SessionOf(0) && GroupOf(parent) != OwnGroup()) _ = Kill(0, KeySignal);
    }

    /// <summary>Stops the process where that was asked for, and returns once the terminal is its own again, or at the end.</summary>
    public void Wait(CancellationToken end)
    {
        WaitHandle[] either = [_continued, end.WaitHandle];
        if (_stopAsked && !_continued.WaitOne(0) && !OperatingSystem.IsWindows())
        {
            _ = Kill(Environment.ProcessId, StopSignal);
            WaitHandle.WaitAny(either);
        }

        (_stopAsked, _wasContinued) = (false, false);
        while (!IsForeground && !end.IsCancellationRequested)
        {
            _continued.Reset();
            WaitHandle.WaitAny(either, BetweenLooks);
        }

        _wasContinued = false;
    }

    public void Dispose()
    {
        foreach (var signal in _signals) signal.Dispose();
        lock (_gate)
        {
            _disposed = true;
            _continued.Dispose();
        }
    }

    private void OnStop(PosixSignalContext context)
    {
        context.Cancel = true;
        lock (_gate)
        {
            if (_disposed) return;
            _continued.Reset();
            _stopAsked = true;
        }
    }

    private void OnContinue(PosixSignalContext context)
    {
        lock (_gate)
        {
            if (_disposed) return;
            _wasContinued = true;
            _continued.Set();
        }
    }

    [DllImport("libc", EntryPoint = "tcgetpgrp"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ForegroundGroup(int descriptor);

    [DllImport("libc", EntryPoint = "getpgrp"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int OwnGroup();

    [DllImport("libc", EntryPoint = "getpgid"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GroupOf(int process);

    [DllImport("libc", EntryPoint = "getsid"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SessionOf(int process);

    [DllImport("libc", EntryPoint = "getppid"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Parent();

    [DllImport("libc", EntryPoint = "kill"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
