using ActorGaze.Nn.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Training;

/// <summary>What a forward pass in training mode changes, kept so that it can be put back: running statistics and the dropout generator.</summary>
internal sealed class Undo : IDisposable
{
    private readonly Tensor[] _buffers;
    private readonly Tensor[] _copies;
    private readonly Generator _dropout;
    private readonly Tensor _chance;

    public Undo(GazeModel network, Generator dropout)
    {
        using var _ = no_grad();
        _buffers = [.. network.buffers()];
        _copies = [.. _buffers.Select(buffer => buffer.clone().DetachFromDisposeScope())];
        _dropout = dropout;
        _chance = dropout.get_state().DetachFromDisposeScope(); // (5056)
    }

    public void Restore()
    {
        using var _ = no_grad();
        foreach (var (buffer, copy) in _buffers.Zip(_copies)) buffer.copy_(copy);
        _dropout.set_state(_chance);
    }

    public void Dispose()
    {
        foreach (var copy in _copies) copy.Dispose();
        _chance.Dispose();
    }
}
