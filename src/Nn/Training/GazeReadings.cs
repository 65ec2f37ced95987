using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Models;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Training;

/// <summary>
/// Reads the gazes of an evaluation in every way that the paper leaves open: at the target layer, and on the coarser and the finer grid
/// where the network has them, each with every normalisation. It decides no bits of a training.
/// </summary>
internal sealed class GazeReadings
{
    private static readonly GazeNormalisation[] Ways = Enum.GetValues<GazeNormalisation>();

    private readonly (string Layer, StageGazes Stage)[] _others;
    private readonly string _own;
    private readonly bool _ownCounts;

    private GazeReadings(string own, bool ownCounts, (string Layer, StageGazes Stage)[] others) =>
        (_own, _ownCounts, _others) = (own, ownCounts, others);

    /// <param name="own">The stage at which the run takes its gazes anyway.</param>
    /// <param name="side">Of the images, in pixels.</param>
    /// <param name="at">Takes gazes at a stage.</param>
    public static GazeReadings Of(GazeModel network, string own, int side, Func<string, StageGazes> at)
    {
        var layers = LayersOf(network.Stages, side);
        return new GazeReadings(
            own, layers.Contains(own), [.. layers.Where(layer => layer != own).Select(layer => (layer, at(layer)))]);
    }

    /// <summary>The stages that are read, of a network that has these.</summary>
    public static IReadOnlyList<string> LayersOf(IReadOnlyList<string> stages, int side) =>
    [
        GazeModel.TargetLayer,
        .. new[] { StageChain.Coarse, StageChain.Fine }.Where(stage => stages.Contains(stage) && PaperStages.IsAt(stage, side)),
    ];

    /// <summary>The gazes of a batch, in every way.</summary>
    /// <param name="images">(N,C,S,S).</param>
    /// <param name="labels">int64 (N).</param>
    /// <param name="own">Raw maps (N,h,w) at the run's own stage.</param>
    public IReadOnlyList<ReadGazes> Of(Tensor images, Tensor labels, Tensor own, DeviceLink link) =>
    [
        .. _ownCounts ? Read(_own, own, link) : [],
        .. _others.SelectMany(other => Read(other.Layer, other.Stage.Of(images, labels).Cams, link)),
    ];

    private static IEnumerable<ReadGazes> Read(string layer, Tensor cams, DeviceLink link)
    {
        var (samples, pixels) = ((int)cams.shape[0], (int)(cams.shape[1] * cams.shape[2]));
        var raw = cams.to(float32); // (N,h,w)
        var read = link.Read([.. Ways.Select(way => GradCam.Normalise(raw, way))]);
        return Ways.Select((way, i) => new ReadGazes(layer, way, pixels, read.AsMemory(i * samples * pixels, samples * pixels)));
    }
}
