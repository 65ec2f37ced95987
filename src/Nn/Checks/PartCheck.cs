using ActorGaze.Nn.Parts;
using ActorGaze.Nn.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Checks;

/// <summary>
/// Whether a part that is no network keeps its contract, see <see cref="PartsBuilder"/>: on a few maps of noise, on the calling thread, in
/// less than a second.
/// </summary>
public static class PartCheck
{
    private const int Points = 200; // at which a curriculum is asked
    private const double Tolerance = 1e-4;

    /// <param name="kind">Any but a network, which <see cref="NetworkCheck"/> looks at.</param>
    public static PartReport Run(PartKind kind, PartSpec part) => new(kind, part, Look(kind, part).All);

    /// <summary>The same, for whoever is about to train with it.</summary>
    /// <exception cref="BrokenPartException">It does not keep the contract, and why; with what its code threw.</exception>
    public static void Require(PartKind kind, PartSpec part) => Look(kind, part).Require($"The {kind.Word()} '{part.Name}'");

    private static Findings Look(PartKind kind, PartSpec part)
    {
        var findings = new Findings();
        if (kind == PartKind.Curriculum)
        {
            findings.Try("course", () => Course(part));
            return findings;
        }

        using var scope = NewDisposeScope();
        CheckedSubject? subject = null;
        _ = findings.Try("build", () =>
        {
            subject = CheckedSubject.Of(kind, part);
            return "it is there";
        }, keeping: true)
        && findings.Try("call", () => Call(subject!))
        && findings.Try("repetition", () => Repetition(subject!))
        && findings.Try("values", () => Values(subject!))
        && (subject!.WithoutGradients is not { } evaluated || findings.Try("evaluation", () => Evaluation(subject!, evaluated)))
        && findings.Try("gradients", () => Gradients(subject!))
        && findings.Try("samples", () => Samples(subject!))
        && findings.Try("memory", () => Memory(subject!));
        subject?.Dispose();
        return findings;
    }

    private static string Course(PartSpec part)
    {
        var share = BuiltParts.Curriculum(part, from: 0.2, to: 0.6);
        var again = BuiltParts.Curriculum(part, from: 0.2, to: 0.6);
        for (var i = 0; i <= Points; i++)
        {
            var progress = (double)i / Points;
            var found = share(progress);
            if (!double.IsFinite(found))
                throw new BrokenPartException(
                    FormattableString.Invariant($"at progress {progress} it gives {found}; allowed: a finite number."));
            if (!found.Equals(again(progress)))
                throw new BrokenPartException(
                    FormattableString.Invariant($"at progress {progress} it gives {found} and then {again(progress)}: it depends on ")
                    + "something else than progress. Use no clock and no Random in it.");
        }

        return FormattableString.Invariant(
            $"{share(0):0.###} at the start, {share(0.5):0.###} half way, {share(1):0.###} at the end, with from 0.2 and to 0.6");
    }

    /// <summary>
    /// The first call, while nobody else may draw: a part that draws from the process-wide generator is called no second time.
    /// </summary>
    private static string Call(CheckedSubject subject)
    {
        Tensor? taken = null;
        if (Seeds.DrawsFromGlobal(() => taken = subject.Take(subject.Leaf)))
        {
            throw new BrokenPartException(
                "it draws from libtorch's process-wide generator, so another run beside it, or a resume, would give other bits. A part "
                + "draws no chance.");
        }

        var found = taken!;
        return found.shape.AsSpan().SequenceEqual(subject.Shape)
            ? $"{subject.Words}, to [{string.Join(", ", found.shape)}]"
            : throw new BrokenPartException($"it gave [{string.Join(", ", found.shape)}]; allowed: [{string.Join(", ", subject.Shape)}].");
    }

