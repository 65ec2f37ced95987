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
    private readonly ScalarType? _type;

    private CutModel(GazeModel network, string stage, ScalarType? type)
        : base($"{network.GetName()} at {stage}") => (_network, _stage, _type) = (network, stage, type);

    /// <summary>The network itself where the stage is its target layer.</summary>
    /// <param name="type">What convolutions after the stage work in, whatever type the maps have that they are given; null: the maps'
    /// own.</param>
    /// <exception cref="InvalidInputException">The network has no such stage.</exception>
    public static GazeModel Of(GazeModel network, string stage, ScalarType? type = null) => stage == TargetLayer ? network
        : network.Stages.Contains(stage) ? new CutModel(network, stage, type)
        : throw NoStage(stage, network.Stages);

    public override Tensor Features(Tensor images) => _network.FeaturesAt(_stage, images); // (N,K,h,w)

    public override Tensor Classify(Tensor maps) => _network.ClassifyFrom(_stage, _type is { } type ? maps.to(type) : maps); // (N,C)
}
