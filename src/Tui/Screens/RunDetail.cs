using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Tui.Client;

namespace ActorGaze.Tui.Screens;

/// <summary>What the screen of one run shows past its line in the frame.</summary>
/// <param name="Events">Its journal, oldest first.</param>
/// <param name="Beside">The same network and trial with another λ, where that was asked for and there is one.</param>
internal sealed record RunDetail(RunState State, IReadOnlyList<EventView> Events, RunState? Beside = null)
{
    /// <summary>As the engine words it; a newer one has words that this version does not know.</summary>
    public RunViewWords Words { get; init; } = RunViewWords.Of(State);
}
