using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Control.Frames;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Screens;

/// <summary>The runs of a setting added up; means are over those that have the figure.</summary>
/// <param name="Epochs">Done, of those asked for.</param>
internal sealed record SettingMeans(string Epochs, double? Kappa, double? GazeDeviation)
{
    public static SettingMeans Of(Setting setting, Frame frame)
    {
        var (done, asked, kappa, kappas, deviation, deviations) = (0, 0, 0.0, 0, 0.0, 0);
        foreach (var place in setting.Places)
        {
            var run = frame.Runs[place];
            (done, asked) = (done + run.EpochsDone, asked + run.Epochs);
            if (run.Kappa is { } k) (kappa, kappas) = (kappa + k, kappas + 1);
            if (run.GazeDeviation is { } d) (deviation, deviations) = (deviation + d, deviations + 1);
        }

        return new($"{done}/{asked}", kappas == 0 ? null : kappa / kappas, deviations == 0 ? null : deviation / deviations);
    }
}

/// <summary>
/// What screens read off a frame's runs. A frame may have ten thousand of them, and is drawn more than once: each fact is found once for
/// each frame.
/// </summary>
internal sealed class FrameFacts
{
    private static readonly ConditionalWeakTable<Frame, FrameFacts> Known = new();

    private readonly Frame _frame;
    private readonly ConcurrentDictionary<Setting, SettingMeans> _means = new(ReferenceEqualityComparer.Instance);
    private Sorted? _sorted;

    private FrameFacts(Frame frame)
    {
        _frame = frame;
        var (atWork, troubled, images) = (new List<RunLine>(), new List<RunLine>(), new List<RunLine>());
        foreach (var run in frame.Runs)
        {
            if (run.Phase == RunPhase.Running) atWork.Add(run);
            if (run.Phase is RunPhase.Failed or RunPhase.Recovering or RunPhase.Paused || run.WaitsOutside) troubled.Add(run);
            if (run.ImagesDone() is not null) images.Add(run);
        }

        AtWork = [.. atWork];
        Troubled = [.. troubled.OrderByDescending(run => run.Phase == RunPhase.Failed)];
        Images = [.. images.DistinctBy(run => (run.Data, run.ImagesDone()))];
    }

    /// <summary>The runs that train now.</summary>
    public ImmutableArray<RunLine> AtWork { get; }

    /// <summary>The runs that stand still or have fallen, those that failed first.</summary>
    public ImmutableArray<RunLine> Troubled { get; }

    /// <summary>A run for each data set whose images are being prepared.</summary>
    public ImmutableArray<RunLine> Images { get; }

    public static FrameFacts Of(Frame frame) => Known.GetValue(frame, fresh => new FrameFacts(fresh));

    /// <summary>The rows of the table of runs, as they are filtered and sorted.</summary>
    public IReadOnlyList<RunLine> Rows(string filter, int column, bool descending)
    {
        if (_sorted is { } sorted && (sorted.Filter, sorted.Column, sorted.Descending) == (filter, column, descending)) return sorted.Rows;
        var rows = RunColumns.Rows(_frame.Runs, filter, column, descending);
        _sorted = new Sorted(filter, column, descending, rows);
        return rows;
    }

    /// <summary>A setting's runs added up. Only those that are shown are added up at all.</summary>
    public SettingMeans Means(Setting setting) => _means.GetOrAdd(setting, static (which, frame) => SettingMeans.Of(which, frame), _frame);

    private sealed record Sorted(string Filter, int Column, bool Descending, IReadOnlyList<RunLine> Rows);
}
