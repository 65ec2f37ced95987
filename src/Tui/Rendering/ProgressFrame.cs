using ActorGaze.Actors.Metrics;
using ActorGaze.Actors.Runs;

namespace ActorGaze.Tui.Rendering;

/// <summary>How a line is meant.</summary>
internal enum Tone
{
    Plain,
    Heading,
    Faint,
    Good,
    Bad,
}

/// <summary>A line and how it is meant.</summary>
internal sealed record ToneLine(string Text, Tone Tone);

/// <summary>The scoreboard as a page of a terminal: pure, at most as wide and high as asked.</summary>
internal static class ProgressFrame
{
    private const int FixedColumns = 61;
    private const int WidestName = 60;

    public static IReadOnlyList<ToneLine> Of(Scoreboard board, IReadOnlyList<string> sweeps, int width, int height)
    {
        var name = Math.Clamp(width - FixedColumns, 8, Math.Max(8, Math.Min(WidestName, LongestName(board, sweeps))));
        var lines = new List<ToneLine>();
        var room = Math.Max(1, (height - 1) / Math.Max(1, sweeps.Count)) - 2;
        foreach (var sweep in sweeps)
        {
            var runs = board.Of(sweep);
            lines.Add(new(Summary(sweep, runs), Tone.Heading));
            lines.Add(new(Row(name, "run", "epoch", "step", "img/s", "loss", "acc", "kappa", "gazedev", "left"), Tone.Faint));
            var shown = Chosen(runs, Math.Max(1, room));
            lines.AddRange(shown.Select(run => new ToneLine(Row(name, run, sweep), ToneOf(run.State.Phase))));
            if (shown.Count < runs.Count) lines.Add(new($"… and {runs.Count - shown.Count} more", Tone.Faint));
        }

        return [.. lines.Select(line => line with { Text = TextTable.Cut(line.Text, width) })];
    }

    /// <summary>A sweep in a line: how many runs stand where.</summary>
    public static string Summary(string sweep, IReadOnlyList<RunScore> runs)
    {
        var phases = runs.CountBy(run => run.State.Phase).OrderBy(p => p.Key).Select(p => $"{p.Value} {Word(p.Key)}");
        var epochs = runs.Sum(run => run.State.Epochs.Count);
        return $"{sweep}: {runs.Count} runs, {string.Join(", ", phases)}; epoch {epochs} of {runs.Sum(run => run.Spec.Epochs)}";
    }

    /// <summary>What a run is doing, in a word.</summary>
    public static string Word(RunPhase phase) => phase.ToString().ToLowerInvariant();

    /// <summary>A run's name without its sweep's.</summary>
    public static string NameWithin(string sweep, RunId run) =>
        run.Value.StartsWith(sweep + "-", StringComparison.Ordinal) ? run.Value[(sweep.Length + 1)..] : run.Value;

    private static int LongestName(Scoreboard board, IReadOnlyList<string> sweeps) =>
        sweeps.SelectMany(sweep => board.Of(sweep).Select(run => NameWithin(sweep, run.Spec.Id).Length)).DefaultIfEmpty(8).Max();

    /// <summary>Where not all fit: those that move, then those that went wrong, then the rest, each in the plan's order.</summary>
    private static IReadOnlyList<RunScore> Chosen(IReadOnlyList<RunScore> runs, int room)
    {
        if (runs.Count <= room) return runs;
        var chosen = runs.OrderBy(run => run.State.Phase switch
        {
            RunPhase.Running => 0,
            RunPhase.Recovering => 1,
            RunPhase.Failed or RunPhase.Paused => 2,
            RunPhase.Queued => 3,
            _ => 4,
        }).Take(room).ToHashSet();
        return [.. runs.Where(chosen.Contains)];
    }

    private static string Row(int name, RunScore run, string sweep)
    {
        var (state, progress) = (run.State, run.State.Phase == RunPhase.Running ? run.Progress : null);
        var last = state.Epochs.IsEmpty ? null : state.Epochs[^1];
        return Row(
            name,
            NameWithin(sweep, run.Spec.Id),
            $"{progress?.Epoch ?? state.Epochs.Count}/{run.Spec.Epochs}",
            Step(state.Phase, progress),
            Numbers.Rate(progress?.ImagesPerSecond),
            Numbers.Fixed(progress?.CrossEntropy ?? last?.Training.CrossEntropy, 3),
            Numbers.Fixed(last?.Evaluation.Accuracy, 3),
            Numbers.Fixed(last?.Evaluation.Kappa, 3),
            Numbers.Fixed(last?.Evaluation.GazeDeviation, 4),
            Numbers.Time(progress?.SecondsLeft));
    }

    private static string Step(RunPhase phase, RunProgress? progress) => progress switch
    {
        null => Word(phase),
        { Doing: "training", StepsPerEpoch: > 0 } => $"{progress.Step}/{progress.StepsPerEpoch}",
        _ => progress.Doing,
    };

    private static string Row(int name, string run, string epoch, string step, string rate, string loss, string accuracy, string kappa, string deviation, string left) =>
        string.Join(
            ' ', TextTable.Cell(run, name, false), TextTable.Cell(epoch, 6, true), TextTable.Cell(step, 10, true), TextTable.Cell(rate, 5, true), TextTable.Cell(loss, 6, true),
            TextTable.Cell(accuracy, 5, true), TextTable.Cell(kappa, 6, true), TextTable.Cell(deviation, 7, true), TextTable.Cell(left, 7, true));

    private static Tone ToneOf(RunPhase phase) => phase switch
    {
        RunPhase.Running => Tone.Plain,
        RunPhase.Completed => Tone.Good,
        RunPhase.Failed or RunPhase.Recovering => Tone.Bad,
        _ => Tone.Faint,
    };
}
