using System.Collections.Immutable;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Gaze;

/// <summary>What one mini-batch says about its classes' gazes: sums and counts of its correct samples, as plain numbers.</summary>
/// <param name="Sums">Per class, the sum of its correct samples' gazes, row-major; empty for a class with none.</param>
/// <param name="Counts">Per class, its correct samples.</param>
public sealed record BatchGazes(ImmutableArray<ImmutableArray<double>> Sums, ImmutableArray<int> Counts)
{
    /// <summary>Correct samples of a class from which on its batch mean is one to be near to.</summary>
    public const int Quorum = 2;

    public int Classes => Counts.Length;

    /// <summary>True where the class belongs to C′: at least two of its samples are correct.</summary>
    public bool HasQuorum(int label) => Counts[label] >= Quorum;

    /// <summary>Mean gaze of a class's correct samples, row-major.</summary>
    /// <exception cref="InvalidOperationException">The class has no correct sample.</exception>
    public ImmutableArray<double> MeanOf(int label)
    {
        if (Counts[label] == 0) throw new InvalidOperationException($"Class {label} has no correct sample in this batch, and so no mean.");
        return [.. Sums[label].Select(sum => sum / Counts[label])];
    }

    /// <summary>Adds up the correct samples' gazes, sample by sample in double precision.</summary>
    /// <param name="gazes">Normalised maps (N,h,w), on any device.</param>
    /// <param name="labels">True classes, N of them.</param>
    /// <param name="predictions">Predicted classes, N of them.</param>
    public static BatchGazes Of(Tensor gazes, IReadOnlyList<int> labels, IReadOnlyList<int> predictions, int classes)
    {
        using var scope = NewDisposeScope();
        var pixels = checked((int)(gazes.shape[1] * gazes.shape[2]));
        var values = gazes.detach().to(float64).cpu().contiguous().data<double>(); // N·h·w
        var all = values.ToArray();

        var sums = new double[classes][];
        var counts = new int[classes];
        for (var n = 0; n < labels.Count; n++)
        {
            var label = labels[n];
            if (predictions[n] != label) continue;
            counts[label]++;
            var sum = sums[label] ??= new double[pixels];
            for (var i = 0; i < pixels; i++) sum[i] += all[(n * pixels) + i];
        }

        return new BatchGazes(
            [.. sums.Select(sum => sum is null ? [] : ImmutableCollectionsMarshal.AsImmutableArray(sum))],
            ImmutableCollectionsMarshal.AsImmutableArray(counts));
    }

    public bool Equals(BatchGazes? other) =>
        other is not null && Counts.SequenceEqual(other.Counts) && Sums.Zip(other.Sums, (a, b) => a.SequenceEqual(b)).All(same => same);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var count in Counts) hash.Add(count);
        foreach (var sum in Sums.Where(sum => sum.Length > 0)) hash.Add(sum[0]);
        return hash.ToHashCode();
    }
}
