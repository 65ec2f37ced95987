using System.Runtime.InteropServices;
using ActorGaze.Tui.Terminal;

namespace ActorGaze.Tui.Cli;

/// <summary>
/// The first SIGINT, SIGTERM or hangup asks for an end with everything saved. Another one, two seconds later or more, ends the program at
/// once.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly Lock _gate = new();
    private readonly List<PosixSignalRegistration> _signals = [];
    private readonly Surroundings _around;
    private readonly Action? _first;
    private readonly Action? _second;
    private long? _firstAt;

    /// <param name="first">What is done after the first signal has asked for the end.</param>
    /// <param name="second">What is done before the second is obeyed.</param>
    public Interruption(Surroundings around, Action? first = null, Action? second = null)
    {
        (_around, _first, _second) = (around, first, second);
        PosixSignal[] signals = Signals.IsIgnored(Signals.Hangup)
            ? [PosixSignal.SIGINT, PosixSignal.SIGTERM]
            : [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP];
        foreach (var signal in signals) _signals.Add(PosixSignalRegistration.Create(signal, OnSignal));
    }

    public static Interruption Saving(Surroundings around) => new(around, () => around.Error.WriteLine($"actorgaze: saving; {Insisting}"));

    /// <summary>Of a program that holds the terminal: nothing is written over its screen, and it is given back before all else.</summary>
    public static Interruption OfScreen(Surroundings around) => new(around, null, Watching.TerminalScreen.Restore);

    /// <summary>What a user is told of a second signal.</summary>
    public static string Insisting =>
        FormattableString.Invariant($"a signal after {SignalRule.EchoTime.TotalSeconds:0} seconds leaves at once.");

    public CancellationToken Token => _source.Token;

    /// <summary>True where a signal or a key was heard, rather than a request over the socket.</summary>
    public bool BySignal => _firstAt is not null;

    /// <summary>The terminal is gone: there is nobody left to say anything to.</summary>
    public bool TerminalGone { get; private set; }

    /// <summary>Asks for the end over the socket. The first signal after it still only asks.</summary>
    public void Ask()
    {
        _around.Output?.StopWaiting();
        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // it is leaving already
        }
    }

    /// <summary>Asks for the end as a first signal does: a key of the screen.</summary>
    public void AskByKey()
    {
        lock (_gate) _firstAt ??= _around.Clock.GetTimestamp();
        Ask();
    }

    /// <summary>Waits for something to succeed or fail. False where the end is asked for before.</summary>
    public async Task<bool> ComesAfterAsync(Task something)
    {
        await something.WaitAsync(Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !Token.IsCancellationRequested && !something.IsCanceled;
    }

    public void Dispose()
    {
        foreach (var signal in _signals) signal.Dispose();
        _source.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        if (context.Signal == PosixSignal.SIGHUP) TerminalGone = true;
        switch (MeaningOf(context.Signal))
        {
            case SignalMeaning.Save:
                Ask();
                if (!TerminalGone) _first?.Invoke();
                break;
            case SignalMeaning.LeaveNow:
                _second?.Invoke();
                Departure.AtOnce(ExitStatus.Interrupted);
                break;
        }
    }

    private SignalMeaning MeaningOf(PosixSignal signal)
    {
        lock (_gate)
        {
            var meaning = SignalRule.Of(signal, _firstAt is { } first ? _around.Clock.GetElapsedTime(first) : null);
            _firstAt ??= _around.Clock.GetTimestamp();
            return meaning;
        }
    }
}
