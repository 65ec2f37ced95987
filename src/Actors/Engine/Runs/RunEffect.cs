using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Crews;
using ActorGaze.Actors.Contracts.Images;
using Akka.Actor;

namespace ActorGaze.Actors.Engine.Runs;

/// <summary>What a run's actor does after the events are on disk.</summary>
internal abstract record RunEffect
{
    private RunEffect() { }

    public sealed record StartCrew(Slot Slot, ImagesOpened Images) : RunEffect;

    public sealed record TellCrew(CrewOrder Order) : RunEffect;

    public sealed record StopCrew(int Attempt) : RunEffect;

    /// <summary>Stops the crew and does not wait for it: a loop in native code cannot be stopped.</summary>
    public sealed record AbandonCrew : RunEffect;

    public sealed record OpenImages(Contracts.Images.OpenImages Request) : RunEffect;

    /// <summary>Has the sweep write down which images the run opened first.</summary>
    public sealed record AgreeImages(ImagesOpened Images) : RunEffect;

    public sealed record AwaitFolder(string Path) : RunEffect;

    /// <param name="ImageBytes">Bytes that the images need; null where a checkpoint is to be saved.</param>
    public sealed record LookForRoom(long? ImageBytes) : RunEffect;

    /// <summary>Sends an input to the run later. There is one such timer: a new one takes the place of the old one.</summary>
    public sealed record SetTimer(TimeSpan After, RunInput Input) : RunEffect;

    public sealed record CancelTimer : RunEffect;

    public sealed record ReturnSlot : RunEffect;

    public sealed record Reply(IActorRef Asker, Answer Answer) : RunEffect;

    /// <summary>Tells the sweep and the metrics how the run stands.</summary>
    public sealed record PublishStatus : RunEffect;

    public sealed record PublishProgress(CrewReport.StepTaken Step) : RunEffect;

    public sealed record Warn(string Text) : RunEffect;

    public sealed record StopSelf : RunEffect;
}
