using ActorGaze.Tui.Client;
using ActorGaze.Tui.Screens;

namespace ActorGaze.Tui.Watching;

/// <summary>Asks an engine for what a screen needs.</summary>
internal static class Needs
{
    private const int LogLines = 1_000;

    /// <summary>What the answer changes; nothing where the engine has no such run.</summary>
    public static async Task<Func<UiState, UiState>> AskAsync(this Need need, IEngineClient client, CancellationToken cancel)
    {
        switch (need)
        {
            case Need.Census:
                var census = await client.CensusAsync(cancel).ConfigureAwait(false);
                return state => state.Apply(census);
            case Need.Log log:
                var lines = await client.LogAsync(LogLines, log.Only?.Value, cancel: cancel).ConfigureAwait(false);
                return state => state.Apply(lines, log.Only);
            case Need.Run wanted:
                if (await client.RunAsync(wanted.Id, cancel).ConfigureAwait(false) is not { } run) return state => state;
                var events = await client.EventsAsync(wanted.Id, cancel).ConfigureAwait(false);
                var beside = wanted.Beside is { } other ? await client.RunAsync(other, cancel).ConfigureAwait(false) : null;
                return state => state.Apply(new RunDetail(run.State, events, beside?.State) { Words = run.Words });
            case Need.Course(var id, var image, var epochs):
                var course = await client.CourseAsync(id, image, cancel).ConfigureAwait(false);
                return state => state.Apply(new ToldCourse(id, image, epochs, course));
            case Need.Epochs wanted:
                var known = await client.RunAsync(wanted.Id, cancel).ConfigureAwait(false);
                var figures = RunEpochs.Of(wanted.EpochsDone, known?.State.Epochs ?? []);
                return state => state with { Sweep = state.Sweep.Apply(wanted.Id, figures) };
            default:
                throw new System.Diagnostics.UnreachableException($"Nobody asks for {need}.");
        }
    }
}
