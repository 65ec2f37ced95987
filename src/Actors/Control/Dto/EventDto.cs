using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Persistence;
using ActorGaze.Nn.Training;

namespace ActorGaze.Actors.Control.Dto;

[Description("A journal's entry: its number, its event's name, and the event's own fields beside them.")]
internal sealed record EventDto
{
    [Required]
    public long? SequenceNumber { get; init; }

    [Required]
    public string? Event { get; init; }

    [Required]
    public DateTimeOffset? At { get; init; }

    public RunSpecDto? Spec { get; init; }

    public int? Attempt { get; init; }

    public string? Device { get; init; }

    public CheckpointDto? From { get; init; }

    public ClassesDto? Classes { get; init; }

    public ImagesDto? Images { get; init; }

    public BitsDto? Bits { get; init; }

    [Description("In words, what of that differs from what made the checkpoint that it goes on from.")]
    public string? OtherBits { get; init; }

    [Description("Where a folder of images was before.")]
    public string? MovedFrom { get; init; }

    [Description("SHA-256 of an assembly before other bytes were accepted.")]
    public string? Before { get; init; }

    [Description("SHA-256 of an assembly that was accepted.")]
    public string? Now { get; init; }

    [Description("Where a file or folder is now.")]
    public string? To { get; init; }

    [Description("A file that was set aside, or an assembly.")]
    public string? File { get; init; }

    [Description("That an adopted checkpoint brought with it.")]
    public IReadOnlyList<EpochDto?>? Epochs { get; init; }

    public CheckpointDto? Checkpoint { get; init; }

    public EpochDto? Metrics { get; init; }

    public FaultDto? Fault { get; init; }

    public string? Why { get; init; }

    public string? Reason { get; init; }

    public string? WeightsSha256 { get; init; }

    public bool? FromStart { get; init; }

    [Description("The most bytes that the run's worker process had held at once.")]
    public long? Memory { get; init; }

    /// <summary>An event without a line in here travels with its name and time alone; a test asks for the line.</summary>
    public static EventDto Of(JournalEntry<RunEvent> entry)
    {
        var dto = new EventDto { SequenceNumber = entry.SequenceNumber, Event = entry.Event.GetType().Name, At = entry.Event.At };
        return entry.Event switch
        {
            RunEvent.Submitted e => dto with { Spec = RunSpecDto.Of(e.Spec) },
            RunEvent.Extended e => dto with { Spec = RunSpecDto.Of(e.Spec) },
            RunEvent.Started e => dto with
            {
                Attempt = e.Attempt,
                Device = e.Device,
                From = CheckpointDto.Of(e.From),
                Classes = ClassesDto.Of(e.Classes),
                Images = ImagesDto.Of(e.Images),
                Bits = BitsDto.Of(e.Bits),
                OtherBits = e.OtherBits,
            },
            RunEvent.ImagesMoved e => dto with { MovedFrom = e.From, To = e.To },
            RunEvent.CheckpointAdopted e => dto with
            {
                Checkpoint = CheckpointDto.Of(e.Checkpoint),
                Epochs = [.. e.Epochs.Select(EpochDto.Of)],
                Why = e.Why,
            },
            RunEvent.FileSetAside e => dto with { File = e.File, To = e.To, Why = e.Why },
            RunEvent.EpochRedone e => dto with { Metrics = EpochDto.Of(e.Metrics), Checkpoint = CheckpointDto.Of(e.Checkpoint) },
            RunEvent.CheckpointSaved e => dto with { Checkpoint = CheckpointDto.Of(e.Checkpoint), Why = e.Why },
            RunEvent.CheckpointSetAside e => dto with { Checkpoint = CheckpointDto.Of(e.Checkpoint), Why = e.Why, To = e.To },
            RunEvent.EpochCompleted e => dto with
            {
                Metrics = EpochDto.Of(e.Metrics),
                Checkpoint = CheckpointDto.Of(e.Checkpoint),
                Memory = e.Memory,
            },
            RunEvent.Faulted e => dto with { Attempt = e.Attempt, Fault = FaultDto.Of(e.Fault) },
            RunEvent.Paused e => dto with { Why = e.Why, Checkpoint = CheckpointDto.Of(e.Checkpoint) },
            RunEvent.Requeued e => dto with { Why = e.Why },
            RunEvent.Completed e => dto with { WeightsSha256 = e.WeightsSha256 },
            RunEvent.Failed e => dto with { Reason = e.Reason },
            RunEvent.Cancelled e => dto with { Why = e.Why },
            RunEvent.Retried e => dto with { FromStart = e.FromStart },
            RunEvent.PluginAccepted e => dto with { File = e.File, Before = e.Before, Now = e.Now },
            _ => dto,
        };
    }

