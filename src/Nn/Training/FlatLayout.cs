using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Training;

/// <summary>How tensors lie one after another in a flat buffer: each in the order of its memory, four-dimensional ones channels last.</summary>
internal static class FlatLayout
{
    /// <summary>A tensor's numbers in the buffer's order, (n). A view where the tensor lies so already. In the caller's dispose scope.</summary>
    public static Tensor Flatten(Tensor tensor) => (tensor.dim() == 4 ? tensor.permute(0, 2, 3, 1) : tensor).reshape(-1);

    /// <summary>Views of a buffer, one of each shape, one after another. In the caller's dispose scope, or the caller's to dispose.</summary>
    public static IEnumerable<Tensor> Views(Tensor buffer, IEnumerable<long[]> shapes)
    {
        var at = 0L;
        foreach (var shape in shapes)
        {
            var count = shape.Aggregate(1L, (product, side) => product * side);
            var part = buffer.narrow(0, at, count); // (n)
            yield return shape.Length == 4 ? part.reshape(shape[0], shape[2], shape[3], shape[1]).permute(0, 3, 1, 2) : part.reshape(shape);
            at += count;
        }
    }
}
