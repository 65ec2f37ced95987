using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Examination;
using ActorGaze.Nn.Parts;
using ActorGaze.Nn.Training;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Reports;

/// <summary>Everything a report says, as values. Pure: from a plan and what the journal tells of its runs.</summary>
/// <param name="Settings">By data set, variant and network, in the plan's order.</param>
internal sealed record SweepReport(SweepSpec Sweep, ImmutableArray<Setting> Settings, ImmutableArray<RunReport> Runs)
{
    /// <summary>Without what the journals tell of the runs' time.</summary>
    public static SweepReport Of(SweepSpec sweep, IReadOnlyList<RunState> states) =>
        OfJournal(sweep, [.. states.Select(state => new JournalledRun(state, RunHistory.None))]);

    public static SweepReport OfJournal(SweepSpec sweep, IReadOnlyList<JournalledRun> journalled)
    {
        var byId = journalled.Where(run => run.State.Spec is not null).ToDictionary(run => run.State.Spec!.Id);
        ImmutableArray<RunReport> runs = [.. sweep.Runs.Select(spec => RunReport.Of(spec, byId.GetValueOrDefault(spec.Id)))];
        string[] data = [.. runs.Select(r => r.Spec.DataName).Distinct()];
        var shown = data.Zip(LookAlikes.Shown(data), KeyValuePair.Create).ToDictionary();
        var settings = runs.GroupBy(r => (r.Spec.Data, r.Spec.Variant, r.Spec.Network))
            .Select(group => Setting.Of(sweep, [.. group], shown[group.First().Spec.DataName]));
        var report = new SweepReport(sweep, [.. settings], runs);
        return report with { Correlations = CorrelationStudy.Of(report), Readings = ReadingStudy.Of(report) };
    }

    /// <summary>The newest event's time in the runs' journals; null where there is none.</summary>
    public DateTimeOffset? Newest => Runs.Max(run => run.History.Last);

    /// <summary>Whatever changes when a page made later has more.</summary>
    public IEnumerable<(DateTimeOffset?, string?)> Moments => Runs.Select(run => (run.History.Last, run.Examination?.CheckpointSha256));

    /// <summary>Before the names of its files: empty where it has a folder of its own.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>By setting and λ, and for each of them with none of the first epochs left out, with one, and so on.</summary>
    public ImmutableArray<CorrelationStudy> Correlations { get; private init; } = [];

    /// <summary>The same with the gazes read in other ways; empty where no run has <c>gaze.readings = all</c>.</summary>
    public ImmutableArray<ReadingStudy> Readings { get; private init; } = [];

    /// <summary>Every λ once, in the plan's order: see also <see cref="ColourOf"/>.</summary>
    public ImmutableArray<double> Weights => [.. Runs.Select(run => run.Spec.GazeWeight).Distinct()];

    /// <summary>An index into the palette, the same for a λ in the whole sweep; −1, which is ink, for λ = 0.</summary>
    public int ColourOf(double weight) => weight == 0 ? -1 : Weights.Remove(0).IndexOf(weight);

    /// <summary>Whether runs of it are still to train: one that waits or stands still may go on.</summary>
    public bool GoesOn => Runs.Any(run => run.Phase is not (RunPhase.Completed or RunPhase.Failed or RunPhase.Cancelled));

    public bool Finished => Runs.All(run => run.Completed);

    /// <summary>Whether data sets, or other axes, must be named to tell settings apart.</summary>
    public bool ManyData => Settings.Select(s => s.Data).Distinct().Count() > 1;
}

/// <summary>One run in a report.</summary>
/// <param name="Correlation">Pearson's, of kappa and gaze deviation over its epochs; null where it is undefined.</param>
internal sealed record RunReport(
    RunSpec Spec, RunPhase Phase, ImmutableList<EpochMetrics> Epochs, string? Reason, string? Device, double? Correlation)
{
    public static RunReport Of(RunSpec spec, JournalledRun? run)
    {
        var state = run?.State;
        var epochs = state?.Epochs ?? [];
        var correlation = Nn.Statistics.Correlation.Pearson(
            [.. epochs.Select(e => e.Evaluation.Kappa)], [.. epochs.Select(e => e.Evaluation.GazeDeviation)]);
        return new RunReport(spec, state?.Phase ?? RunPhase.Queued, epochs, state?.Reason, state?.Device, correlation)
        {
            Classes = state?.Classes, Images = state?.Images, Bits = state?.Bits, OtherBits = state?.OtherBits, AcceptedPlugin =
                state?.AcceptedPlugin,
            History = run?.History ?? RunHistory.None, Examination = run?.Examination, Courses = run?.Courses,
        };
    }

    /// <summary>Null where no run has started with them yet.</summary>
    public ClassNames? Classes { get; init; }

    /// <summary>The images it trains on; null before its first crew, and where a first version began it.</summary>
    public ImagesFacts? Images { get; init; }

    /// <summary>What the bits of its newest attempt depend on; null where that was not written down.</summary>
    public BitFacts? Bits { get; init; }

    /// <summary>In words, where it went on under facts that give other bits; null where it never did.</summary>
    public string? OtherBits { get; init; }

    /// <summary>See <see cref="RunState.AcceptedPlugin"/>.</summary>
    public string? AcceptedPlugin { get; init; }

    public RunHistory History { get; init; } = RunHistory.None;

    /// <summary>What <c>gaze check</c> found of it last; null where it has not been examined.</summary>
    public GazeExamination? Examination { get; init; }

    /// <summary>The gazes of the examined samples through training; null where they were not recorded.</summary>
    public SampleCourses? Courses { get; init; }

    public bool Completed => Phase == RunPhase.Completed;

    public EpochMetrics? Last => Epochs.IsEmpty ? null : Epochs[^1];

    /// <summary>The epoch with the greatest kappa, the first of several.</summary>
    public EpochMetrics? Best => Epochs.MaxBy(e => e.Evaluation.Kappa);
}

