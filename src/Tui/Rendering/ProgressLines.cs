using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Control.Frames;

namespace ActorGaze.Tui.Rendering;

/// <summary>What has been told so far, and what a newer frame adds to it: for output that is read as lines. Time is an argument.</summary>
internal sealed record ProgressLines(ImmutableDictionary<RunId, ProgressLines.Told> Runs)
{
    /// <summary>What was said of data sets, once for a sweep, and of bits, once for a run.</summary>
    private ImmutableHashSet<string> Notices { get; init; } = [];

    /// <summary>A running run is heard of at least this often.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    public static ProgressLines Nothing { get; } = new(ImmutableDictionary<RunId, Told>.Empty);

    /// <summary>What was last said of a run.</summary>
    internal sealed record Told(RunPhase Phase, int Epochs, int Attempts, DateTimeOffset At, WaitKind? Outside = null)
    {
        /// <summary>False also where it is in the same phase again after an attempt that no frame showed.</summary>
        public bool Covers(RunLine run) => Phase == run.Phase && (Attempts == run.Attempts || run.Phase != RunPhase.Recovering);
    }

    /// <summary>False before the first frame: what was completed by then is history.</summary>
    private bool HasBegun { get; init; }

    /// <summary>The runs that have completed more epochs than their lines tell figures of.</summary>
    public IReadOnlyList<RunId> Behind(IEnumerable<RunLine> runs) =>
        [.. runs.Where(run => run.EpochsDone > EpochsTold(run, null) + 1).Select(run => run.Id)];

    /// <summary>
    /// A line for each epoch that was completed, for each run whose phase has changed, and for each of which nothing was heard for ten
    /// seconds.
    /// </summary>
    /// <param name="known">Epochs of the runs that are <see cref="Behind"/>; an epoch that is not known is not told.</param>
    public (ProgressLines Next, IReadOnlyList<(RunLine Run, string Text)> Lines) Tell(
        IEnumerable<RunLine> runs, DateTimeOffset now, IReadOnlyDictionary<RunId, KnownEpochs>? known = null)
    {
        var (told, notices, lines) = (Runs, Notices, new List<(RunLine, string)>());
        foreach (var run in runs)
        {
            if (run.LeftOut is { } left && $"{run.Sweep}: images of {run.Data}: {left}" is var said && !notices.Contains(said))
            {
                notices = notices.Add(said);
                lines.Add((run, SafeText.Reason(said)));
            }

            if (run.OtherBits is { } other && $"{run.Id}: the bits are others {other}" is var changed && !notices.Contains(changed))
            {
                notices = notices.Add(changed);
                lines.Add((run, SafeText.Line(changed)));
            }

            var (before, epochs) = (told.GetValueOrDefault(run.Id), known?.GetValueOrDefault(run.Id));
            var from = EpochsTold(run, epochs?.Before);
            lines.AddRange(Missed(run, from, epochs).Select(line => (line, SafeText.Line($"{run.Id}: {Epoch(line)}"))));
            if (TextOf(run, before, from, now) is not { } text) continue;
            told = told.SetItem(run.Id, new Told(run.Phase, run.EpochsDone, run.Attempts, now, OutsideOf(run)));
            lines.Add((run, SafeText.Reason(text)));
        }

        return (new ProgressLines(told) { HasBegun = true, Notices = notices }, lines);
    }

    /// <summary>What has to come back outside the engine before the run goes on.</summary>
    private static WaitKind? OutsideOf(RunLine run) => run.WaitsOutside ? run.Waiting?.Kind : null;

    /// <summary>How many of a run's epochs were told, or are not to be told.</summary>
    private int EpochsTold(RunLine run, int? before)
    {
        if (Runs.GetValueOrDefault(run.Id) is { } told) return run.EpochsDone < told.Epochs ? 0 : told.Epochs; // fewer: it was begun again
        if (before is { } already) return already;
        if (HasBegun && run.Attempts <= 1) return 0; // it came after the first frame
        return run.Phase == RunPhase.Running ? Math.Max(0, run.EpochsDone - 1) : run.EpochsDone;
    }

    /// <summary>The lines of epochs before the last one.</summary>
    private static IEnumerable<RunLine> Missed(RunLine run, int told, KnownEpochs? known) => known is null
        ? []
        : Enumerable.Range(told + 1, Math.Max(0, Math.Min(run.EpochsDone - 1, known.Epochs.Count) - told))
            .Select(epoch => RunLines.At(run, known.Epochs, epoch));

    private static string? TextOf(RunLine run, Told? before, int from, DateTimeOffset now)
    {
        if (run.EpochsDone > from) return $"{run.Id}: {Epoch(run)}{Ending(run, before)}";
        if (run.Phase == RunPhase.Queued && run.ImagesDone() is not null) return before is null || now - before.At >= Silence
            ? $"{run.Id}: waits for {run.Waiting?.Words()}"
            : null;
        if (before is null && run.Phase == RunPhase.Queued && !run.WaitsOutside) return null;
        if (OutsideOf(run) is { } outside && (before?.Outside != outside || !before.Covers(run)))
            return $"{run.Id}: {run.PhaseText}: {run.Why()}";
        if (before is null || !before.Covers(run)) return $"{run.Id}: {run.PhaseText}{Why(run)}";
        return run is { Phase: RunPhase.Running, Doing: not null } && now - before.At >= Silence ? $"{run.Id}: {Doing(run)}" : null;
    }

    private static string Epoch(RunLine run) =>
        $"epoch {run.EpochsDone}/{run.Epochs} loss {Numbers.Fixed(run.TrainingLoss, 3)} accuracy {Numbers.Fixed(run.Accuracy, 3)}"
        + $" kappa {Numbers.Fixed(run.Kappa, 3)} gaze deviation {Numbers.Deviation(run.GazeDeviation)}";

    private static string Ending(RunLine run, Told? before) =>
        run.Phase is not (RunPhase.Running or RunPhase.Queued) && before?.Covers(run) != true ? $"; {run.PhaseText}{Why(run)}" : "";

    private static string Why(RunLine run) => run.WaitsOutside || run.Reason is not null ? $": {run.Why()}" : "";

    private static string Doing(RunLine run) =>
        $"{run.Doing}, epoch {run.Epoch}/{run.Epochs} step "
        + $"{run.Step}/{(run.StepsPerEpoch > 0 ? $"{run.StepsPerEpoch}" : Numbers.Undefined)}"
        + $" {Numbers.Rate(run.ImagesPerSecond)} images/s loss {Numbers.Fixed(run.Loss, 3)} left {Numbers.Time(run.SecondsLeft)}";
}
