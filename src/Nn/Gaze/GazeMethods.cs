using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Gaze;

/// <summary>
/// Class activation maps at the target layer. A is the layer's maps, y^c the class's score before any softmax, g = ∂y^c/∂A, sums over i and
/// j run over the layer's pixels. Every map ends in a ReLU, so none of its values is negative.
/// </summary>
/// <remarks>
/// Pure functions; tensors are of one type and device, and the caller opens the dispose scope. Those of slopes keep the graph that the
/// slopes have; the others give maps without one. Grad-CAM itself is <see cref="GradCam"/>.
/// </remarks>
public static class GazeMethods
{
    private const int MasksAtOnce = 32;

    /// <summary>
    /// Grad-CAM++ (Chattopadhyay et al., arXiv 1710.11063): ReLU(Σ_k w_k A^k), w_k = Σ_ij a^k_ij ReLU(g^k_ij),
    /// a^k_ij = (g^k_ij)² / (2 (g^k_ij)² + Σ_ab A^k_ab (g^k_ij)³), and 0 where g is 0.
    /// </summary>
    /// <remarks>
    /// This is the paper's score Y = exp(y^c), whose second and third derivatives are exp(y^c) g² and exp(y^c) g³ where y^c is linear in
    /// each pixel. The factor exp(y^c) is the same for all pixels of a sample; it is left out, because it may overflow and a gaze is
    /// normalised. Where the denominator is 0, a is 0.
    /// </remarks>
    /// <param name="slopes">g, (N,K,h,w).</param>
    /// <param name="maps">A, (N,K,h,w).</param>
    /// <returns>(N,h,w).</returns>
    public static Tensor PlusPlus(Tensor slopes, Tensor maps)
    {
        var sums = maps.sum([2, 3], keepdim: true);                                  // (N,K,1,1)
        var below = 2 + (sums * slopes);                                             // (N,K,h,w), the denominator by g²
        var counts = slopes.gt(0).logical_and(below.ne(0));                          // (N,K,h,w), elsewhere a ReLU(g) is 0
        var shares = where(counts, 1 / where(counts, below, ones_like(below)), zeros_like(below)); // (N,K,h,w)
        return Weigh((shares * slopes.relu()).sum([2L, 3L], keepdim: true), maps);   // (N,h,w)
    }

    /// <summary>
    /// Eigen-CAM (Muhammad and Yeasin, arXiv 2008.00299): ReLU(A v), where A is (hw,K), a row for each pixel, and v its first right
    /// singular vector. Nothing is centred, as in the paper.
    /// </summary>
    /// <remarks>A singular vector has no sign of its own: here the map's sum is not negative. No class plays a part.</remarks>
    /// <param name="maps">(N,K,h,w).</param>
    /// <returns>(N,h,w).</returns>
    public static Tensor Eigen(Tensor maps)
    {
        using var still = no_grad();
        var (samples, height, width) = (maps.shape[0], maps.shape[2], maps.shape[3]);
        var pixels = maps.detach().flatten(2).transpose(1, 2);                  // (N,hw,K)
        var (_, _, right) = linalg.svd(pixels, fullMatrices: false);            // (N,min(hw,K),K)
        var along = pixels.matmul(right.narrow(1, 0, 1).transpose(1, 2)).squeeze(2); // (N,hw)
        var signs = where(along.sum(1, keepdim: true).lt(0), -ones_like(along), ones_like(along)); // (N,hw)
        return (along * signs).reshape(samples, height, width).relu();          // (N,h,w)
    }

    /// <summary>
    /// Score-CAM (Wang et al., arXiv 1910.01279, algorithm 1): ReLU(Σ_k α_k A^k), α = softmax_k(S_k), S_k = y^c(X ⊙ H_k), where H_k is A^k
    /// brought to the image's size (bilinear) and to [0, 1].
    /// </summary>
    /// <remarks>
    /// The paper takes y^c of a black image from S_k; in the softmax that cancels. A masked pixel becomes the network's 0, the mean of the
    /// run's pixel scale. A constant map masks everything. One forward pass for each of the K maps.
    /// </remarks>
    /// <param name="scoresOf">Images (M,1 or 3,S,S) to scores (M,C).</param>
    /// <param name="images">(N,1 or 3,S,S).</param>
    /// <param name="maps">(N,K,h,w).</param>
    /// <param name="classes">int64 (N).</param>
    /// <returns>(N,h,w).</returns>
    public static Tensor Score(Func<Tensor, Tensor> scoresOf, Tensor images, Tensor maps, Tensor classes)
    {
        using var still = no_grad();
        var weights = empty([maps.shape[0], maps.shape[1]], dtype: maps.dtype, device: maps.device); // (N,K)
        for (var n = 0L; n < maps.shape[0]; n++)
            for (var from = 0L; from < maps.shape[1]; from += MasksAtOnce)
            {
                using var scope = NewDisposeScope();
                var count = Math.Min(MasksAtOnce, maps.shape[1] - from);
                var some = maps.narrow(0, n, 1).narrow(1, from, count);                             // (1,M,h,w)
                var large = nn.functional.interpolate(
                    some, [images.shape[2], images.shape[3]], mode: InterpolationMode.Bilinear, align_corners: false); // (1,M,S,S)
                var masks = GradCam.Normalise(large.squeeze(0)).unsqueeze(1);                      // (M,1,S,S)
                var scores = scoresOf(images.narrow(0, n, 1) * masks);                             // (M,C)
                weights.narrow(0, n, 1).narrow(1, from, count).copy_(scores.index_select(1, classes.narrow(0, n, 1)).transpose(0, 1));
            }

        return Weigh(nn.functional.softmax(weights, 1).unsqueeze(2).unsqueeze(3), maps.detach()); // (N,h,w)
    }

    /// <summary>
    /// ReLU(Σ_k w_k ⊙ A^k), (N,h,w). With w = g this is HiResCAM (Draelos and Carin, arXiv 2011.08891), which has the ReLU in its pictures;
    /// with w = ReLU(g) it is LayerCAM (Jiang et al., IEEE Transactions on Image Processing 30, 2021).
    /// </summary>
    /// <param name="weights">(N,K,h,w), or (N,K,1,1) where they are the same for all pixels.</param>
    /// <param name="maps">(N,K,h,w).</param>
    public static Tensor Weigh(Tensor weights, Tensor maps) => (weights * maps).sum(1L).relu();
}
