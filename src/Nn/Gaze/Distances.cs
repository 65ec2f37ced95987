using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Gaze;

/// <summary>
/// Six ways to tell how far apart two gazes are. Each is symmetric, 0 for equal maps, and finite, with its gradient, for maps that are zero
/// everywhere.
/// </summary>
public static class Distances
{
    /// <summary>Added to every pixel before a map is read as a distribution; a zero map is then uniform.</summary>
    public const double DistributionEpsilon = 1e-7;

    /// <summary>Added to each product of the cosine: two zero maps agree, and a zero map is at right angles to any other.</summary>
    public const double CosineEpsilon = 1e-12;

    /// <summary>Side of SSIM's window, in pixels; less where a map is smaller.</summary>
    public const int SsimWindow = 7;

    private const double SsimC1 = 0.01 * 0.01;
    private const double SsimC2 = 0.03 * 0.03;

    /// <summary>Maps (M,h,w) and (M,h,w) to distances (M). The caller opens the dispose scope.</summary>
    public static Tensor Between(GazeDistance distance, Tensor a, Tensor b) => distance switch
    {
        GazeDistance.L2 => (a - b).square().mean([1, 2]), // (M)
        GazeDistance.L1 => (a - b).abs().mean([1, 2]),    // (M)
        GazeDistance.Cosine => Cosine(a.flatten(1), b.flatten(1)),
        GazeDistance.Ssim => Ssim(a.unsqueeze(1), b.unsqueeze(1)),
        GazeDistance.Js => JensenShannon(Distribution(a).flatten(1), Distribution(b).flatten(1)),
        GazeDistance.Emd => EarthMover.Between(Distribution(a), Distribution(b)),
        _ => throw new ArgumentOutOfRangeException(nameof(distance), distance, "No such distance."),
    };

    /// <summary>Maps (M,h,w), none of them negative, to distributions (M,h,w): positive, and each summing to 1.</summary>
    public static Tensor Distribution(Tensor maps)
    {
        var positive = maps + DistributionEpsilon;                 // (M,h,w)
        return positive / positive.sum([1L, 2L], keepdim: true);   // (M,h,w)
    }

    /// <summary>1 − cos, in [0, 1] for maps without negative values.</summary>
    private static Tensor Cosine(Tensor a, Tensor b)
    {
        var inner = (a * b).sum(1L) + CosineEpsilon;            // (M)
        var left = (a.square().sum(1L) + CosineEpsilon).sqrt();  // (M)
        var right = (b.square().sum(1L) + CosineEpsilon).sqrt(); // (M)
        return 1 - (inner / (left * right));                   // (M)
    }

    /// <summary>1 − mean SSIM (Wang et al. 2004; uniform windows that lie wholly inside, dynamic range 1), in [0, 2].</summary>
    private static Tensor Ssim(Tensor a, Tensor b)
    {
        long[] window = [Math.Min(SsimWindow, a.shape[2]), Math.Min(SsimWindow, a.shape[3])];
        Tensor Local(Tensor map) => nn.functional.avg_pool2d(map, window, [1L, 1L]); // (M,1,h′,w′)

        var (meanA, meanB) = (Local(a), Local(b));                  // (M,1,h′,w′) both
        var varianceA = Local(a.square()) - meanA.square();         // (M,1,h′,w′)
        var varianceB = Local(b.square()) - meanB.square();         // (M,1,h′,w′)
        var covariance = Local(a * b) - (meanA * meanB);            // (M,1,h′,w′)
        var likeness = ((2 * meanA * meanB) + SsimC1) * ((2 * covariance) + SsimC2)
            / ((meanA.square() + meanB.square() + SsimC1) * (varianceA + varianceB + SsimC2)); // (M,1,h′,w′)
        return 1 - likeness.mean([1, 2, 3]);                        // (M)
    }

    /// <summary>Jensen–Shannon divergence in nats, in [0, ln 2].</summary>
    private static Tensor JensenShannon(Tensor p, Tensor q)
    {
        var middle = ((p + q) / 2).log();                            // (M,hw)
        var left = (p * (p.log() - middle)).sum(1L);                 // (M)
        var right = (q * (q.log() - middle)).sum(1L);                // (M)
        return (left + right) / 2;                                   // (M)
    }
}
