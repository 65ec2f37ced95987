using System.Collections.Immutable;
using ActorGaze.Nn.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Gaze;

/// <summary>Whether a raw map says where a network looks.</summary>
public enum MapQuality
{
    /// <summary>It differs from pixel to pixel.</summary>
    Distinct,

    /// <summary>It hardly does: normalised, it looks like more than it is.</summary>
    NearFlat,

    /// <summary>It is zero everywhere: the network looks at nothing for this class.</summary>
    Zero,
}

/// <summary>What a network makes of one image, and where it looks for one class. Plain numbers.</summary>
/// <param name="Scores">By class, before any softmax.</param>
/// <param name="Predicted">The class with the greatest score; the first of several.</param>
/// <param name="Label">The class of the gaze.</param>
/// <param name="Map">The raw map, height × width, row by row; none of its values is negative.</param>
/// <param name="Gaze">The map in [0, 1), as <see cref="GradCam.Normalise(TorchSharp.torch.Tensor)"/> has it.</param>
public sealed record ImageGaze(
    ImmutableArray<double> Scores, int Predicted, int Label, ImmutableArray<float> Map, ImmutableArray<float> Gaze, int Height, int Width)
{
    /// <summary>A map whose range is a smaller share of its greatest value counts as near-flat.</summary>
    public const double FlatShare = 0.05;

    /// <summary>
    /// So does one whose range is smaller: what <see cref="GradCam.Normalise(TorchSharp.torch.Tensor)"/> adds to a range then shows.
    /// </summary>
    public const double FlatRange = 100 * GradCam.RangeEpsilon;

    /// <summary>Softmax of the scores.</summary>
    public ImmutableArray<double> Probabilities
    {
        get
        {
            var most = Scores.Max();
            var shares = Scores.Select(score => Math.Exp(score - most)).ToArray();
            return [.. shares.Select(share => share / shares.Sum())];
        }
    }

    /// <summary>The raw map's greatest value less its least.</summary>
    public double Range => Map.Max() - (double)Map.Min();

    public MapQuality Quality =>
        Map.All(value => value == 0) ? MapQuality.Zero
        : Range < FlatRange || Range < FlatShare * Map.Max() ? MapQuality.NearFlat
        : MapQuality.Distinct;

    /// <summary>Looks at one image. Opens its own dispose scope.</summary>
    /// <param name="model">In evaluation mode, on the CPU.</param>
    /// <param name="image">(1,1 or 3,S,S), as the network takes it; stays the caller's.</param>
    /// <param name="method">Makes raw maps, as a CAM method that is registered does.</param>
    /// <param name="label">The class of the gaze; null: the predicted one.</param>
    /// <exception cref="InvalidInputException">A score or a value of the map is not finite.</exception>
    public static ImageGaze Of(GazeModel model, Tensor image, Func<CamInput, Tensor> method, int? label)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var maps = model.Features(image);                                               // (1,K,h,w)
        var logits = model.Classify(maps);                                              // (1,C)
        double[] scores = [.. logits.to(float64).flatten().data<double>()];             // (C)
        if (!Array.TrueForAll(scores, double.IsFinite)) throw NotFinite("scores");
        var predicted = Array.IndexOf(scores, scores.Max());
        var followed = label ?? predicted;
        var map = MapOf(model, image, maps, method, followed).to(float32);              // (1,h,w)
        var gaze = GradCam.Normalise(map);                                              // (1,h,w)
        if (!map.isfinite().all().item<bool>()) throw NotFinite("map");
        return new ImageGaze(
            [.. scores], predicted, followed, [.. map.contiguous().data<float>()], [.. gaze.contiguous().data<float>()], (int)map.shape[1],
            (int)map.shape[2]);
    }

    private static Tensor MapOf(GazeModel model, Tensor image, Tensor maps, Func<CamInput, Tensor> method, int followed)
    {
        using var grad = enable_grad(model.PooledLinear is null); // a pooled linear head needs no gradient for Grad-CAM
        var leaf = maps.detach().requires_grad_(model.PooledLinear is null); // (1,K,h,w)
        var label = tensor(new[] { (long)followed });                         // (1)
        return method(new CamInput(model, image, leaf, model.Classify(leaf), label, differentiable: false)).detach(); // (1,h,w)
    }

    private static InvalidInputException NotFinite(string what) =>
        new($"The network's {what} of this image: found a value that is not finite; allowed: a checkpoint whose weights are sound "
            + "numbers.");
}
