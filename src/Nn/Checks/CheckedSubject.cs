using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Models;
using ActorGaze.Nn.Parts;
using ActorGaze.Nn.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Checks;

/// <summary>
/// A part as a function of maps, and what is to be held of it. Belongs to the dispose scope that is open when it is made.
/// </summary>
internal sealed class CheckedSubject : IDisposable
{
    private const int Rows = 4;
    private const int Side = 96; // of an image, in pixels

    private readonly GazeModel? _model;

    private CheckedSubject(string words, Tensor leaf, Func<Tensor, Tensor> take, long[] shape, GazeModel? model = null) =>
        (Words, Leaf, Take, Shape, _model) = (words, leaf.requires_grad_(true), take, shape, model);

    /// <summary>What it is given.</summary>
    public string Words { get; }

    /// <summary>The maps; one of them is zero everywhere.</summary>
    public Tensor Leaf { get; }

    public Func<Tensor, Tensor> Take { get; }

    public long[] Shape { get; }

    public bool Differentiable { get; private init; } = true;

    /// <summary>Whether a result without a gradient is allowed.</summary>
    public bool MayBeConstant { get; private init; }

    public bool NotNegative { get; private init; }

    public bool PerSample { get; private init; } = true;

    /// <summary>Of maps that are equal; null where that means nothing.</summary>
    public Func<Tensor>? OfEqual { get; private init; }

    /// <summary>As an evaluation calls it that takes no gradients; null where there is none.</summary>
    public Func<Tensor>? WithoutGradients { get; private init; }

    public static CheckedSubject Of(PartKind kind, PartSpec part)
    {
        using var chance = Seeds.Generator(1);
        return kind switch
        {
            PartKind.Distance => OfDistance(BuiltParts.Distance(part), chance),
            PartKind.Reference => OfReference(BuiltParts.Reference(part), chance),
            PartKind.CamMethod => OfMethod(BuiltParts.CamMethod(part), BuiltParts.IsDifferentiable(part), chance),
            PartKind.LossTerm => OfTerm(BuiltParts.LossTerm(part), chance),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such check."),
        };
    }

    /// <summary>How far the second row's change shows in the others.</summary>
    public double Differs(Tensor before, Tensor after)
    {
        var apart = (before - after).abs().reshape(Rows, -1).amax([1L]); // (4)
        return Enumerable.Range(0, Rows).Where(row => row != 1).Max(row => apart[row].item<float>());
    }

    public void Dispose() => _model?.Dispose();

    private static CheckedSubject OfDistance(Func<Tensor, Tensor, Tensor> between, Generator chance)
    {
        var (maps, others) = (Maps(chance), rand([Rows, 5, 7], generator: chance)); // (4,5,7) both
        return new CheckedSubject($"gazes and references [{Rows}, 5, 7]", maps, gazes => between(gazes, others), [Rows])
        {
            OfEqual = () => between(others, others.clone()).detach(),
        };
    }

    private static CheckedSubject OfReference(Func<ClassGazes, Tensor> of, Generator chance)
    {
        var (maps, moving) = (Maps(chance), rand([Rows, 5, 7], generator: chance)); // (4,5,7) both
        return new CheckedSubject($"class means [{Rows}, 5, 7]", maps, batch => of(new ClassGazes(() => batch, () => moving)), [Rows, 5, 7])
        {
            MayBeConstant = true,
        };
    }

    private static CheckedSubject OfMethod(Func<CamInput, Tensor> of, bool differentiable, Generator chance)
    {
        var (model, images, maps, labels) = Network(chance);
        return new CheckedSubject(
            $"maps [{string.Join(", ", maps.shape)}]", maps, leaf =>
            {
                using var grad = enable_grad();
                return of(new CamInput(model, images, leaf, model.Classify(leaf), labels, differentiable));
            },
            [Rows, maps.shape[2], maps.shape[3]], model)
        {
            Differentiable = differentiable, NotNegative = true,
            WithoutGradients = () =>
            {
                using var still = no_grad();
                var plain = maps.detach(); // (4,K,h,w)
                return of(new CamInput(model, images, plain, model.Classify(plain), labels, differentiable: false));
            },
        };
    }

    private static CheckedSubject OfTerm(Func<LossInput, Tensor> of, Generator chance)
    {
        var (model, images, maps, labels) = Network(chance);
        return new CheckedSubject(
            $"maps [{string.Join(", ", maps.shape)}]", maps, leaf =>
            {
                using var grad = enable_grad();
                var logits = model.Classify(leaf); // (4,C)
                return of(new LossInput(model, images, leaf, logits, labels, () =>
                    GradCam.Normalise(GradCam.Of(model, leaf, logits, labels, differentiable: true))));
            },
            [], model) { PerSample = false, MayBeConstant = false };
    }

    private static (GazeModel Model, Tensor Images, Tensor Maps, Tensor Labels) Network(Generator chance)
    {
        const int Classes = 3;
        var model = Networks.Create(NetworkSpec.OfLevel(1), new NetworkShape(1, Side, Classes), seed: 1);
        var images = ChannelsLast.Of(randn([Rows, 1, Side, Side], generator: chance)); // (4,1,96,96)
        using var still = no_grad();
        var maps = model.Features(images).detach();                                     // (4,K,h,w)
        maps[0].zero_();
        return (model, images, maps, arange(Rows, dtype: int64).remainder(Classes));
    }

    private static Tensor Maps(Generator chance)
    {
        var maps = rand([Rows, 5, 7], generator: chance); // (4,5,7)
        maps[0].zero_();
        return maps;
    }
}
