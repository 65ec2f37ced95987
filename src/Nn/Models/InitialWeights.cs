using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Models;

/// <summary>
/// A network's first weights: PyTorch's defaults, uniform in ±1/√(fan in), normal for embeddings, from a generator of the network's own.
/// </summary>
/// <remarks>The layers' own draws depend on who else draws from the process-wide generator at that moment, so they are drawn
/// anew.</remarks>
internal static class InitialWeights
{
    public static void Draw(nn.Module network, Generator generator)
    {
        using var _ = no_grad();

        // By name: the order of reflection is nobody's promise.
        foreach (var (_, layer) in network.named_modules().OrderBy(entry => entry.name, StringComparer.Ordinal))
        {
            switch (layer)
            {
                case Conv1d conv:
                    Draw(generator, conv.weight!, conv.bias);
                    break;
                case Conv2d conv:
                    Draw(generator, conv.weight!, conv.bias);
                    break;
                case Conv3d conv:
                    Draw(generator, conv.weight!, conv.bias);
                    break;
                case Linear linear:
                    Draw(generator, linear.weight!, linear.bias);
                    break;
                case Embedding embedding:
                    embedding.weight!.normal_(0, 1, generator);
                    break;
            }
        }
    }

    private static void Draw(Generator generator, Tensor weight, Tensor? bias)
    {
        var bound = 1 / Math.Sqrt((double)weight.numel() / weight.shape[0]);
        weight.uniform_(-bound, bound, generator);
        bias?.uniform_(-bound, bound, generator);
    }
}
