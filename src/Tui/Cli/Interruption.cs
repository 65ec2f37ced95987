using System.Runtime.InteropServices;

namespace ActorGaze.Tui.Cli;

/// <summary>The first SIGINT or SIGTERM asks for an end with everything saved; the second is obeyed at once.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _signals;
    private int _heard;

    /// <param name="first">What the first signal is answered with.</param>
    public Interruption(Action first)
    {
        _signals = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(signal => PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            if (Interlocked.Increment(ref _heard) > 1) Environment.Exit(ExitStatus.Interrupted);
            first();
            Ask();
        }))];
    }

    public static Interruption Saving(TextWriter error) => new(() => error.WriteLine("actorgaze: saving; once more leaves at once."));

    public CancellationToken Token => _source.Token;

    /// <summary>True where a signal was heard, rather than a request over the socket.</summary>
    public bool BySignal => Volatile.Read(ref _heard) > 0;

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
}
