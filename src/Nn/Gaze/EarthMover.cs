using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Gaze;

/// <summary>
/// The entropic earth mover's distance between maps, as a Sinkhorn divergence (Feydy et al. 2019): OT(p,q) − ½OT(p,p) − ½OT(q,q).
/// </summary>
/// <remarks>
/// Moving all mass from one corner of the map to the opposite one costs 1; between, cost grows with the steps along rows and columns. That
/// cost falls into a row's and a column's part, so one round is two small matrix products rather than one over all pairs of pixels.
/// </remarks>
public static class EarthMover
{
    /// <summary>Weight of the entropy, in units of the cost: about 1.3 pixels of a 14×14 map.</summary>
    public const double Epsilon = 0.05;

    /// <summary>
    /// Sinkhorn rounds; always this many, so that equal inputs give equal bits. Between maps of 14×14 the value is then right to 1e-5, the
    /// gradient to 2e-3 of its greatest value.
    /// </summary>
    public const int Rounds = 100;

    /// <summary>
    /// Positive distributions (M,h,w) and (M,h,w) to divergences (M), differentiable in both by their potentials (the envelope theorem).
    /// </summary>
    public static Tensor Between(Tensor p, Tensor q)
    {
        var (pq, qp, pp, qq) = Potentials(p, q);                        // (M,h,w) each, without a graph
        return ((p * (pq - pp)) + (q * (qp - qq))).sum([1L, 2L]);        // (M)
    }

    private static (Tensor Pq, Tensor Qp, Tensor Pp, Tensor Qq) Potentials(Tensor p, Tensor q)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var (height, width) = (p.shape[1], p.shape[2]);
        var steps = Math.Max(1, height + width - 2);
        var rows = Kernel(height, steps, p.device);  // (h,h)
        var columns = Kernel(width, steps, p.device); // (w,w)

        // Four problems at once. Potential k lives where mine[k] does and is the answer to the potential at partner[k].
        var mine = cat([p, q, p, q], 0).to(float64).log();    // (4M,h,w): p of pq, q of qp, p of pp, q of qq
        var logs = mine.chunk(4, 0);
        var others = cat([logs[1], logs[0], logs[2], logs[3]], 0); // (4M,h,w)
        var potentials = zeros_like(mine);                    // (4M,h,w)
        for (var round = 0; round < Rounds; round++)
        {
            using var inner = NewDisposeScope();
            potentials = Answer(potentials).MoveToOuterDisposeScope(); // (4M,h,w)
        }

        // Two chains have run side by side, one from each end; their mean favours neither map.
        var result = ((potentials + Answer(potentials)) / 2).to(p.dtype).chunk(4, 0);
        foreach (var part in result) part.MoveToOuterDisposeScope();
        return (result[0], result[1], result[2], result[3]);

        // −ε log Σ_y exp(log q(y) + g(y)/ε − c(x,y)/ε), with each map's greatest exponent taken out first.
        Tensor Answer(Tensor current)
        {
            var parts = current.chunk(4, 0);
            var partners = cat([parts[1], parts[0], parts[2], parts[3]], 0); // (4M,h,w)
            var exponents = others + (partners / Epsilon);                   // (4M,h,w)
            var greatest = exponents.amax([1, 2], keepdim: true);            // (4M,1,1)
            var masses = rows.matmul((exponents - greatest).exp()).matmul(columns); // (4M,h,w)
            return (masses.log() + greatest) * -Epsilon;                     // (4M,h,w)
        }
    }

    private static Tensor Kernel(long side, long steps, Device device)
    {
        var places = arange(side, dtype: float64, device: device);                     // (side)
        var costs = (places.unsqueeze(0) - places.unsqueeze(1)).abs() / steps;          // (side,side)
        return (costs / -Epsilon).exp();                                               // (side,side)
    }
}
