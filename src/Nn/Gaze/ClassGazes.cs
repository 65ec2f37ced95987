using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Gaze;

/// <summary>
/// What a reference is made of: for each of Q classes, where its correct samples look in this batch and have been looking lately. A row is
/// a class; which class it is does not matter, and rows must not be mixed.
/// </summary>
public sealed class ClassGazes(Func<Tensor> batch, Func<Tensor> moving)
{
    private Tensor? _batch;
    private Tensor? _moving;

    /// <summary>The batch's class means, (Q,h,w), with their gradient; zeros for a class with nothing correct.</summary>
    public Tensor Batch => _batch ??= batch();

    /// <summary>
    /// The moving class means with this batch folded in, (Q,h,w), constant. The engine keeps them: they are in every checkpoint.
    /// </summary>
    public Tensor Moving => _moving ??= moving();
}
