using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Models;

/// <summary>The memory layout in which a pixel's channels lie side by side; the same numbers, faster convolutions.</summary>
public static class ChannelsLast
{
    /// <summary>A copy of (N,C,H,W) in the layout. The caller disposes it.</summary>
    public static Tensor Of(Tensor images)
    {
        var (n, c, h, w) = (images.shape[0], images.shape[1], images.shape[2], images.shape[3]);
        // Not permute–contiguous–permute: with one channel that leaves the strides as they were.
        var laid = empty_strided([n, c, h, w], [c * h * w, 1, w * c, c], images.dtype, images.device); // (N,C,H,W)
        return laid.copy_(images); // (N,C,H,W)
    }

    /// <summary>
    /// Images (N,C,H,W), row by row in memory, in the layout. Those of one channel keep their memory. In the caller's dispose scope.
    /// </summary>
    public static Tensor OfImages(Tensor images)
    {
        if (images.shape[1] != 1) return Of(images); // (N,C,H,W)
        var (n, h, w) = (images.shape[0], images.shape[2], images.shape[3]);
        return images.contiguous().reshape(n, h, w, 1).permute(0, 3, 1, 2); // (N,1,H,W)
    }

    /// <summary>Lays a network's convolution weights out in place.</summary>
    public static void Apply(nn.Module network)
    {
        using var _ = no_grad();
        foreach (var weight in network.parameters().Where(p => p.dim() == 4))
        {
            using var laid = Of(weight); // (to,from,k,k)
            weight.set_(laid);
        }
    }
}
