using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Training;

/// <summary>
/// The cross entropy that training minimises, with weights of the classes w and label smoothing ε, as PyTorch has it: over a mini-batch
/// (1 − ε) Σ_n w_y(n) l_n,y(n) / W + (ε/C) Σ_n Σ_c w_c l_n,c / W, where l = −log softmax and W = Σ_n w_y(n).
/// </summary>
internal sealed class TrainingLoss : IDisposable
{
    private readonly double _smoothing;
    private readonly Tensor? _weights; // (C) float32

    /// <exception cref="ArgumentException">As many weights as classes are wanted.</exception>
    public TrainingLoss(LearnerSpec spec, DeviceLink link)
    {
        _smoothing = spec.Training.LabelSmoothing;
        if (spec.ClassWeights is not { } weights) return;
        if (weights.Length != spec.Classes)
            throw new ArgumentException($"There are {weights.Length} weights for {spec.Classes} classes.", nameof(spec));
        using var scope = NewDisposeScope();
        _weights = link.Upload(tensor(weights.Select(weight => (float)weight).ToArray())).DetachFromDisposeScope(); // (C)
    }

    /// <summary>(), with its graph.</summary>
    /// <param name="logits">(N,C).</param>
    /// <param name="labels">int64 (N).</param>
    public Tensor CrossEntropy(Tensor logits, Tensor labels) => _weights is null && _smoothing == 0
        ? nn.functional.cross_entropy(logits, labels)
        : nn.functional.cross_entropy(logits, labels, weight: _weights, label_smoothing: _smoothing); // ()

    public void Dispose() => _weights?.Dispose();
}
