using ActorGaze.Nn.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Training;

/// <summary>
/// Adam (Kingma and Ba, arXiv 1412.6980), with weight decay as a part of the gradient; and AdamW (Loshchilov and Hutter, arXiv 1711.05101),
/// with weight decay apart from it. Without weight decay the same numbers as TorchSharp's Adam, to the bit.
/// </summary>
internal sealed class FlatAdam(GazeModel network, TrainingSpec spec) : FlatOptimiser(network, spec, "adam.step", "adam.exp_avg.",
    "adam.exp_avg_sq.")
{
    protected override void Update(Tensor gradients)
    {
        var (first, second) = (Remembered(0), Remembered(1)); // (P), m and v
        var decay = Spec.Decay;
        if (decay != 0 && Spec.Optimiser == Optimiser.AdamW) Values.mul_(1 - (LearningRate * decay)); // (P)
        else if (decay != 0) gradients = gradients.add(Values, alpha: decay);                          // (P)

        var (correction1, correction2) = (1 - Math.Pow(Spec.Beta1, Steps), 1 - Math.Pow(Spec.Beta2, Steps));
        first.mul_(Spec.Beta1).add_(gradients, alpha: 1 - Spec.Beta1);            // (P)
        second.mul_(Spec.Beta2).addcmul_(gradients, gradients, 1 - Spec.Beta2);   // (P)
        var spread = second.sqrt().div_(Math.Sqrt(correction2)).add_(Spec.Epsilon); // (P)
        Values.addcdiv_(first, spread, -(LearningRate / correction1));            // (P)
    }
}
