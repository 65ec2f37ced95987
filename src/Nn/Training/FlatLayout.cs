using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Training;

/// <summary>
/// How tensors lie one after another in a flat buffer: each in the order of its memory, four-dimensional ones channels last, and each
/// begins at a multiple of 64 numbers.
/// </summary>
/// <remarks>256 bytes are what a GPU's own allocator gives. Kernels that read several numbers at once fail on less, or are
/// slower.</remarks>
internal static class FlatLayout
{
    private const long Alignment = 64;

    /// <summary>Length of a buffer for tensors of these shapes.</summary>
    public static long LengthOf(IEnumerable<long[]> shapes) => shapes.Sum(shape => Aligned(CountOf(shape)));

    /// <summary>Tensors one after another, with zeros up to the next multiple, (P). In the caller's dispose scope.</summary>
    public static Tensor Join(IEnumerable<Tensor> tensors, Tensor zeros) => cat([.. tensors.SelectMany(tensor => Padded(tensor, zeros))]);

    /// <summary>
    /// A tensor's numbers in the buffer's order, (n). A view where the tensor lies so already. In the caller's dispose scope.
    /// </summary>
    public static Tensor Flatten(Tensor tensor) => (tensor.dim() == 4 ? tensor.permute(0, 2, 3, 1) : tensor).reshape(-1);

    /// <summary>
    /// Views of a buffer, one of each shape, one after another. In the caller's dispose scope, or the caller's to dispose.
    /// </summary>
    public static IEnumerable<Tensor> Views(Tensor buffer, IEnumerable<long[]> shapes)
    {
        var at = 0L;
        foreach (var shape in shapes)
        {
            var count = CountOf(shape);
            var part = buffer.narrow(0, at, count); // (n)
            yield return shape.Length == 4 ? part.reshape(shape[0], shape[2], shape[3], shape[1]).permute(0, 3, 1, 2) : part.reshape(shape);
            at += Aligned(count);
        }
    }

    private static IEnumerable<Tensor> Padded(Tensor tensor, Tensor zeros)
    {
        yield return Flatten(tensor);
        var count = tensor.numel();
        if (Aligned(count) - count is > 0 and var missing) yield return zeros.narrow(0, 0, missing);
    }

    private static long CountOf(long[] shape) => shape.Aggregate(1L, (product, side) => product * side);

    private static long Aligned(long count) => (count + Alignment - 1) / Alignment * Alignment;
}
