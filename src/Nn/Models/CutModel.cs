using static TorchSharp.torch;

namespace ActorGaze.Nn.Models;

/// <summary>
/// A network cut at another stage than its target layer: its maps are that stage's, its head is all that comes after. It has no weights of
/// its own and no mode of its own; whoever owns the network disposes it.
/// </summary>
internal sealed class CutModel : GazeModel
{
    private readonly GazeModel _network;
    private readonly string _stage;

    private CutModel(GazeModel network, string stage)
        : base($"{network.GetName()} at {stage}") => (_network, _stage) = (network, stage);

    /// <summary>The network itself where the stage is its target layer.</summary>
    /// <exception cref="InvalidInputException">The network has no such stage.</exception>
    public static GazeModel Of(GazeModel network, string stage) => stage == TargetLayer ? network
        : network.Stages.Contains(stage) ? new CutModel(network, stage)
        : throw NoStage(stage, network.Stages);

    public override Tensor Features(Tensor images) => _network.FeaturesAt(_stage, images); // (N,K,h,w)

    public override Tensor Classify(Tensor maps) => _network.ClassifyFrom(_stage, maps); // (N,C)
}
