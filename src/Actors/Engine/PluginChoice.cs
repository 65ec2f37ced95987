using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Engine.Metrics;
using ActorGaze.Nn;
using ActorGaze.Nn.Parts;

namespace ActorGaze.Actors.Engine;

/// <summary>Reads which bytes a user accepts who lets a run go on with the assembly as it is now.</summary>
internal static class PluginChoice
{
    /// <param name="accept">Whether the user has said so.</param>
    /// <param name="tell">Tells the run, with the SHA-256 that is accepted; empty where none of its parts comes from an assembly.</param>
    public static async Task<Answer> TellAsync(Func<Task<Scoreboard>> board, RunId run, bool accept, Func<string?, Task<Answer>> tell)
    {
        if (!accept) return await tell(null).ConfigureAwait(false);
        try
        {
            var plugin = (await board().ConfigureAwait(false)).Runs.TryGetValue(run, out var score) ? score.Spec.Plugin : null;
            var sha256 = plugin is null ? "" : await Task.Run(() => Plugin.Identify(plugin.File).Sha256).ConfigureAwait(false);
            return await tell(sha256).ConfigureAwait(false);
        }
        catch (InvalidInputException e)
        {
            return new Answer.Refused(e.Message, Refusal.WrongInput);
        }
    }
}
