using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Tui.Client;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Cli;

/// <summary>Asks an engine for epochs that were completed between two frames.</summary>
internal static class MissedEpochs
{
    /// <summary>
    /// The epochs of these runs; a run that the engine does not know is left out. Null where the engine is too busy to say.
    /// </summary>
    public static async Task<IReadOnlyDictionary<RunId, KnownEpochs>?> AskAsync(
        IEngineClient client, IReadOnlyList<RunId> runs, CancellationToken cancel)
    {
        var known = new Dictionary<RunId, KnownEpochs>();
        try
        {
            foreach (var run in runs)
                if (await client.RunAsync(run, cancel).ConfigureAwait(false) is { } view) known[run] = new KnownEpochs(view.State.Epochs);
            return known;
        }
        catch (Exception e) when (e is EngineBusyException or EngineGoneException)
        {
            return null; // the frames tell whether it is gone
        }
    }
}
