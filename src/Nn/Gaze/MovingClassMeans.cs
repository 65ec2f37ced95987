using System.Collections.Immutable;

namespace ActorGaze.Nn.Gaze;

/// <summary>
/// Where each class has been looking lately: M_c ← decay·M_c + (1 − decay)·(batch mean of c). Pure numbers, and never changed: only folded.
/// </summary>
/// <param name="Decay">How much of a mean a batch leaves, in [0, 1).</param>
/// <param name="Means">Per class, row-major; empty for a class that has not been seen yet.</param>
public sealed record MovingClassMeans(double Decay, ImmutableArray<ImmutableArray<double>> Means)
{
    /// <summary>Before the first batch.</summary>
    public static MovingClassMeans Empty(int classes, double decay) =>
        new(decay, [.. Enumerable.Repeat(ImmutableArray<double>.Empty, classes)]);

    public int Classes => Means.Length;

    /// <summary>True where the class has a mean.</summary>
    public bool Knows(int label) => Means[label].Length > 0;

    /// <summary>Takes in the classes with at least two correct samples; a class met for the first time starts at its batch mean.</summary>
    /// <exception cref="ArgumentException">The batch has another number of classes or another map size.</exception>
    public MovingClassMeans Fold(BatchGazes batch)
    {
        if (batch.Classes != Classes)
            throw new ArgumentException($"The batch has {batch.Classes} classes, the moving means have {Classes}.", nameof(batch));
        return this with { Means = [.. Means.Select((mean, label) => batch.HasQuorum(label) ? Fold(mean, batch.MeanOf(label)) : mean)] };
    }

    public bool Equals(MovingClassMeans? other) =>
        other is not null && Decay.Equals(other.Decay) && Classes == other.Classes
        && Means.Zip(other.Means, (a, b) => a.SequenceEqual(b)).All(same => same);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var mean in Means) hash.Add(mean.Length == 0 ? 0.0 : mean[0]);
        return hash.ToHashCode();
    }

    private ImmutableArray<double> Fold(ImmutableArray<double> mean, ImmutableArray<double> batch)
    {
        if (mean.Length == 0) return batch;
        if (mean.Length != batch.Length)
            throw new ArgumentException($"The batch's maps have {batch.Length} values, the moving means' {mean.Length}.", nameof(batch));
        return [.. mean.Zip(batch, (was, now) => (Decay * was) + ((1 - Decay) * now))];
    }
}
