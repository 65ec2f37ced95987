using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Parts;
using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Training;

/// <summary>How inconsistently a mini-batch looks: the mean distance of its correct samples' gazes from their class's reference.</summary>
public static class GazeLoss
{
    /// <summary>
    /// A scalar; its gradient flows through the gazes. A zero without a graph where no class has two correct samples. The caller opens the
    /// dispose scope.
    /// </summary>
    /// <param name="spec">Which reference and which distance.</param>
    /// <param name="gazes">Normalised maps (N,h,w).</param>
    /// <param name="labels">True classes, N of them.</param>
    /// <param name="predictions">Predicted classes, N of them.</param>
    /// <param name="means">The moving class means with this batch folded in; needed by a reference that asks for them.</param>
    /// <exception cref="ArgumentException">The reference asks for the moving means, and they are not there, or a class of this batch in
    /// them.</exception>
    public static Tensor Of(GazeSpec spec, Tensor gazes, IReadOnlyList<int> labels, IReadOnlyList<int> predictions,
        MovingClassMeans? means) =>
        Of(BuiltParts.Reference(spec.Reference), BuiltParts.Distance(spec.Distance), gazes, labels, predictions, means);

    internal static Tensor Of(
        Func<ClassGazes, Tensor> reference, Func<Tensor, Tensor, Tensor> distance, Tensor gazes, IReadOnlyList<int> labels,
        IReadOnlyList<int> predictions,
        MovingClassMeans? means)
    {
        var chosen = Chosen(labels, predictions);
        if (chosen.Length == 0) return zeros([], dtype: gazes.dtype, device: gazes.device); // ()

        var classes = chosen.Select(n => labels[n]).Distinct().Order().ToArray();                              // C′
        var ranks = tensor(chosen.Select(n => (long)Array.IndexOf(classes, labels[n])).ToArray(), device: gazes.device); // (M)
        var seen = gazes.index_select(0, tensor(chosen.Select(n => (long)n).ToArray(), device: gazes.device)); // (M,h,w)
        var references = reference(new ClassGazes(
            () => BatchMeans(seen, ranks, classes.Length), () => Constant(classes, means, gazes)));            // (C′,h,w)
        return distance(seen, references.index_select(0, ranks)).mean(); // ()
    }

    /// <summary>The samples that count: correct, and not alone in their class.</summary>
    private static int[] Chosen(IReadOnlyList<int> labels, IReadOnlyList<int> predictions)
    {
        var correct = Enumerable.Range(0, labels.Count).Where(n => predictions[n] == labels[n]).ToArray();
        var counts = correct.CountBy(n => labels[n]).ToDictionary();
        return [.. correct.Where(n => counts[labels[n]] >= BatchGazes.Quorum)];
    }

    private static Tensor BatchMeans(Tensor seen, Tensor ranks, int classes)
    {
        var members = arange(classes, device: seen.device).unsqueeze(1).eq(ranks.unsqueeze(0)).to(seen.dtype); // (C′,M)
        var shares = members / members.sum(1L, keepdim: true);                                               // (C′,M)
        return shares.matmul(seen.flatten(1)).reshape(classes, seen.shape[1], seen.shape[2]);                // (C′,h,w)
    }

    private static Tensor Constant(int[] classes, MovingClassMeans? means, Tensor gazes)
    {
        if (means is null) throw new ArgumentException("The reference needs the moving class means.", nameof(means));
        if (classes.FirstOrDefault(label => !means.Knows(label), -1) is >= 0 and var missing)
            throw new ArgumentException(
                $"The moving class means lack class {missing}: this batch has not been folded into them.", nameof(means));

        var values = classes.SelectMany(label => means.Means[label]).ToArray();
        return tensor(values).to(gazes.dtype).to(gazes.device).reshape(classes.Length, gazes.shape[1], gazes.shape[2]); // (C′,h,w)
    }
}
