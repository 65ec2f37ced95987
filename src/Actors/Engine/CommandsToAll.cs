using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Engine.Metrics;

namespace ActorGaze.Actors.Engine;

/// <summary>Tells a command to every run that can take it, once every run's journal has been read.</summary>
/// <param name="ready">Completes when the sweeps have been brought back.</param>
internal sealed class CommandsToAll(Func<Task<Scoreboard>> scoreboard, Func<Task> ready, TimeProvider clock)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    /// <param name="takes">Whether a run in a phase can take the command.</param>
    /// <returns>Each run's answer, in the order of sweeps and their plans.</returns>
    public async Task<IReadOnlyList<RunAnswer>> TellAsync(Func<RunPhase, bool> takes, Func<RunId, Task<Answer>> command, CancellationToken cancel)
    {
        var board = await AllReadAsync(cancel).ConfigureAwait(false);
        var runs = board.Sweeps.Values.Where(sweep => !board.Refusals.ContainsKey(sweep.Name)).SelectMany(sweep => sweep.Runs).Select(run => run.Id)
            .Where(id => takes(board.Runs.TryGetValue(id, out var score) ? score.Summary.Phase : RunPhase.Queued));
        return await Task.WhenAll(runs.Select(async id => RunAnswer.Of(id, await command(id).ConfigureAwait(false)))).ConfigureAwait(false);
    }

    private async Task<Scoreboard> AllReadAsync(CancellationToken cancel)
    {
        await ready().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        using var ticks = new PeriodicTimer(BetweenLooks, clock);
        while (true)
        {
            var board = await scoreboard().ConfigureAwait(false);
            if (board.Behind == 0) return board;
            await ticks.WaitForNextTickAsync(cancel).ConfigureAwait(false);
        }
    }
}
