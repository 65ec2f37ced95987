using System.Collections.Immutable;
using ActorGaze.Actors.Metrics;
using ActorGaze.Actors.Runs;

namespace ActorGaze.Tui.Rendering;

/// <summary>What has been told so far, and what a newer scoreboard adds to it: for output that is read as lines. Time is an argument.</summary>
internal sealed record ProgressLines(ImmutableDictionary<RunId, ProgressLines.Told> Runs)
{
    /// <summary>A running run is heard of at least this often.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    public static ProgressLines Nothing { get; } = new(ImmutableDictionary<RunId, Told>.Empty);

    /// <summary>What was last said of a run.</summary>
    internal sealed record Told(RunPhase Phase, int Epochs, DateTimeOffset At);

    /// <summary>A line for each run whose phase or epochs have changed, or of which nothing was heard for ten seconds.</summary>
    public (ProgressLines Next, IReadOnlyList<string> Lines) Tell(Scoreboard board, IReadOnlyList<string> sweeps, DateTimeOffset now)
    {
        var (told, lines) = (Runs, new List<string>());
        foreach (var run in sweeps.SelectMany(board.Of))
        {
            var before = told.GetValueOrDefault(run.Spec.Id);
            if (LineOf(run, before, now) is not { } line) continue;
            told = told.SetItem(run.Spec.Id, new Told(run.State.Phase, run.State.Epochs.Count, now));
            lines.Add(line);
        }

        return (new ProgressLines(told), lines);
    }

    private static string? LineOf(RunScore run, Told? before, DateTimeOffset now)
    {
        var (state, name) = (run.State, run.Spec.Id);
        if (before is null && state.Phase == RunPhase.Queued) return null;
        if (state.Epochs.Count > (before?.Epochs ?? 0) && (before is not null || state.Phase == RunPhase.Running)) return $"{name}: {Epoch(state)}{Ending(state, before)}";
        if (before is null || before.Phase != state.Phase) return $"{name}: {ProgressFrame.Word(state.Phase)}{Why(state)}";
        return state.Phase == RunPhase.Running && run.Progress is { } progress && now - before.At >= Silence ? $"{name}: {Doing(progress, run.Spec.Epochs)}" : null;
    }

    private static string Epoch(RunState state)
    {
        var epoch = state.Epochs[^1];
        return $"epoch {epoch.Epoch}/{state.Spec!.Epochs} loss {Numbers.Fixed(epoch.Training.CrossEntropy, 3)} accuracy {Numbers.Fixed(epoch.Evaluation.Accuracy, 3)}"
            + $" kappa {Numbers.Fixed(epoch.Evaluation.Kappa, 3)} gaze deviation {Numbers.Fixed(epoch.Evaluation.GazeDeviation, 4)}";
    }

    private static string Ending(RunState state, Told? before) => state.Ended && before?.Phase != state.Phase ? $"; {ProgressFrame.Word(state.Phase)}{Why(state)}" : "";

    private static string Why(RunState state) => state.Reason is { } reason ? $": {reason}" : "";

    private static string Doing(RunProgress progress, int epochs) =>
        $"{progress.Doing}, epoch {progress.Epoch}/{epochs} step {progress.Step}/{(progress.StepsPerEpoch > 0 ? $"{progress.StepsPerEpoch}" : Numbers.Undefined)}"
        + $" {Numbers.Rate(progress.ImagesPerSecond)} images/s loss {Numbers.Fixed(progress.CrossEntropy, 3)} left {Numbers.Time(progress.SecondsLeft)}";
}