    /// <summary>The event; null where this version does not know it, or it lacks what makes it one.</summary>
    public RunEvent? ToEvent(RunId run)
    {
        var (at, why, checkpoint) = (At ?? DateTimeOffset.MinValue, Why ?? "", Checkpoint?.ToRef());
        return Event switch
        {
            nameof(RunEvent.Submitted) => new RunEvent.Submitted(SpecOf(run)) { At = at },
            nameof(RunEvent.Extended) => new RunEvent.Extended(SpecOf(run)) { At = at },
            nameof(RunEvent.Started) =>
                new RunEvent.Started(Attempt ?? 0, Device ?? "", From?.ToRef())
                {
                    At = at, Classes = Classes?.ToNames(), Images = Images?.ToFacts(), Bits = Bits?.ToFacts(), OtherBits = OtherBits,
                },
            nameof(RunEvent.ImagesMoved) => new RunEvent.ImagesMoved(MovedFrom ?? "", To ?? "") { At = at },
            nameof(RunEvent.CheckpointSaved) when checkpoint is not null => new RunEvent.CheckpointSaved(checkpoint, why) { At = at },
            nameof(RunEvent.CheckpointSetAside) when checkpoint is not null =>
                new RunEvent.CheckpointSetAside(checkpoint, why) { At = at, To = To },
            nameof(RunEvent.CheckpointAdopted) when checkpoint is not null =>
                new RunEvent.CheckpointAdopted(checkpoint, [.. (Epochs ?? []).OfType<EpochDto>().Select(epoch => epoch.ToMetrics())], why)
                {
                    At = at,
                },
            nameof(RunEvent.FileSetAside) => new RunEvent.FileSetAside(File ?? "", To ?? "", why) { At = at },
            nameof(RunEvent.EpochRedone) when checkpoint is not null && Metrics is not null =>
                new RunEvent.EpochRedone(Metrics.ToMetrics(), checkpoint) { At = at },
            nameof(RunEvent.EpochCompleted) when checkpoint is not null && Metrics is not null =>
                new RunEvent.EpochCompleted(Metrics.ToMetrics(), checkpoint) { At = at, Memory = Memory },
            nameof(RunEvent.Faulted) when Fault is not null => new RunEvent.Faulted(Attempt ?? 0, Fault.ToFault()) { At = at },
            nameof(RunEvent.Paused) => new RunEvent.Paused(why, checkpoint) { At = at },
            nameof(RunEvent.Requeued) => new RunEvent.Requeued(why) { At = at },
            nameof(RunEvent.Completed) => new RunEvent.Completed(WeightsSha256 ?? "") { At = at },
            nameof(RunEvent.Failed) => new RunEvent.Failed(Reason ?? "") { At = at },
            nameof(RunEvent.Cancelled) => new RunEvent.Cancelled(why) { At = at },
            nameof(RunEvent.PluginAccepted) => new RunEvent.PluginAccepted(File ?? "", Before ?? "", Now ?? "") { At = at },
            nameof(RunEvent.Retried) => new RunEvent.Retried(FromStart ?? false) { At = at },
            _ => null,
        };
    }

    private RunSpec SpecOf(RunId run) => ((Spec ?? new RunSpecDto()) with { Id = run.Value }).ToSpec();
}
