using System.Diagnostics;
using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Control.Frames;
using ActorGaze.Nn;

namespace ActorGaze.Tui.Rendering;

/// <summary>The words for what runs wait for. Pure.</summary>
internal static class WaitingWords
{
    /// <summary>Words that follow "waits for".</summary>
    public static string Words(this WaitingFor waiting) => waiting switch
    {
        WaitingFor.Slot => "a slot",
        WaitingFor.Images { Progress: null } => "images",
        WaitingFor.Images { Progress: { } progress } => $"images: {Words(progress)}",
        WaitingFor.NoAnswer w => FormattableString.Invariant($"{w.Path}, which has not answered since {w.Since:HH:mm}"),
        WaitingFor.DataFolder w => w.Path,
        WaitingFor.DiskSpace w => $"room on the disk of {w.Path}",
        WaitingFor.NextTry w => FormattableString.Invariant($"the next try, at {w.Until:HH:mm:ss}"),
        WaitingFor.Journal w => $"a journal that can be written ({w.Reason})",
        WaitingFor.Other w => w.Name,
        _ => throw new UnreachableException($"No words for {waiting.GetType()}."),
    };

    /// <summary>
    /// How far the images are that it waits for, as "350 of 480 decoded"; null where it waits for none, or none has been told of.
    /// </summary>
    public static string? ImagesDone(this RunLine run) =>
        run.Waiting is WaitingFor.Images { Progress: { } progress } ? Words(progress) : null;

    /// <summary>
    /// Why it does not train; null where nothing is known. What has to come back outside the engine goes before what happened.
    /// </summary>
    public static string? Why(this RunLine run) =>
        run.Waiting is { } waiting && (run.WaitsOutside || run.Reason is null) ? $"waits for {waiting.Words()}"
        : run.Reason is { } reason ? ReasonText.InOneLine(reason) : null;

    private static string Words(ImagesProgress progress) =>
        FormattableString.Invariant($"{progress.Done:n0} of {progress.Total:n0} {progress.Doing}");
}
