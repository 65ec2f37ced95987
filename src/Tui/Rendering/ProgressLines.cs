using System.Collections.Immutable;
using ActorGaze.Actors.Control;
using ActorGaze.Actors.Runs;

namespace ActorGaze.Tui.Rendering;

/// <summary>What has been told so far, and what a newer frame adds to it: for output that is read as lines. Time is an argument.</summary>
internal sealed record ProgressLines(ImmutableDictionary<RunId, ProgressLines.Told> Runs)
{
    /// <summary>What was said of data sets: once for a sweep, not once for each of its runs.</summary>
    private ImmutableHashSet<string> Images { get; init; } = [];

    /// <summary>A running run is heard of at least this often.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    public static ProgressLines Nothing { get; } = new(ImmutableDictionary<RunId, Told>.Empty);

    /// <summary>What was last said of a run.</summary>
    internal sealed record Told(RunPhase Phase, int Epochs, DateTimeOffset At);

    /// <summary>A line for each run whose phase or epochs have changed, or of which nothing was heard for ten seconds.</summary>
    public (ProgressLines Next, IReadOnlyList<(RunLine Run, string Text)> Lines) Tell(IEnumerable<RunLine> runs, DateTimeOffset now)
    {
        var (told, images, lines) = (Runs, Images, new List<(RunLine, string)>());
        foreach (var run in runs)
        {
            if (run.LeftOut is { } left && $"{run.Sweep}: images of {run.Data}: {left}" is var said && !images.Contains(said))
            {
                images = images.Add(said);
                lines.Add((run, said));
            }

            var before = told.GetValueOrDefault(run.Id);
            if (TextOf(run, before, now) is not { } text) continue;
            told = told.SetItem(run.Id, new Told(run.Phase, run.EpochsDone, now));
            lines.Add((run, text));
        }

        return (new ProgressLines(told) { Images = images }, lines);
    }

    private static string? TextOf(RunLine run, Told? before, DateTimeOffset now)
    {
        if (run is { Phase: RunPhase.Queued, ImagesDone: not null }) return before is null || now - before.At >= Silence ? $"{run.Id}: waits for {run.Waiting}" : null;
        if (before is null && run.Phase == RunPhase.Queued) return null;
        if (run.EpochsDone > (before?.Epochs ?? 0) && (before is not null || run.Phase == RunPhase.Running)) return $"{run.Id}: {Epoch(run)}{Ending(run, before)}";
        if (before is null || before.Phase != run.Phase) return $"{run.Id}: {run.Phase.Word()}{Why(run)}";
        return run is { Phase: RunPhase.Running, Doing: not null } && now - before.At >= Silence ? $"{run.Id}: {Doing(run)}" : null;
    }

    private static string Epoch(RunLine run) =>
        $"epoch {run.EpochsDone}/{run.Epochs} loss {Numbers.Fixed(run.TrainingLoss, 3)} accuracy {Numbers.Fixed(run.Accuracy, 3)}"
        + $" kappa {Numbers.Fixed(run.Kappa, 3)} gaze deviation {Numbers.Fixed(run.GazeDeviation, 4)}";

    private static string Ending(RunLine run, Told? before) =>
        run.Phase is not (RunPhase.Running or RunPhase.Queued) && before?.Phase != run.Phase ? $"; {run.Phase.Word()}{Why(run)}" : "";

    private static string Why(RunLine run) => run.Reason is { } reason ? $": {reason}" : "";

    private static string Doing(RunLine run) =>
        $"{run.Doing}, epoch {run.Epoch}/{run.Epochs} step {run.Step}/{(run.StepsPerEpoch > 0 ? $"{run.StepsPerEpoch}" : Numbers.Undefined)}"
        + $" {Numbers.Rate(run.ImagesPerSecond)} images/s loss {Numbers.Fixed(run.Loss, 3)} left {Numbers.Time(run.SecondsLeft)}";
}
