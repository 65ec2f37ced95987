using ActorGaze.Nn.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Training;

/// <summary>
/// Stochastic gradient descent as PyTorch has it: d = g + decay·w; b ← momentum·b + d, beginning at 0; w ← w − rate·b, or with Nesterov's
/// momentum (Sutskever et al. 2013) w ← w − rate·(d + momentum·b).
/// </summary>
internal sealed class FlatSgd(GazeModel network, TrainingSpec spec)
    : FlatOptimiser(network, spec, "sgd.step", spec.Momentum == 0 ? [] : ["sgd.momentum_buffer."])
{
    protected override void Update(Tensor gradients)
    {
        var direction = Spec.Decay == 0 ? gradients : gradients.add(Values, alpha: Spec.Decay); // (P)
        if (Spec.Momentum != 0)
        {
            var buffer = Remembered(0).mul_(Spec.Momentum).add_(direction);                    // (P)
            direction = Spec.Nesterov ? direction.add(buffer, alpha: Spec.Momentum) : buffer;  // (P)
        }

        Values.add_(direction, alpha: -LearningRate);                                          // (P)
    }
}
