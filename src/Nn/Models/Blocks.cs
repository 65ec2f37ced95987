using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Models;

/// <summary>The small pieces that the networks are made of.</summary>
internal static class Blocks
{
    /// <summary>A convolution that keeps the grid, but for its stride. It has no bias: the normalisation after it has one.</summary>
    public static Conv2d Convolution(int from, int to, int kernel = 3, int stride = 1) =>
        nn.Conv2d(from, to, kernel, stride, padding: kernel / 2, bias: false);

    /// <summary>Maps (N,K,h,w) to their means over space (N,K); in float32 where the maps are in bfloat16.</summary>
    public static Tensor MeanOverSpace(Tensor maps) =>
        maps.mean([2L, 3L], keepdim: false, type: maps.dtype == bfloat16 ? float32 : maps.dtype); // (N,K)
}
