using System.Collections.Immutable;
using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Training;

/// <summary>A tensor at rest: type, shape, and its numbers in row-major order, little-endian.</summary>
/// <param name="DType">As safetensors names it: F64, F32, F16, BF16, I64, I32 or U8.</param>
/// <param name="Shape">Empty for a single number.</param>
/// <param name="Data">Not to be written to.</param>
public sealed record CheckpointTensor(string DType, ImmutableArray<long> Shape, byte[] Data)
{
    /// <summary>A copy of a tensor's numbers, whatever its device and strides.</summary>
    /// <exception cref="ArgumentException">A type that has no name here.</exception>
    public static CheckpointTensor Of(Tensor tensor)
    {
        var type = TensorTypes.NameOf(tensor.dtype);
        using var scope = NewDisposeScope();
        var laid = tensor.detach().cpu().contiguous();
        return new CheckpointTensor(type, [.. laid.shape], laid.numel() == 0 ? [] : laid.bytes.ToArray());
    }

    /// <summary>A row-major tensor of its own memory, on the CPU. The caller disposes it.</summary>
    /// <exception cref="ArgumentException">Data of another length than type and shape ask for.</exception>
    public Tensor ToTensor()
    {
        if (TensorTypes.BytesOf(DType, Shape.AsSpan()) is var bytes && bytes != Data.Length)
            throw new ArgumentException(
                $"{DType}[{string.Join(',', Shape)}] takes {bytes?.ToString() ?? "too many"} bytes; there are {Data.Length}.");

        var tensor = empty([.. Shape], TensorTypes.TypeOf(DType));
        if (Data.Length > 0) Data.CopyTo(tensor.bytes);
        return tensor;
    }

    /// <summary>Writes the numbers into a tensor, which keeps its device and its strides.</summary>
    /// <exception cref="ArgumentException">A tensor of another type or shape.</exception>
    public void CopyTo(Tensor target)
    {
        if (TensorTypes.NameOf(target.dtype) != DType || !target.shape.AsSpan().SequenceEqual(Shape.AsSpan()))
            throw new ArgumentException(
                $"{DType}[{string.Join(',', Shape)}] does not fit {target.dtype}[{string.Join(',', target.shape)}].", nameof(target));

        using var _ = no_grad();
        using var source = ToTensor();
        target.copy_(source);
    }

    public bool Equals(CheckpointTensor? other) =>
        other is not null && DType == other.DType && Shape.SequenceEqual(other.Shape) && Data.AsSpan().SequenceEqual(other.Data);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(DType);
        foreach (var side in Shape) hash.Add(side);
        hash.AddBytes(Data);
        return hash.ToHashCode();
    }
}
