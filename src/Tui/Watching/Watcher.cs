using ActorGaze.Actors.Contracts;
using ActorGaze.Tui.Client;
using ActorGaze.Tui.Screens;

namespace ActorGaze.Tui.Watching;

/// <summary>
/// Feeds a screen's state from an engine, and the engine with what keys ask. It asks only for what the present screen shows, and comes back
/// to an engine that went away.
/// </summary>
internal sealed class Watcher : IAsyncDisposable
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Stale = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

    private readonly IEngineClient _client;
    private readonly TimeProvider _clock;
    private readonly Func<bool> _lives;
    private readonly CancellationTokenSource _end = new();
    private readonly SemaphoreSlim _look = new(0);
    private readonly Lock _gate = new();
    private readonly Task _work;
    private UiState _state;
    private Task _steering = Task.CompletedTask;
    private long _version;
    private string? _difference;
    private readonly Func<ScreenPreferences, string?>? _keep;
    private ScreenPreferences _kept;
    private bool _complained;
    private Need? _met;
    private DateTimeOffset _metAt;

    /// <param name="lives">A process has the engine's state folder: an engine that does not answer is silent rather than gone.</param>
    /// <param name="keep">Keeps sort and filters for the next time, and says why where it cannot; null: nothing is kept.</param>
    public Watcher(
        IEngineClient client, UiState initial, TimeProvider clock, Func<bool>? lives = null, Func<ScreenPreferences, string?>? keep = null)
    {
        (_client, _state, _clock, _lives) = (client, initial, clock, lives ?? (() => false));
        (_keep, _kept) = (keep, ScreenPreferences.Of(initial));
        _work = Task.WhenAll(Task.Run(FramesAsync), Task.Run(LooksAsync));
    }

    /// <summary>What to show, and a number that rises with every change of it.</summary>
    public (UiState State, long Version) Now
    {
        get
        {
            lock (_gate) return (_state, _version);
        }
    }

    /// <summary>Obeys a key; true where it asks to leave.</summary>
    public bool Press(KeyPress key)
    {
        Wish? wish = null;
        Change(state =>
        {
            var reply = state.Apply(key);
            wish = reply.Wish;
            return reply.State;
        });
        _look.Release();
        if (wish is Wish.Steer steer) _steering = Task.WhenAll(_steering, SteerAsync(steer));
        return wish is Wish.Leave;
    }

    /// <summary>Changes the state as a click does.</summary>
    public void Change(Func<UiState, UiState> change)
    {
        lock (_gate) (_state, _version) = (change(_state), _version + 1);
    }

    /// <summary>What was asked for is on its way to the engine before it is let go; its answer is not waited for long.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAny(_steering, Task.Delay(Farewell, _clock)).ConfigureAwait(false);
        await _end.CancelAsync().ConfigureAwait(false);
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Keep();
        _look.Dispose();
        _end.Dispose();
    }

    private async Task FramesAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                var facts = await _client.EngineAsync(_end.Token).ConfigureAwait(false);
                Change(state => state with { Folder = facts.StateFolder });
                TellVersion(facts);
                await foreach (var frame in _client.SteadyFramesAsync(Warn, _clock, _end.Token).ConfigureAwait(false))
                    Change(state => state.Apply(frame));
            }
            catch (Exception e)
            {
                if (_end.IsCancellationRequested) return;
                var lives = _lives();
                Change(state => state.Gone(_clock.GetUtcNow()) with { EngineLives = lives });
                // whatever it is, a screen does not stand still without a word
                if (!IsGone(e) || e is BrokenAnswerException) Warn(e.Message);
            }

            await Task.Delay(BetweenTries, _clock, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Once for each engine that differs.</summary>
    private void TellVersion(EngineFacts facts)
    {
        var difference = ControlContract.Compare(facts, ControlContract.ProgramVersion)?.Text;
        if (difference is not null && difference != _difference) Warn(difference);
        _difference = difference;
    }

    private void Warn(string text) => Change(state => state.Apply(new Notice(text, true)));

    /// <summary>What a frame does not hold: a run's epochs and journal, the census, the log.</summary>
    private async Task LooksAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                Keep();
                if (Now.State is { GoneSince: null, Frozen: false } state) await LookAsync(state).ConfigureAwait(false);
                await _look.WaitAsync(BetweenLooks, _end.Token).ConfigureAwait(false);
                while (_look.Wait(0, CancellationToken.None)) { } // one look answers every key pressed so far
            }
            catch (Exception e)
            {
                if (_end.IsCancellationRequested) return;
                if (!IsGone(e) || e is BrokenAnswerException) Warn(e.Message);
                // the frames tell that it is gone
                await Task.Delay(BetweenTries, _clock, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Only what was chosen since, and not a filter that is being typed. A failure is told once.</summary>
    private void Keep()
    {
        var state = Now.State;
        if (_keep is null || state.Typing is not null || ScreenPreferences.Of(state) is var chosen && chosen == _kept) return;
        _kept = chosen;
        if (_keep(chosen) is not { } why || _complained) return;
        _complained = true;
        Warn(why);
    }

    /// <summary>
    /// A run is loaded again where it has moved on since it was last loaded, and every few seconds for its checkpoints' events.
    /// </summary>
    private async Task LookAsync(UiState state)
    {
        if (state.Module.Needs(state) is not { } need) return;
        var now = _clock.GetUtcNow();
        if (need is Need.Run && state.Run.Detail is not null && need == _met && now - _metAt < Stale) return;
        Change(await need.AskAsync(_client, _end.Token).ConfigureAwait(false));
        if (need is not Need.Course) (_met, _metAt) = (need, now); // an image more makes what is known of the run no older
    }

    private async Task SteerAsync(Wish.Steer wish)
    {
        try
        {
            var answer = await (wish.What switch
            {
                Steering.Pause => _client.PauseAsync(wish.Run, _end.Token),
                Steering.Resume => _client.ResumeAsync(wish.Run, cancel: _end.Token),
                Steering.Cancel => _client.CancelAsync(wish.Run, _end.Token),
                _ => _client.RetryAsync(wish.Run, wish.What == Steering.RetryFromStart, cancel: _end.Token),
            }).ConfigureAwait(false);
            Change(state => state.Apply(answer.Match(text => new Notice(text, false), reason => new Notice(reason, true))));
        }
        catch (Exception e)
        {
            if (!_end.IsCancellationRequested) Warn(e.Message);
        }
    }

    /// <summary>An engine that left, in any of the ways a connection shows it.</summary>
    private static bool IsGone(Exception e) =>
        e is EngineGoneException or OperationCanceledException or IOException or HttpRequestException;
}
