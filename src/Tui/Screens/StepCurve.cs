using System.Collections.Immutable;
using ActorGaze.Actors.Control.Frames;

namespace ActorGaze.Tui.Screens;

/// <summary>What one frame says of a run that trains.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Step">Steps done in that epoch.</param>
internal readonly record struct StepSample(int Epoch, int Step, double? Loss, double? ImagesPerSecond);

/// <summary>
/// How a run went from frame to frame since this screen first saw it: a few hundred samples over the whole of that time. Pure.
/// </summary>
internal sealed record StepCurve
{
    /// <summary>When so many are kept, every second one is dropped, and from then on half as many are taken.</summary>
    public const int Most = 400;

    public static StepCurve Empty { get; } = new();

    /// <summary>Evenly spaced in time, oldest first.</summary>
    public ImmutableList<StepSample> Kept { get; init; } = [];

    /// <summary>The newest of all, which is not always among those that are kept.</summary>
    public StepSample? Newest { get; init; }

    /// <summary>One sample of so many is kept.</summary>
    public int Every { get; init; } = 1;

    /// <summary>Samples since the last one that was kept.</summary>
    public int Passed { get; init; }

    /// <summary>What is drawn: those kept, and the newest.</summary>
    public IEnumerable<StepSample> Samples => Newest is { } newest && (Kept.IsEmpty || Kept[^1] != newest) ? Kept.Append(newest) : Kept;

    /// <summary>The same where the run has made no step since the last frame.</summary>
    public StepCurve Add(RunLine run)
    {
        if (run is not { Epoch: { } epoch, Step: > 0 and var step, Loss: not null }) return this;
        var sample = new StepSample(epoch, step, run.Loss, run.ImagesPerSecond);
        if (Newest is { } newest && (newest.Epoch, newest.Step) == (epoch, step)) return this;
        if (!Kept.IsEmpty && Passed + 1 < Every) return this with { Newest = sample, Passed = Passed + 1 };
        var kept = Kept.Add(sample);
        return kept.Count <= Most ? this with { Newest = sample, Kept = kept, Passed = 0 }
            : this with { Newest = sample, Kept = [.. kept.Where((_, i) => i % 2 == 0)], Every = Every * 2, Passed = 0 };
    }
}
