using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Models;

/// <summary>The small pieces that the networks are made of.</summary>
internal static class Blocks
{
    /// <summary>A convolution that keeps the grid, but for its stride. It has no bias: the normalisation after it has one.</summary>
    public static Conv2d Convolution(int from, int to, int kernel = 3, int stride = 1) =>
        nn.Conv2d(from, to, kernel, stride, padding: kernel / 2, bias: false);

    /// <summary>Convolution, batch normalisation, ReLU.</summary>
    public static Sequential ConvNormReLU(int from, int to, int kernel = 3, int stride = 1) =>
        nn.Sequential(("conv", Convolution(from, to, kernel, stride)), ("norm", nn.BatchNorm2d(to)), ("relu", nn.ReLU()));

    /// <summary>Convolution, batch normalisation, ReLU, and a pool that halves the grid.</summary>
    public static Sequential ConvNormReLUPool(int from, int to, int kernel = 3, int stride = 1) =>
        nn.Sequential(("conv", Convolution(from, to, kernel, stride)), ("norm", nn.BatchNorm2d(to)), ("relu", nn.ReLU()), ("pool", nn.MaxPool2d(2)));

    /// <summary>Maps (N,K,h,w) to their means over space (N,K).</summary>
    public static Tensor MeanOverSpace(Tensor maps) => maps.mean([2L, 3L]); // (N,K)
}
