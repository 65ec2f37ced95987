using ActorGaze.Actors.Control.Frames;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Screens;

/// <summary>The keys that change what a run does, for the screens that point at one. Pure.</summary>
internal static class SteerKeys
{
    /// <param name="target">The run that is meant; null where there is none.</param>
    public static IReadOnlyList<KeyRow> Of(Func<UiState, RunLine?> target) =>
    [
        Row('p', Steering.Pause, "pause it", "pause", target),
        Row('r', Steering.Resume, "resume it", "resume", target),
        Row('c', Steering.Cancel, "cancel it (asks for its name)", "cancel", target),
        Row('t', Steering.Retry, "retry it from its checkpoint", "retry", target),
        Row('T', Steering.RetryFromStart, "retry it from nothing (asks for its name)", null, target),
    ];

    private static KeyRow Row(char letter, Steering what, string help, string? hint, Func<UiState, RunLine?> target) =>
        new([KeyPress.Of(letter)], help, (state, _) => Steered(state, what, target(state)))
        {
            Hint = hint,
            Command = state => target(state) is { } run ? UiCommands.Of(state, what, run.Id) : null,
        };

    private static Reply Steered(UiState state, Steering what, RunLine? run)
    {
        if (run is null) return new(state.Apply(new Notice("No run is chosen.", true)));
        if (state.ReadOnly) return new(state.Apply(new Notice("Read-only: this screen changes nothing.", true)));
        return what is Steering.Cancel or Steering.RetryFromStart
            ? new(state with { Asked = new Question(what, run.Id, RunWords.NameWithin(run.Sweep, run.Id), "") })
            : new(state, new Wish.Steer(what, run.Id));
    }
}
