using System.Runtime.InteropServices;

namespace ActorGaze.Tui.Cli;

/// <summary>The first SIGINT or SIGTERM asks for an end with everything saved; the second is obeyed at once. Where an engine lives here, the terminal's going away asks for it too.</summary>
internal sealed class Interruption : IDisposable
{
    private const int Hangup = 1;
    private const nint Ignored = 1;
    private const int LargerThanAnySigaction = 512;

    private readonly CancellationTokenSource _source = new();
    private readonly List<PosixSignalRegistration> _signals;
    private int _heard;

    /// <param name="first">What the first signal is answered with.</param>
    /// <param name="second">What is done before the second is obeyed; null: nothing.</param>
    /// <param name="holdsEngine">An engine lives in this process.</param>
    public Interruption(Action first, Action? second = null, bool holdsEngine = false)
    {
        _signals = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(signal => PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            if (Interlocked.Increment(ref _heard) > 1)
            {
                second?.Invoke();
                Departure.AtOnce(ExitStatus.Interrupted);
            }

            first();
            Ask();
        }))];
        if (holdsEngine && !IsHangupIgnored()) _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnHangup));
    }

    public static Interruption Saving(TextWriter error) => new(() => error.WriteLine("actorgaze: saving; once more leaves at once."), holdsEngine: true);

    /// <summary>Of a program that holds the terminal: nothing is written over its screen, and it is given back before all else.</summary>
    public static Interruption OfScreen(bool holdsEngine = false) => new(() => { }, Watching.TerminalScreen.Restore, holdsEngine);

    public CancellationToken Token => _source.Token;

    /// <summary>True where a signal was heard, rather than a request over the socket.</summary>
    public bool BySignal => Volatile.Read(ref _heard) > 0;

    /// <summary>The terminal is gone: there is nobody left to say anything to.</summary>
    public bool TerminalGone { get; private set; }

    /// <summary>Asks for the end as a first signal does.</summary>
    public void Ask()
    {
        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // it is leaving already
        }
    }

    public void Dispose()
    {
        foreach (var signal in _signals) signal.Dispose();
        _source.Dispose();
    }

    private void OnHangup(PosixSignalContext context)
    {
        context.Cancel = true;
        TerminalGone = true;
        Interlocked.Increment(ref _heard);
        Ask();
    }

    /// <summary>Under nohup it is, and stays so.</summary>
    private static bool IsHangupIgnored()
    {
        if (OperatingSystem.IsWindows()) return true;
        var action = new byte[LargerThanAnySigaction];
        return Sigaction(Hangup, 0, action) == 0 && MemoryMarshal.Read<nint>(action) == Ignored; // the handler stands first, on Linux and on macOS
    }

    [DllImport("libc", EntryPoint = "sigaction"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Sigaction(int signal, nint change, byte[] present);
}
