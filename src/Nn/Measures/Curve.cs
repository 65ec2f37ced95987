using System.Collections.Immutable;

namespace ActorGaze.Nn.Measures;

/// <summary>A figure as more and more of an image is taken away, or brought back.</summary>
/// <param name="Shares">Of the pixels, ascending, from 0 to 1.</param>
/// <param name="Values">One for each share.</param>
public sealed record Curve(ImmutableArray<double> Shares, ImmutableArray<double> Values)
{
    /// <summary>The area under it, by trapezoids, divided by the range of the shares: the mean value.</summary>
    public double Area
    {
        get
        {
            var sum = 0.0;
            for (var i = 1; i < Shares.Length; i++) sum += (Shares[i] - Shares[i - 1]) * (Values[i] + Values[i - 1]) / 2;
            return sum / (Shares[^1] - Shares[0]);
        }
    }

    /// <summary>Mean of curves over the same shares; at least one.</summary>
    public static Curve Mean(IReadOnlyList<Curve> curves) =>
        curves[0] with { Values = [.. Enumerable.Range(0, curves[0].Shares.Length).Select(i => curves.Average(curve => curve.Values[i]))] };

    public bool Equals(Curve? other) => other is not null && Shares.SequenceEqual(other.Shares) && Values.SequenceEqual(other.Values);

    public override int GetHashCode() => HashCode.Combine(Shares.Length, Area);
}
