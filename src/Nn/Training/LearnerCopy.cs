using System.Collections.Immutable;
using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Training;

/// <summary>
/// A learner as it was at one step boundary: weights, buffers, the optimiser's memory, dropout's generator, learning rate. Training may go
/// on while it is written out, on any thread.
/// </summary>
public sealed class LearnerCopy : IDisposable
{
    private readonly Func<IEnumerable<(string Key, Tensor Tensor)>> _tensors;
    private readonly ImmutableSortedDictionary<string, string> _metadata;
    private Action? _release;

    internal LearnerCopy(Func<IEnumerable<(string Key, Tensor Tensor)>> tensors, ImmutableSortedDictionary<string, string> metadata,
        Action release) =>
        (_tensors, _metadata, _release) = (tensors, metadata, release);

    /// <summary>Adds all that a learner needs to go on to the bit.</summary>
    public void Save(IDictionary<string, CheckpointTensor> tensors, IDictionary<string, string> metadata)
    {
        ObjectDisposedException.ThrowIf(_release is null, this);
        using var scope = NewDisposeScope();
        foreach (var (key, tensor) in _tensors()) tensors[key] = CheckpointTensor.Of(tensor);
        foreach (var (key, text) in _metadata) metadata[key] = text;
    }

    public void Dispose()
    {
        _release?.Invoke();
        _release = null;
    }
}
