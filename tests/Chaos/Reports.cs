namespace ActorGaze.Tests.Chaos;

/// <summary>What a report must say: the first difference from an undisturbed sweep, null where there is none.</summary>
internal interface ITold
{
    string? Difference { get; }
}

/// <summary>What became of one trial.</summary>
/// <param name="Difference">Null: the same bits.</param>
/// <param name="Kills">By kind.</param>
/// <param name="Damages">By kind.</param>
/// <param name="StepsNeeded">Of all runs, undisturbed.</param>
/// <param name="StepsTaken">Of all children together.</param>
/// <param name="Repeated">Steps done again, one number for every time a run went on.</param>
internal sealed record TrialReport(
    int Level, long Seed, string? Difference, IReadOnlyDictionary<string, int> Kills, IReadOnlyDictionary<string, int> Damages, int StepsNeeded,
    int StepsTaken, IReadOnlyList<int> Repeated, double UndisturbedSeconds, double Seconds) : ITold
{
    public int KillsDone => Kills.Values.Sum();

    public override string ToString() => FormattableString.Invariant(
        $"""
        level {Level}, seed {Seed}: {(Difference is null ? "the same bits" : "NOT THE SAME")} after {KillsDone} kills ({List(Kills)})
          damage: {(Damages.Count == 0 ? "none" : List(Damages))}
          steps: {StepsNeeded} needed, {StepsTaken} taken, {(KillsDone == 0 ? 0 : (StepsTaken - StepsNeeded) / (double)KillsDone):0.00} repeated per kill, at most {Repeated.DefaultIfEmpty().Max()} by one run
          time: {Seconds:0} s, undisturbed {UndisturbedSeconds:0.0} s
        """) + (Difference is null ? "" : $"\n  {Difference}");

    private static string List(IReadOnlyDictionary<string, int> counts) => string.Join(", ", counts.Select(pair => $"{pair.Value} {pair.Key}"));
}

/// <summary>What became of one run killed after each of its events in turn.</summary>
/// <param name="Difference">Null: every time the same journal and bits.</param>
/// <param name="Events">That an undisturbed state folder has, each of them once the last.</param>
internal sealed record EveryEventReport(int Level, long Seed, string? Difference, int Events, double Seconds) : ITold
{
    public override string ToString() => FormattableString.Invariant(
        $"level {Level}, seed {Seed}: {(Difference is null ? "the same journal and bits" : "NOT THE SAME")} for a kill after each of {Events} events, {Seconds:0} s")
        + (Difference is null ? "" : $"\n  {Difference}");
}
