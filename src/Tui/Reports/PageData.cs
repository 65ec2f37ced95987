using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Reports;

/// <summary>What a page's script draws, as it stands in the page.</summary>
internal sealed record PageData(ImmutableArray<FigureData> Figures, ImmutableArray<SweepData> Sweeps)
{
    /// <summary>
    /// The default encoder writes each character that means something in HTML as an escape, so that no name ends the script that holds it.
    /// </summary>
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new ShortNumber() },
    };

    public static PageData Of(ImmutableArray<SweepReport> reports) =>
        new([.. Reports.Figures.All.Select(f => new FigureData(f.Key, f.Title, f.Digits, f.First))], [.. reports.Select(SweepData.Of)]);

    public string ToJson() => JsonSerializer.Serialize(this, Options);

    /// <summary>Six significant digits: more than a screen shows, in half the room.</summary>
    private sealed class ShortNumber : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (double.IsFinite(value)) writer.WriteRawValue(value.ToString("G6", CultureInfo.InvariantCulture));
            else writer.WriteNullValue();
        }
    }
}

/// <summary>See <see cref="Figure"/>.</summary>
internal sealed record FigureData(string Key, string Title, int Digits, bool First);

/// <param name="Colours">By λ, an index into the page's palette; −1: the colour of text.</param>
internal sealed record SweepData(
    string Name, bool Analytic, ImmutableArray<double> Weights, ImmutableArray<int> Colours, ImmutableArray<SettingData> Settings)
{
    public static SweepData Of(SweepReport report) => new(
        SafeText.Reason(report.Sweep.Name), report.Sweep.Evaluation == Evaluation.Analytic, report.Weights,
        [.. report.Weights.Select(report.ColourOf)],
        [.. report.Settings.Select(setting => SettingData.Of(report, setting))]);
}

/// <param name="Runs">As many trials of each λ as a page has room for.</param>
/// <param name="LeftOut">How many runs are not among them; they are in the means.</param>
/// <param name="Means">By λ, as in the sweep's list.</param>
/// <param name="Correlations">By λ and number of first epochs left out.</param>
internal sealed record SettingData(
    string Title, ImmutableArray<string> Classes, ImmutableArray<RunData> Runs, int LeftOut, ImmutableArray<MeanData> Means,
    GazeData? Gazes,
    ImmutableArray<CorrelationData> Correlations, ImmutableArray<WorthData> Worth)
{
    public static SettingData Of(SweepReport report, Setting setting)
    {
        var started = setting.Runs.FirstOrDefault(run => run.Last is not null);
        var trials = Room.Trials(report);
        ImmutableArray<RunReport> shown = [.. setting.Weights.SelectMany(weight => weight.Runs.Take(trials))];
        return new SettingData(
            SafeText.Reason(setting.Title(report.ManyData)),
            started is null
                ? []
                : [.. ClassCounts.Shown(ClassCounts.Of(started.Classes, started.Last!.Evaluation)).Select(SafeText.Reason)],
            [.. shown.Select(run => RunData.Of(report, run))],
            setting.Runs.Length - shown.Length,
            [.. setting.Weights.Select(weight => MeanData.Of(report, weight))],
            GazeData.Of(shown),
            [.. report.Correlations.Where(study => study.Setting == setting).Select(study => CorrelationData.Of(report, study, trials))],
            WorthData.Of(report, setting));
    }
}

/// <param name="Weight">An index into the sweep's list.</param>
/// <param name="Series">By figure, as in the page's list; by epoch, from 1; null where it is never defined.</param>
/// <param name="Confusion">By epoch: row by row, a row for a true class.</param>
internal sealed record RunData(
    string Id, int Weight, int Trial, string Phase, bool Completed, ImmutableArray<ImmutableArray<double?>?> Series,
    ImmutableArray<ImmutableArray<int>> Confusion)
{
    public static RunData Of(SweepReport report, RunReport run) => new(
        SafeText.Reason(run.Spec.Id.Value), report.Weights.IndexOf(run.Spec.GazeWeight), run.Spec.Trial, run.Phase.Word(), run.Completed,
        [.. Figures.All.Select(figure => Known(run.Epochs.Select(figure.Of)))],
        [.. run.Epochs.Select(epoch => epoch.Evaluation.Confusion.Counts)]);

    private static ImmutableArray<double?>? Known(IEnumerable<double?> values)
    {
        ImmutableArray<double?> all = [.. values];
        return all.Any(value => value is not null) ? all : null;
    }
}

/// <param name="Trials">How many are in the mean.</param>
/// <param name="Series">By figure, each the means and then the sample standard deviations, by epoch.</param>
/// <param name="Recall">The same by class; null where classes are too many for a curve each.</param>
internal sealed record MeanData(
    int Weight, int Trials, ImmutableArray<ImmutableArray<ImmutableArray<double?>>> Series,
    ImmutableArray<ImmutableArray<ImmutableArray<double?>>>? Recall)
{
    private const int MostClasses = 16;

    public static MeanData Of(SweepReport report, WeightReport weight)
    {
        var classes = weight.Counted.Select(run => run.Last?.Evaluation.Confusion.Classes ?? 0).DefaultIfEmpty().Max();
        return new MeanData(
            report.Weights.IndexOf(weight.GazeWeight), weight.Counted.Length, [.. Figures.All.Select(figure => Bands(weight, figure))],
            classes is 0 or > MostClasses ? null : [.. Enumerable.Range(0, classes).Select(label => Bands(weight, Figures.Recall(label)))]);
    }

    private static ImmutableArray<ImmutableArray<double?>> Bands(WeightReport weight, Figure figure)
    {
        var band = Band.Of(weight.Counted, figure);
        return [band.Mean, band.Deviation];
    }
}

internal sealed record CorrelationData(
    int Weight, int Skipped, int Trials, ImmutableArray<double?> Pearson, ImmutableArray<double?> Spearman, double? Mean, double? Fisher,
    double? Low, double? High, double? SpearmanMean, double? SpearmanLow, double? SpearmanHigh, double? Paper)
{
    public static CorrelationData Of(SweepReport report, CorrelationStudy study, int trials) => new(
        report.Weights.IndexOf(study.Weight.GazeWeight), study.Skipped, study.Counted,
        [.. study.Trials.Take(trials).Select(t => t.Pearson)], [.. study.Trials.Take(trials).Select(t => t.Spearman)],
        study.Mean, study.Fisher, study.Interval95?.Low, study.Interval95?.High, study.SpearmanMean, study.SpearmanInterval95?.Low,
        study.SpearmanInterval95?.High, study.Setting.PaperCorrelation);
}
