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

    /// <summary>Maps (M,h,w) and (M,h,w) to the means of their squared differences, (M). The caller opens the dispose scope.</summary>
    public static Tensor L2(Tensor a, Tensor b) => (a - b).square().mean([1, 2]); // (M)

    /// <summary>Maps (M,h,w) and (M,h,w) to the means of their absolute differences, (M).</summary>
    public static Tensor L1(Tensor a, Tensor b) => (a - b).abs().mean([1, 2]); // (M)

    /// <summary>Maps (M,h,w) and (M,h,w) to 1 − cos, (M), in [0, 1] for maps without negative values.</summary>
    public static Tensor Cosine(Tensor a, Tensor b) => CosineOfRows(a.flatten(1), b.flatten(1)); // (M)

    /// <summary>
    /// Maps (M,h,w) and (M,h,w) to 1 − mean SSIM, (M), in [0, 2] (Wang et al. 2004; uniform windows that lie wholly inside, dynamic range
    /// 1).
    /// </summary>
    public static Tensor Ssim(Tensor a, Tensor b) => OneLessSsim(a.unsqueeze(1), b.unsqueeze(1)); // (M)

    /// <summary>Maps (M,h,w) and (M,h,w) to Jensen–Shannon divergences in nats, (M), in [0, ln 2].</summary>
    public static Tensor JensenShannon(Tensor a, Tensor b) => Divergence(Distribution(a).flatten(1), Distribution(b).flatten(1)); // (M)

    /// <summary>Maps (M,h,w) and (M,h,w) to entropic earth mover's distances, (M).</summary>
    public static Tensor EarthMovers(Tensor a, Tensor b) => EarthMover.Between(Distribution(a), Distribution(b)); // (M)

    /// <summary>Maps (M,h,w), none of them negative, to distributions (M,h,w): positive, and each summing to 1.</summary>
    public static Tensor Distribution(Tensor maps)
    {
        var positive = maps + DistributionEpsilon;                 // (M,h,w)
        return positive / positive.sum([1L, 2L], keepdim: true);   // (M,h,w)
    }

    private static Tensor CosineOfRows(Tensor a, Tensor b)
    {
        var inner = (a * b).sum(1L) + CosineEpsilon;            // (M)
        var left = (a.square().sum(1L) + CosineEpsilon).sqrt();  // (M)
        var right = (b.square().sum(1L) + CosineEpsilon).sqrt(); // (M)
        return 1 - (inner / (left * right));                   // (M)
    }

    private static Tensor OneLessSsim(Tensor a, Tensor b)
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

    private static Tensor Divergence(Tensor p, Tensor q)
    {
        var middle = ((p + q) / 2).log();                            // (M,hw)
        var left = (p * (p.log() - middle)).sum(1L);                 // (M)
        var right = (q * (q.log() - middle)).sum(1L);                // (M)
        return (left + right) / 2;                                   // (M)
    }
}
