using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Models;

/// <summary>A classifier cut in two at its target layer, so that a gaze can be taken without hooks.</summary>
public abstract class GazeModel(string name) : nn.Module<Tensor, Tensor>(name)
{
    /// <summary>What the target layer is called where stages are named.</summary>
    public const string TargetLayer = "target";

    /// <summary>
    /// The head, where it is no more than this linear layer on the maps' mean over space: α_k is then w_ck/(h·w). Null where the head is
    /// deeper.
    /// </summary>
    public virtual Linear? PooledLinear => null;

    /// <summary>
    /// Where dropout takes its chance from, a generator on the CPU wherever the network is. Needed in training mode by a network that has
    /// dropout; not disposed here.
    /// </summary>
    public Generator? DropoutGenerator { get; set; }

    /// <summary>How a tensor that is made on the CPU comes to the network's device; null: by a plain copy.</summary>
    internal Func<Tensor, Tensor>? Upload { get; set; }

    /// <summary>Images (N,1 or 3,S,S) to the target layer's maps (N,K,h,w), of any number and any grid.</summary>
    public abstract Tensor Features(Tensor images);

    /// <summary>Maps (N,K,h,w) to class scores (N,C), before any softmax. Mixes no samples.</summary>
    public abstract Tensor Classify(Tensor maps);

    /// <summary>
    /// Names of the places besides the target layer where a gaze can be taken (<c>gaze.layer</c>). Empty: there is the target layer alone.
    /// A network that names some overrides <see cref="FeaturesAt"/> and <see cref="ClassifyFrom"/> too.
    /// </summary>
    public virtual IReadOnlyList<string> Stages => [];

    /// <summary>Images (N,1 or 3,S,S) to the maps of a stage (N,K,h,w).</summary>
    /// <param name="stage">One of <see cref="Stages"/>.</param>
    public virtual Tensor FeaturesAt(string stage, Tensor images) => throw NoStage(stage, Stages);

    /// <summary>
    /// Maps of a stage (N,K,h,w) to class scores (N,C): the rest of the network, so that <c>ClassifyFrom(s, FeaturesAt(s, images))</c> is
    /// <c>Classify(Features(images))</c>. In evaluation mode it mixes no samples.
    /// </summary>
    /// <param name="stage">One of <see cref="Stages"/>.</param>
    public virtual Tensor ClassifyFrom(string stage, Tensor maps) => throw NoStage(stage, Stages);

    /// <summary>
    /// This network, cut at another stage: what takes a gaze takes it there. It shares this one's weights and mode, and is not to be
    /// trained or disposed.
    /// </summary>
    /// <param name="stage"><see cref="TargetLayer"/>, which gives this network itself, or one of <see cref="Stages"/>.</param>
    /// <exception cref="InvalidInputException">There is no such stage.</exception>
    public GazeModel CutAt(string stage) => CutModel.Of(this, stage);

    public override Tensor forward(Tensor images) => Classify(Features(images)); // (N,C)

    /// <summary>
    /// Draws the first weights, right after the network was built: PyTorch's defaults for convolutions, linear layers and embeddings,
    /// whatever their constructors drew. A network that has other weights, or wants others, overrides it and draws from this generator
    /// alone. Gradients are off.
    /// </summary>
    public virtual void DrawWeights(Generator chance) => InitialWeights.Draw(this, chance);

    /// <summary>
    /// Inverted dropout from the run's own generator: nn.Dropout would take the process-wide one. Drawn on the CPU, so that every device
    /// drops the same. In evaluation mode the values are returned as they are.
    /// </summary>
    /// <param name="values">Any shape.</param>
    /// <param name="share">Of the values that become zero, in [0, 1).</param>
    /// <exception cref="InvalidOperationException">Training mode without a generator.</exception>
    protected Tensor Dropped(Tensor values, double share)
    {
        if (!training) return values;

        var chance = DropoutGenerator
            ?? throw new InvalidOperationException(
                $"{GetType().Name} in training mode needs a {nameof(DropoutGenerator)} for its dropout.");
        var drawn = empty(values.shape, dtype: float32).bernoulli_(1 - share, chance); // as the values
        var kept = (Upload?.Invoke(drawn) ?? drawn.to(values.device)).to(values.dtype); // as the values
        return values * (kept / (1 - share)); // as the values
    }

    /// <summary>Maps (N,K,h,w) to their means over space (N,K); in float32 where the maps are in bfloat16.</summary>
    protected static Tensor MeanOverSpace(Tensor maps) => Blocks.MeanOverSpace(maps); // (N,K)

    /// <summary>What a network is told that is asked for a stage it does not have.</summary>
    internal static InvalidInputException NoStage(string stage, IReadOnlyList<string> stages) =>
        new($"gaze.layer: found '{stage}'; allowed: {string.Join(", ", [TargetLayer, .. stages])}.");

    /// <summary>
    /// Folds every batch normalisation into its convolution, in this type, until <see cref="Unfold"/>. For evaluation mode alone; weights
    /// and statistics must not change meanwhile.
    /// </summary>
    internal void Fold(ScalarType type)
    {
        foreach (var part in modules().OfType<IFoldable>()) part.Fold(type);
    }

    /// <summary>Safe to call twice.</summary>
    internal void Unfold()
    {
        foreach (var part in modules().OfType<IFoldable>()) part.Unfold();
    }
}
