using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Training;
using ActorGaze.Tui.Pictures;
using ActorGaze.Tui.Reports;
using Google.Protobuf;
using Tensorboard;

namespace ActorGaze.Tui.Exports;

/// <summary>
/// A run as TensorBoard shows it: a number of an epoch is a scalar at the epoch's step, and its settings are hyperparameters.
/// </summary>
internal static class TensorBoardRun
{
    /// <summary>Writes a run's file.</summary>
    /// <param name="gazes">With the mean gaze of each class as an image of each epoch.</param>
    /// <returns>How many epochs it has.</returns>
    public static int Write(Stream target, RunState run, RunTimes times, bool gazes)
    {
        using var file = new TensorBoardFile(target, times.Began);
        file.Add(times.Began, 0, TensorBoardSettings.Of(run, times));
        foreach (var epoch in run.Epochs)
            file.Add(times.Of(epoch.Epoch), epoch.Epoch,
                [.. Scalars(run.Classes, epoch), .. gazes ? Images(run.Classes, epoch.Evaluation.Gazes) : []]);
        return run.Epochs.Count;
    }

    /// <summary>What is undefined in an epoch is left out.</summary>
    public static ImmutableArray<Summary.Types.Value> Scalars(ClassNames? classes, EpochMetrics epoch)
    {
        var counts = ClassCounts.Of(classes, epoch.Evaluation);
        return
        [
            .. from figure in Figures.All
               let value = figure.Of(epoch)
               where value is not null
               select Scalar(TagOf(figure), value.Value),
            .. from count in counts
               where count.Images > 0
               select Scalar($"recall/{count.Name}", (double)count.Correct / count.Images),
            .. counts.Zip(epoch.Evaluation.GazeDeviationPerClass, (count, deviation) => (count.Name, Deviation: deviation))
                .Where(pair => pair.Deviation is not null).Select(pair => Scalar($"gaze-deviation/{pair.Name}", pair.Deviation!.Value)),
        ];
    }

    /// <summary>Its place among the groups in which TensorBoard shows scalars.</summary>
    internal static string TagOf(Figure figure) => figure.Key switch
    {
        "lambda" or "learning-rate" => $"schedule/{figure.Key}",
        "largest-gradient" => $"training/{figure.Key}",
        _ when figure.Key.StartsWith("train-", StringComparison.Ordinal) => $"training/{figure.Key["train-".Length..]}",
        _ => $"evaluation/{figure.Key}",
    };

    private static IEnumerable<Summary.Types.Value> Images(ClassNames? classes, ClassMeanGazes gazes)
    {
        var square = GazeMap.SquareOf(Math.Max(1, gazes.Width), Math.Max(1, gazes.Height));
        return Enumerable.Range(0, gazes.Classes).Select(label => new Summary.Types.Value
        {
            Tag = $"mean-gaze/{ClassNames.Of(classes, label)}",
            Image = new Summary.Types.Image
            {
                Height = gazes.Height * square, Width = gazes.Width * square, Colorspace = 3, // RGB
                EncodedImageString = ByteString.CopyFrom(GazeMap.Png(gazes.Of(label), gazes.Width, gazes.Height)),
            },
        });
    }

    private static Summary.Types.Value Scalar(string tag, double value) => new() { Tag = tag, SimpleValue = (float)value };
}

/// <summary>When a run's epochs ended, as its journal tells it.</summary>
/// <param name="Began">The first event's time.</param>
/// <param name="Ended">The newest event's time.</param>
internal sealed record RunTimes(DateTimeOffset Began, DateTimeOffset Ended, ImmutableDictionary<int, DateTimeOffset> Epochs)
{
    /// <param name="events">At least one.</param>
    public static RunTimes Of(IReadOnlyCollection<RunEvent> events) => new(
        events.First().At, events.Last().At,
        events.SelectMany(Ends).Aggregate(ImmutableDictionary<int, DateTimeOffset>.Empty, (all, end) => all.SetItem(end.Epoch, end.At)));

    /// <summary>An epoch's end; the run's beginning where the journal does not tell it.</summary>
    public DateTimeOffset Of(int epoch) => Epochs.GetValueOrDefault(epoch, Began);

    private static IEnumerable<(int Epoch, DateTimeOffset At)> Ends(RunEvent @event) => @event switch
    {
        RunEvent.EpochCompleted completed => [(completed.Metrics.Epoch, @event.At)],
        RunEvent.EpochRedone redone => [(redone.Metrics.Epoch, @event.At)],
        RunEvent.CheckpointAdopted adopted => adopted.Epochs.Select(epoch => (epoch.Epoch, @event.At)),
        _ => [],
    };
}
