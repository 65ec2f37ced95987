using ActorGaze.Actors.Persistence;
using ActorGaze.Actors.Runs;

namespace ActorGaze.Tui.Screens;

/// <summary>What the screen of one run shows past its line in the frame.</summary>
/// <param name="Events">Its journal, oldest first.</param>
/// <param name="Beside">The same level and trial with another λ, where that was asked for and there is one.</param>
internal sealed record RunDetail(RunState State, IReadOnlyList<JournalEntry<RunEvent>> Events, RunState? Beside = null);
