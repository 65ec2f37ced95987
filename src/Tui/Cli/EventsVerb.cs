using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Control.Dto;
using ActorGaze.Actors.Persistence;
using ActorGaze.Nn;
using ActorGaze.Nn.Data.Folders;
using ActorGaze.Nn.Training;
using ActorGaze.Tui.Rendering;
using ActorGaze.Tui.Terminal;

namespace ActorGaze.Tui.Cli;

/// <summary><c>events RUN</c>: a run's journal as a timeline.</summary>
internal static class EventsVerb
{
    public static Command Make(Surroundings around)
    {
        var name = new Argument<string>("RUN") { Description = "A run's name, as ps lists it." };
        var command = new Command("events", "Tells a run's journal, event by event.") { name };
        command.SetAction(parsed =>
        {
            var call = Call.Of(parsed, around);
            call.CheckSets();
            var journal = JournalReader.Open(call.StateFolder);
            var run = journal.RequiredRun(parsed.GetRequiredValue(name), call.StateFolder);
            var events = journal.EventsOf(run.Spec!.Id);
            if (call.Json) around.Out.WriteLine(JsonSerializer.Serialize(events.Select(EventDto.Of), DtoJson.Indented));
            else
                foreach (var entry in events) around.Out.WriteLine(SafeText.Reason(Line(entry)));
            return ExitStatus.Well;
        });
        return command;
    }

    internal static string Line(JournalEntry<RunEvent> entry) =>
        $"{entry.SequenceNumber,5}  {entry.Event.At.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture)}  {entry.Event.GetType().Name,-18} {Words(entry.Event)}".TrimEnd();

    private static string Images(RunEvent.Started e) =>
        e.Images is { } images ? $"; {ReasonText.Joined([ImagesWords.Summary(images), .. ImagesWords.LeftOut(images)])}" : "";

    internal static string Words(RunEvent happened) => happened switch
    {
        RunEvent.Submitted e => $"level {e.Spec.Level}, λ {Numbers.Weight(e.Spec.GazeWeight)}, {e.Spec.Epochs} epochs, seed {e.Spec.Seed}",
        RunEvent.Extended e => $"to {e.Spec.Epochs} epochs",
        RunEvent.Started e => $"attempt {e.Attempt} on {e.Device}, from {e.From?.At.ToString() ?? "nothing"}{(e.OtherBits is null ? "" : $"; from here on the bits are others: {e.OtherBits}")}{Images(e)}",
        RunEvent.ImagesMoved e => $"the same images, from {e.From} to {e.To}",
        RunEvent.CheckpointSaved e => $"{e.Checkpoint.At}, {Numbers.Bytes(e.Checkpoint.Bytes)} ({e.Why})",
        RunEvent.CheckpointSetAside e => $"{e.Checkpoint.File}{(e.To is null ? "" : $" to {e.To}")}: {e.Why}",
        RunEvent.CheckpointAdopted e => $"{e.Checkpoint.File}, {e.Checkpoint.At}{Brought(e.Epochs)} ({e.Why})",
        RunEvent.FileSetAside e => $"{e.File} to {e.To}: {e.Why}",
        RunEvent.EpochRedone e => $"{Figures(e.Metrics)}; these differ from the first time and take the place of the old ones",
        RunEvent.EpochCompleted e => Figures(e.Metrics),
        RunEvent.Faulted e => $"attempt {e.Attempt}: {e.Fault.Reason}{(e.Fault.At is null ? "" : $" ({e.Fault.At})")}",
        RunEvent.Paused e => $"{e.Why}, at {e.Checkpoint?.At.ToString() ?? "the start"}",
        RunEvent.Requeued e => e.Why,
        RunEvent.Completed e => $"weights {e.WeightsSha256}",
        RunEvent.Failed e => e.Reason,
        RunEvent.Cancelled e => e.Why,
        RunEvent.Retried e => e.FromStart ? "from the start" : "from the newest checkpoint",
        _ => "",
    };

    private static string Figures(EpochMetrics epoch) =>
        $"epoch {epoch.Epoch}: accuracy {Numbers.Fixed(epoch.Evaluation.Accuracy, 3)}, kappa {Numbers.Fixed(epoch.Evaluation.Kappa, 3)}, gaze deviation {Numbers.Fixed(epoch.Evaluation.GazeDeviation, 4)}";

    private static string Brought(IReadOnlyList<EpochMetrics> epochs) => epochs.Count switch
    {
        0 => "",
        1 => $", with the figures of epoch {epochs[0].Epoch}",
        _ => $", with the figures of epochs {epochs[0].Epoch} to {epochs[^1].Epoch}",
    };
}
