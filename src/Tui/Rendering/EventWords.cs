using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Nn;
using ActorGaze.Nn.Data.Folders;
using ActorGaze.Nn.Training;

namespace ActorGaze.Tui.Rendering;

/// <summary>The words for what happened to a run, as timelines show them.</summary>
internal static class EventWords
{
    public static string Of(RunEvent happened) => happened switch
    {
        RunEvent.Submitted e =>
            $"{e.Spec.Network}, λ {Numbers.Weight(e.Spec.GazeWeight)}, {Numbers.Count(e.Spec.Epochs, "epoch")}, seed {e.Spec.Seed}",
        RunEvent.Extended e => $"asks for {Numbers.Count(e.Spec.Epochs, "epoch")}{Gazes(e.Spec)}",
        RunEvent.Started e => $"attempt {e.Attempt} on {e.Device}, from {e.From?.At.ToString() ?? "nothing"}"
            + $"{(e.OtherBits is null ? "" : $"; from here on the bits are others: {e.OtherBits}")}{Images(e)}",
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
        RunEvent.PluginAccepted e => $"{e.File}, SHA-256 {e.Before} before, {e.Now} now",
        _ => "",
    };

    private static string Figures(EpochMetrics epoch) =>
        $"epoch {epoch.Epoch}: accuracy {Numbers.Fixed(epoch.Evaluation.Accuracy, 3)}, kappa {Numbers.Fixed(epoch.Evaluation.Kappa, 3)}, "
        + $"gaze deviation {Numbers.Deviation(epoch.Evaluation.GazeDeviation)}";

    private static string Gazes(RunSpec spec) =>
        (spec.RecordGazes == GazesKept.All ? ", gaze.record = all" : "")
        + (spec.Readings == GazeReadingsTaken.All ? ", gaze.readings = all" : "");

    private static string Brought(IReadOnlyList<EpochMetrics> epochs) => epochs.Count switch
    {
        0 => "",
        1 => $", with the figures of epoch {epochs[0].Epoch}",
        _ => $", with the figures of epochs {epochs[0].Epoch} to {epochs[^1].Epoch}",
    };

    private static string Images(RunEvent.Started e) =>
        e.Images is { } images ? $"; {ReasonText.Joined([ImagesWords.Summary(images), .. ImagesWords.LeftOut(images)])}" : "";
}