/// <summary>The runs of one network on one data set, with one choice of the other axes.</summary>
/// <param name="Data">The data set's name, told apart from those that look like it.</param>
/// <param name="MeanCorrelation">Over the completed trials that have one; null where none has.</param>
/// <param name="PaperCorrelation">What the paper reports for the network; null where it is not known.</param>
internal sealed record Setting(
    string Data, string Variant, NetworkSpec Network, ImmutableArray<RunReport> Runs, ImmutableArray<WeightReport> Weights,
    double? MeanCorrelation, double? PaperCorrelation)
{
    public static Setting Of(SweepSpec sweep, ImmutableArray<RunReport> runs, string data)
    {
        var spec = runs[0].Spec;
        double[] correlations = [.. runs.Where(r => r.Completed).Select(r => r.Correlation).OfType<double>()];
        return new Setting(
            data, spec.Variant, spec.Network, runs,
            [.. runs.GroupBy(r => r.Spec.GazeWeight).Select(g => WeightReport.Of(g.Key, [.. g]))],
            correlations.Length == 0 ? null : correlations.Average(),
            spec.Network.PaperLevel is { } level && sweep.PaperCorrelations.TryGetValue(level, out var paper) ? paper : null);
    }

    /// <summary>Of the network, in the names of files.</summary>
    public string FileName => Network.PaperLevel is { } level ? $"l{level}" : Network.Name;

    /// <summary>The network as the paper calls it, or its name, and what else tells it apart.</summary>
    public string Title(bool withData) =>
        string.Join(", ", new[] { Network.PaperLevel is { } level ? $"Level {level}" : Network.Name, withData
            && !Variant.Contains("data=", StringComparison.Ordinal) ? Data : "", Variant }.Where(part => part.Length > 0));
}

/// <summary>The trials of one λ within a setting; figures are over the completed ones.</summary>
internal sealed record WeightReport(
    double GazeWeight, ImmutableArray<RunReport> Runs, Spread Accuracy, Spread Kappa, Spread BestKappa, Spread Deviation)
{
    public static WeightReport Of(double weight, ImmutableArray<RunReport> runs)
    {
        ImmutableArray<RunReport> done = [.. runs.Where(r => r.Completed && r.Last is not null)];
        return new WeightReport(
            weight, runs,
            Spread.Of(done.Select(r => r.Last!.Evaluation.Accuracy)),
            Spread.Of(done.Select(r => r.Last!.Evaluation.Kappa)),
            Spread.Of(done.Select(r => r.Best!.Evaluation.Kappa)),
            Spread.Of(done.Select(r => r.Last!.Evaluation.GazeDeviation)));
    }

    /// <summary>The trials that means are of: the completed ones, or, as long as there is none, all that have an epoch.</summary>
    public ImmutableArray<RunReport> Counted =>
        Runs.Any(r => r.Completed) ? [.. Runs.Where(r => r.Completed)] : [.. Runs.Where(r => !r.Epochs.IsEmpty)];
}

/// <summary>A mean, and how far its values lie apart.</summary>
/// <param name="Mean">Null where there is no value.</param>
/// <param name="Deviation">Sample standard deviation; null with fewer than two values.</param>
internal sealed record Spread(int Count, double? Mean, double? Deviation)
{
    public static Spread Of(IEnumerable<double> values)
    {
        double[] all = [.. values];
        if (all.Length == 0) return new Spread(0, null, null);
        var mean = all.Average();
        return new Spread(all.Length, mean, all.Length < 2 ? null : Math.Sqrt(all.Sum(v => (v - mean) * (v - mean)) / (all.Length - 1)));
    }
}
