using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Control.Dto;
using ActorGaze.Actors.Persistence;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Training;

namespace ActorGaze.Tui.Client;

/// <summary>
/// A run as an engine or a journal tells it. A newer engine's word that this version does not know is in <see cref="Words"/>.
/// </summary>
/// <param name="Dto">The same for other programs to read.</param>
internal sealed record RunView(RunState State, RunViewWords Words, RunDto Dto)
{
    public static RunView Of(RunState state) => new(state, RunViewWords.Of(state), RunDto.Of(state));

    public static RunView Of(RunDto dto, RunId run)
    {
        var state = dto.ToState(run);
        var known = RunViewWords.Of(state);
        return new RunView(state, new RunViewWords(
            dto.Phase ?? known.Phase, dto.Spec?.Curriculum?.Shape ?? known.Shape,
            dto.Spec?.Gaze?.Reference ?? known.Reference, dto.Spec?.Gaze?.Distance ?? known.Distance), dto);
    }
}

/// <summary>What of a run is shown as a word.</summary>
/// <param name="Shape">Of the curriculum.</param>
/// <param name="Reference">What a gaze is compared with.</param>
/// <param name="Distance">How far apart two gazes are.</param>
internal sealed record RunViewWords(string Phase, string Shape, string Reference, string Distance)
{
    public static RunViewWords Of(RunState state) => new(
        EnumWords.Of(state.Phase), (state.Spec?.Curriculum.Shape ?? CurriculumShape.Linear).ToString(),
        (state.Spec?.Gaze.Reference ?? GazeReference.Ema).ToString(), (state.Spec?.Gaze.Distance ?? GazeDistance.L2).ToString());
}

/// <summary>An entry of a run's journal, as it is shown.</summary>
/// <param name="Name">What the event is called, as in <c>EpochCompleted</c>.</param>
/// <param name="Event">Null where a newer engine has an event that this version does not know.</param>
/// <param name="Text">What such an event tells in words of its own; empty where it tells nothing, or is known.</param>
internal sealed record EventView(long SequenceNumber, DateTimeOffset At, string Name, RunEvent? Event, string Text)
{
    public static EventView Of(JournalEntry<RunEvent> entry) =>
        new(entry.SequenceNumber, entry.Event.At, entry.Event.GetType().Name, entry.Event, "");

    public static EventView Of(EventDto dto, RunId run)
    {
        var known = dto.ToEvent(run);
        var text = known is null ? dto.Reason ?? dto.Why ?? "" : "";
        return new EventView(dto.SequenceNumber ?? 0, dto.At ?? DateTimeOffset.MinValue, dto.Event ?? "?", known, text);
    }
}
