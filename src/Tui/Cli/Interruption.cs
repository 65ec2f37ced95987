using System.Runtime.InteropServices;

namespace ActorGaze.Tui.Cli;

/// <summary>The first SIGINT or SIGTERM asks for an end with everything saved; the second is obeyed at once.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _signals;
    private int _heard;

    /// <param name="first">What the first signal is answered with.</param>
    /// <param name="second">What is done before the second is obeyed; null: nothing.</param>
    public Interruption(Action first, Action? second = null)
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
    }

    public static Interruption Saving(TextWriter error) => new(() => error.WriteLine("actorgaze: saving; once more leaves at once."));

    /// <summary>Of a program that holds the terminal: nothing is written over its screen, and it is given back before all else.</summary>
    public static Interruption OfScreen() => new(() => { }, Watching.TerminalScreen.Restore);

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