    /// <summary>A method that takes a graph for granted would end a run, or its process, at the first evaluation.</summary>
    private static string Evaluation(CheckedSubject subject, Func<Tensor> call)
    {
        const string ToDo = "An evaluation of a head that is one linear layer of the maps' means gives maps and scores without a graph: "
            + "take gradients by cam.Slopes(), which makes one where there is none.";
        try
        {
            var found = call();
            if (!found.shape.AsSpan().SequenceEqual(subject.Shape))
                throw new BrokenPartException(
                    $"it gave [{string.Join(", ", found.shape)}]; allowed: [{string.Join(", ", subject.Shape)}].");
            return found.isfinite().all().item<bool>() && found.min().item<float>() >= 0
                ? "also of maps without gradients"
                : throw new BrokenPartException("a value is negative or not finite.");
        }
        catch (BrokenPartException e)
        {
            throw new BrokenPartException($"{e.Message.TrimEnd('.')}. {ToDo}", e.CodeStack);
        }
    }

    private static string Values(CheckedSubject subject)
    {
        var found = subject.Take(subject.Leaf).detach();
        if (!found.isfinite().all().item<bool>())
            throw new BrokenPartException(
                "a value is not finite. One of the maps is zero everywhere: a division by a sum or a logarithm needs something added.");
        if (subject.NotNegative && found.min().item<float>() < 0)
            throw new BrokenPartException("a value is negative; allowed: maps that end in a ReLU.");
        if (subject.OfEqual is not { } equal) return "finite";
        var apart = equal().abs().max().item<float>();
        return apart <= Tolerance
            ? "finite, and 0 between equal maps"
            : throw new BrokenPartException(FormattableString.Invariant($"equal maps are {apart:0.0e0} apart; allowed: 0."));
    }

    private static string Gradients(CheckedSubject subject)
    {
        if (!subject.Differentiable) return "none are asked for";
        var found = subject.Take(subject.Leaf);
        if (!found.requires_grad)
            return subject.MayBeConstant
                ? "held constant"
                : throw new BrokenPartException(
                    "there is no gradient at all: gradients are off there, something is detached, or numbers were taken out of tensors.");
        var slopes = autograd.grad([found.sum()], [subject.Leaf], retain_graph: false, create_graph: false, allow_unused: true)[0];
        if (slopes.IsInvalid)
            return subject.MayBeConstant
                ? "none in the maps"
                : throw new BrokenPartException("it does not depend on the maps in a way that has a gradient.");
        return slopes.isfinite().all().item<bool>() ? "finite" : throw new BrokenPartException(
            "the gradient is not finite. One of the maps is zero everywhere, and there sqrt, log, pow and division have none: add "
            + "something small inside.");
    }

    private static string Samples(CheckedSubject subject)
    {
        if (!subject.PerSample) return "one number for all";
        using var still = no_grad();
        var before = subject.Take(subject.Leaf).detach();
        var moved = subject.Leaf.detach().clone();
        moved[1].add_(0.25f);
        var apart = subject.Differs(before, subject.Take(moved.requires_grad_(true)).detach());
        return apart <= Tolerance
            ? "each is its own"
            : throw new BrokenPartException(
                "what it gives for one sample depends on another beside it. Look for a mean, softmax or sort over dimension 0.");
    }

    private static string Repetition(CheckedSubject subject)
    {
        var before = subject.Leaf.detach().contiguous().clone();
        var one = subject.Take(subject.Leaf).detach().contiguous();
        if (!before.bytes.SequenceEqual(subject.Leaf.detach().contiguous().bytes))
            throw new BrokenPartException(
                "it changes the maps that it is given: use no operation in place (those with _ at their end) on them.");
        var other = subject.Take(subject.Leaf).detach().contiguous();
        return one.bytes.SequenceEqual(other.bytes)
            ? "equal to the bit"
            : throw new BrokenPartException(
                "the same maps give other values the second time: it remembers something, or uses a clock or Random.");
    }

    private static string Memory(CheckedSubject subject)
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (NewDisposeScope()) subject.Take(subject.Leaf);
        var left = DisposeScopeManager.Statistics.ThreadTotalLiveCount - before;
        return left <= 0 ? "no tensor is left behind" : throw new BrokenPartException($"it leaves {left} "
            + $"{(left == 1 ? "tensor" : "tensors")} behind, so memory would fill up. Keep no tensor in a field, a list or a static.");
    }
}
