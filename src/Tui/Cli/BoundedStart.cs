using ActorGaze.Actors.Contracts.Faults;
using ActorGaze.Tui.Rendering;
using ActorGaze.Tui.Terminal;

namespace ActorGaze.Tui.Cli;

/// <summary>
/// Ends a program that is told to leave while its engine starts, and whose start does not come to an end. What has started leaves by
/// itself, in bounded time too.
/// </summary>
internal sealed class BoundedStart : IDisposable
{
    private readonly CancellationTokenSource _started = new();
    private readonly CancellationTokenRegistration _asked;
    private readonly Surroundings _around;
    private readonly TimeSpan _limit;
    private readonly Action<int> _leave;
    private int _disposed;

    /// <param name="limit">How long a start may take once the program is told to leave.</param>
    /// <param name="told">Cancelled when the program is told to leave.</param>
    /// <param name="leave">Ends the program with an exit status; null: <see cref="Departure.Leave"/>.</param>
    public BoundedStart(Surroundings around, TimeSpan limit, CancellationToken told, Action<int>? leave = null)
    {
        (_around, _limit) = (around, limit);
        _leave = leave ?? (status => Departure.Leave(around, status));
        _asked = told.Register(() => _ = EndAsync());
    }

    /// <summary>The engine has started. Safe to call twice: the second call does nothing.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        _started.Cancel();
        _asked.Dispose();
        _started.Dispose();
    }

    private async Task EndAsync()
    {
        try
        {
            await RunningTime.DelayAsync(_limit, _around.Clock, _started.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            return;
        }

        _around.Error.WriteLine(
            $"actorgaze: interrupted; the engine was still starting, and its start did not come to an end within "
            + $"{Numbers.Fixed(_limit.TotalSeconds, 0)} s. "
            + "The same command goes on from the last checkpoints.");
        if (Limits.OfThisProcess().Suspicion is { } suspicion) _around.Error.WriteLine($"actorgaze: {suspicion}");
        _leave(ExitStatus.Interrupted);
    }
}
