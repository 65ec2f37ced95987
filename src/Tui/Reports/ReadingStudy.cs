using System.Collections.Immutable;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Training;

namespace ActorGaze.Tui.Reports;

/// <summary>How kappa and gaze deviation went together in a setting's trials of one λ, with the gazes read in one way.</summary>
/// <param name="All">Over all epochs.</param>
/// <param name="Late">Without the first <see cref="FirstEpochs"/>.</param>
internal sealed record ReadingStudy(
    Setting Setting, WeightReport Weight, string Layer, GazeNormalisation Normalise, CorrelationStudy All, CorrelationStudy Late)
{
    /// <summary>In which a network begins to learn, and both figures move most.</summary>
    public const int FirstEpochs = 3;

    /// <summary>By setting, λ and reading, of the runs that have <c>gaze.readings = all</c>.</summary>
    public static ImmutableArray<ReadingStudy> Of(SweepReport report) =>
    [
        .. from setting in report.Settings
           from weight in setting.Weights
           from reading in weight.Runs.SelectMany(run => run.Epochs).SelectMany(epoch => epoch.Evaluation.Readings ?? [])
               .Select(reading => (reading.Layer, reading.Normalise)).Distinct()
           let figure = Figure(reading.Layer, reading.Normalise)
           select new ReadingStudy(
               setting, weight, reading.Layer, reading.Normalise, CorrelationStudy.Of(setting, weight, 0, figure),
               CorrelationStudy.Of(setting, weight, FirstEpochs, figure)),
    ];

    private static Func<EpochMetrics, double?> Figure(string layer, GazeNormalisation normalise) => epoch =>
        epoch.Evaluation.Readings?.FirstOrDefault(reading => reading.Layer == layer && reading.Normalise == normalise)?.Deviation;
}
