using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Engine.Sweeps;

namespace ActorGaze.Actors.Engine;

/// <summary>Tells a command to every run that can take it, once every run's journal has been read.</summary>
/// <param name="phases">Asks the sweeps how their runs stand: a run whose command was answered stands there as the answer says.</param>
/// <param name="ready">Completes when the sweeps have been brought back.</param>
internal sealed class CommandsToAll(Func<Task<RunsStanding>> phases, Func<Task> ready, TimeProvider clock)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    /// <param name="takes">Whether a run in a phase can take the command.</param>
    /// <returns>Each run's answer, in the order of sweeps and their plans.</returns>
    public async Task<IReadOnlyList<RunAnswer>> TellAsync(Func<RunPhase, bool> takes, Func<RunId, Task<Answer>> command,
        CancellationToken cancel)
    {
        var runs = (await AllReadAsync(cancel).ConfigureAwait(false)).Runs.Where(run => takes(run.Phase)).Select(run => run.Run);
        return await Task.WhenAll(runs.Select(async id => RunAnswer.Of(id, await command(id).ConfigureAwait(false)))).ConfigureAwait(false);
    }

    private async Task<RunsStanding> AllReadAsync(CancellationToken cancel)
    {
        await ready().ConfigureAwait(false);
        using var ticks = new PeriodicTimer(BetweenLooks, clock);
        while (true)
        {
            var told = await phases().ConfigureAwait(false);
            if (told.AllRead) return told;
            await ticks.WaitForNextTickAsync(cancel).ConfigureAwait(false);
        }
    }
}
