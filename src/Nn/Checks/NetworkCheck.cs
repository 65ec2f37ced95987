using System.Runtime.InteropServices;
using ActorGaze.Nn.Models;
using ActorGaze.Nn.Parts;
using ActorGaze.Nn.Randomness;
using ActorGaze.Nn.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Checks;

/// <summary>
/// Whether a network keeps the contract of <see cref="GazeModel"/>: on three images of noise, on the calling thread, in a second or two.
/// </summary>
public sealed class NetworkCheck
{
    private const int Samples = 3;

    private readonly NetworkSpec _network;
    private readonly NetworkShape _shape;
    private readonly long _seed;
    private readonly Findings _findings = new();
    private NetworkReport _report;
    private bool _narrow;
    private Func<string, bool> _looksAt; // of its stages

    private NetworkCheck(NetworkSpec network, NetworkShape shape, long seed)
    {
        (_network, _shape, _seed) = (network, shape, seed);
        _report = new NetworkReport(network, shape, []);
        _looksAt = stage => network.Plugin is not null || PaperStages.IsAt(stage, shape.ImageSide);
    }

    /// <summary>Looks at everything, and counts what the network costs.</summary>
    public static NetworkReport Run(NetworkSpec network, NetworkShape shape, long seed = 1)
    {
        var check = new NetworkCheck(network, shape, seed);
        if (check.Look()) check._findings.Try("cost", () =>
        {
            var cost = Networks.Cost(network, shape);
            check._report = check._report with { Cost = cost };
            return FormattableString.Invariant(
                $"{cost.Parameters} weights; {cost.MultiplyAdds} multiply-adds for an image, of 2-D convolutions and linear layers");
        });
        return check._report with { Findings = check._findings.All };
    }

    /// <summary>The same without the cost, for whoever is about to train it.</summary>
    /// <param name="precision">That it is to be trained in.</param>
    /// <param name="layer">Where its gaze is to be taken: no other stage is looked at.</param>
    /// <exception cref="BrokenPartException">It does not keep the contract, and why; with what its code threw.</exception>
    public static void Require(NetworkSpec network, NetworkShape shape, long seed, Precision precision = Precision.Float32,
        string layer = GazeModel.TargetLayer)
    {
        var check = new NetworkCheck(network, shape, seed)
        {
            _narrow = precision == Precision.Bfloat16, _looksAt = stage => stage == layer,
        };
        check.Look();
        check._findings.Require($"The network '{network.Name}'");
    }

    /// <summary>False where it did not come to the end.</summary>
    private bool Look()
    {
        using var scope = NewDisposeScope();
        using var chance = Seeds.Generator(_seed);
        GazeModel? network = null, again = null;
        try
        {
            var noise = randn([Samples, _shape.Channels, _shape.ImageSide, _shape.ImageSide], generator: chance); // (3,channels,S,S)
            var images = ChannelsLast.Of(noise);                                                                // (3,channels,S,S)
            return _findings.Try("build", () =>
            {
                network = Networks.Create(_network, _shape, _seed);
                _report = _report with { FirstWeights = NetworkState.Fingerprint(network) };
                return $"{network.parameters().Count()} tensors of weights";
            })
            && _findings.Try("two builds", () =>
                CheckedBuilds.Compare(network!, again = Seeds.WithGlobalElsewhere(() => Networks.Create(_network, _shape, _seed))))
            && _findings.Try("shapes", () => Shapes(network!, images))
            && (!_narrow || _findings.Try("bfloat16", () => Narrow(network!, images)))
            && (network!.Stages.Where(_looksAt).ToArray() is not { Length: > 0 } stages
                || _findings.Try("stages", () => CheckedStages.Compare(network!, images, stages)))
            && _findings.Try("samples", () => CheckedSamples.Compare(network!, images, chance))
            && _findings.Try("gradients", () => CheckedGradients.Compare(network!, again!, images, chance))
            && _findings.Try("training", () => CheckedStep.Train(network!, images, _shape.Classes, chance));
        }
        finally
        {
            network?.Dispose();
            again?.Dispose();
        }
    }

    private string Shapes(GazeModel network, Tensor images)
    {
        using var _ = no_grad();
        network.eval();
        var maps = network.Features(images); // (3,K,h,w)
        if (maps.dim() != 4 || maps.shape[0] != Samples)
        {
            throw new BrokenPartException(
                $"Features made {Words(maps)} of images {Words(images)}; allowed: maps (N,K,h,w), such as [{Samples}, 64, 7, 7]. "
                + "A transformer's tokens (N,T,K) become maps by transpose(1, 2).reshape(N, K, h, w).");
        }

        var scores = network.Classify(maps); // (3,C)
        if (!scores.shape.AsSpan().SequenceEqual([Samples, _shape.Classes]))
            throw new BrokenPartException(
                $"Classify made {Words(scores)} of maps {Words(maps)}; allowed: scores (N,C), here [{Samples}, {_shape.Classes}].");
        if (!maps.isfinite().all().item<bool>() || !scores.isfinite().all().item<bool>())
            throw new BrokenPartException("an image of noise gives maps or scores that are not finite; allowed: finite numbers.");

        _report = _report with { Maps = maps.shape[1], Height = maps.shape[2], Width = maps.shape[3] };
        return $"images {Words(images)}, maps {Words(maps)}, scores {Words(scores)}";
    }

    private static string Narrow(GazeModel network, Tensor images)
    {
        using var _ = no_grad();
        SignalStack.Enlarge();
        try
        {
            return $"maps {Words(network.Features(images.to(bfloat16)))}";
        }
        catch (ExternalException e)
        {
            throw new BrokenPartException(
                $"Features takes no images in bfloat16 ({e.Message.Split('\n')[0].Trim()}). ConvNorm does; layers of TorchSharp want their "
                + "weights in the type of the maps. Or set training.precision = float32.",
                e.ToString());
        }
    }

    internal static string Words(Tensor tensor) => $"[{string.Join(", ", tensor.shape)}]";
}
