using ActorGaze.Actors.Control.Frames;
using ActorGaze.Actors.Engine.Metrics;

namespace ActorGaze.Actors.Control;

/// <summary>Makes frames while someone watches: five a second at most, and one a second where nothing changes.</summary>
internal sealed class FramePulse(Func<Task<Scoreboard>> board, Func<MachineFacts> machine, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _making = new(1);
    private readonly CancellationTokenSource _end = new();
    private FramePage _page = FramePage.Blank;
    private TaskCompletionSource<FramePage> _next = New();
    private int _watchers;
    private bool _beating;

    /// <summary>How many watch now.</summary>
    public int Watchers => Volatile.Read(ref _watchers);

    /// <summary>A page of this moment.</summary>
    public Task<FramePage> NowAsync() => MakeAsync(always: true);

    /// <summary>Pages, each newer than the one before, until cancelled. Whoever is slow to ask for the next gets the newest.</summary>
    public async IAsyncEnumerable<FramePage> WatchAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        Join();
        try
        {
            var seen = await NowAsync().ConfigureAwait(false);
            yield return seen;
            while (true)
            {
                seen = await After(seen.Number).WaitAsync(cancel).ConfigureAwait(false);
                yield return seen;
            }
        }
        finally
        {
            Interlocked.Decrement(ref _watchers);
        }
    }

    public void Dispose()
    {
        _end.Cancel();
        _end.Dispose();
    }

    private Task<FramePage> After(long number)
    {
        lock (_gate) return _page.Number > number ? Task.FromResult(_page) : _next.Task;
    }

    private void Join()
    {
        lock (_gate)
        {
            Interlocked.Increment(ref _watchers);
            if (_beating) return;
            _beating = true;
        }

        _ = BeatAsync(_end.Token);
    }

    private async Task BeatAsync(CancellationToken cancel)
    {
        using var ticks = new PeriodicTimer(Shortest, clock);
        try
        {
            while (await ticks.WaitForNextTickAsync(cancel).ConfigureAwait(false))
            {
                lock (_gate)
                {
                    _beating = Watchers > 0;
                    if (!_beating) return;
                }

                await MakeAsync(always: false).ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            lock (_gate)
            {
                _beating = false;
                var waiting = _next;
                _next = New();
                waiting.SetException(e); // each watcher's request ends with it
                _ = waiting.Task.Exception;
            }
        }
    }

    private async Task<FramePage> MakeAsync(bool always)
    {
        await _making.WaitAsync().ConfigureAwait(false);
        try
        {
            var (score, now) = (await board().ConfigureAwait(false), clock.GetUtcNow());
            if (!always && !_page.IsBehind(score) && now - _page.At < Longest) return _page;
            var page = _page.Next(score, now, machine());
            lock (_gate)
            {
                _page = page;
                var waiting = _next;
                _next = New();
                waiting.SetResult(page);
            }

            return page;
        }
        finally
        {
            _making.Release();
        }
    }

    private static TaskCompletionSource<FramePage> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
