using System.Runtime.InteropServices;
using ActorGaze.Nn.Gaze;
using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Parts;

/// <summary>
/// Builds parts by name. What an assembly brings is watched: whatever its code throws, and an answer of another shape, is a
/// <see cref="BrokenPartException"/> that names the part.
/// </summary>
public static class BuiltParts
{
    /// <summary>Gazes (M,h,w) and references (M,h,w) to distances (M).</summary>
    /// <exception cref="InvalidInputException">There is no such distance, it has no such parameter, or its assembly holds other
    /// bytes.</exception>
    public static Func<Tensor, Tensor, Tensor> Distance(PartSpec spec)
    {
        var between = Built<PartSetup, Func<Tensor, Tensor, Tensor>>(PartKind.Distance, spec, (part, given) => new PartSetup(part, given));
        return spec.Plugin is null ? between : (a, b) => Watched(PartKind.Distance, spec, () => between(a, b), [a.shape[0]], a);
    }

    /// <summary>Class means (Q,h,w) to references (Q,h,w).</summary>
    /// <exception cref="InvalidInputException">There is no such reference, it has no such parameter, or its assembly holds other
    /// bytes.</exception>
    public static Func<ClassGazes, Tensor> Reference(PartSpec spec)
    {
        var of = Built<PartSetup, Func<ClassGazes, Tensor>>(PartKind.Reference, spec, (part, given) => new PartSetup(part, given));
        return spec.Plugin is null ? of : gazes => Watched(PartKind.Reference, spec, () => of(gazes), gazes.Moving.shape, gazes.Moving);
    }

    /// <summary>A batch to raw maps (N,h,w).</summary>
    /// <exception cref="InvalidInputException">There is no such method, it has no such parameter, or its assembly holds other
    /// bytes.</exception>
    public static Func<CamInput, Tensor> CamMethod(PartSpec spec)
    {
        var of = Built<PartSetup, Func<CamInput, Tensor>>(PartKind.CamMethod, spec, (part, given) => new PartSetup(part, given));
        return spec.Plugin is null
            ? of
            : cam => Watched(PartKind.CamMethod, spec, () => of(cam), [cam.Maps.shape[0], cam.Maps.shape[2], cam.Maps.shape[3]], cam.Maps);
    }

    /// <summary>Whether gradients flow through a method's maps.</summary>
    /// <exception cref="InvalidInputException">There is no such method, or its assembly holds other bytes.</exception>
    public static bool IsDifferentiable(PartSpec method) =>
        Plugin.PartsOf(method.Plugin).Find(PartKind.CamMethod, method.Name).Description.Differentiable == true;

    /// <summary>Progress, in [0, 1], to a share of the weight.</summary>
    /// <exception cref="InvalidInputException">There is no such curriculum, it has no such parameter, or its assembly holds other
    /// bytes.</exception>
    public static Func<double, double> Curriculum(PartSpec spec, double from, double to)
    {
        var share = Built<CurriculumSetup, Func<double, double>>(PartKind.Curriculum, spec, (part, given) =>
            new CurriculumSetup(part, given, from, to));
        return spec.Plugin is null ? share : progress =>
        {
            var found = Watched(PartKind.Curriculum, spec, () => share(progress));
            return double.IsFinite(found)
                ? found
                : throw Broken(PartKind.Curriculum, spec,
                    FormattableString.Invariant($"gave {found} at progress {progress}; allowed: a finite number."));
        };
    }

    /// <summary>A batch to one number, ().</summary>
    /// <exception cref="InvalidInputException">There is no such term, it has no such parameter, or its assembly holds other
    /// bytes.</exception>
    public static Func<LossInput, Tensor> LossTerm(PartSpec spec)
    {
        var of = Built<PartSetup, Func<LossInput, Tensor>>(PartKind.LossTerm, spec, (part, given) => new PartSetup(part, given));
        return input => Watched(PartKind.LossTerm, spec, () => of(input), [], input.Logits);
    }

    /// <summary>What a part of an assembly is called in messages: <c>The distance 'huber' of mylab.dll</c>.</summary>
    private static string Called(PartKind kind, PartSpec spec) =>
        $"The {kind.Word()} '{spec.Name}'{(spec.Plugin is { Name.Length: > 0 } plugin ? $" of {plugin.Name}" : "")}";

    private static TBuilt Built<TSetup, TBuilt>(
        PartKind kind, PartSpec spec, Func<PartDescription, System.Collections.Immutable.ImmutableSortedDictionary<string, string>,
        TSetup> setup)
        where TBuilt : class
    {
        var part = Plugin.PartsOf(spec.Plugin).Find(kind, spec.Name);
        var made = setup(part.Description, part.Description.Resolve(spec.Parameters, kind.Section()));
        return Watched(kind, spec, () => ((Func<TSetup, TBuilt>)part.Build)(made))
            ?? throw Broken(kind, spec, "was built as null; allowed: a function.");
    }

    private static Tensor Watched(PartKind kind, PartSpec spec, Func<Tensor> work, ReadOnlySpan<long> shape, Tensor like)
    {
        var found = Watched(kind, spec, work);
        if (found is null || found.IsInvalid) throw Broken(kind, spec, "gave no tensor.");
        if (found.shape.AsSpan().SequenceEqual(shape) && found.is_floating_point())
            return found.dtype == like.dtype ? found : found.to(like.dtype);
        throw Broken(
            kind, spec,
            $"gave {found.dtype}[{string.Join(", ", found.shape)}]; allowed: {like.dtype}[{string.Join(", ", shape.ToArray())}].");
    }

    private static T Watched<T>(PartKind kind, PartSpec spec, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is not (OutOfMemoryException or BrokenPartException or InvalidInputException)
            && !(e is ExternalException && IsOutOfMemory(e.Message)))
        {
            throw new BrokenPartException($"{Called(kind, spec)} threw {e.GetType().Name}: {e.Message.Split('\n')[0].Trim()}",
                e.ToString());
        }
    }

    private static bool IsOutOfMemory(string message) =>
        message.Contains("out of memory", StringComparison.OrdinalIgnoreCase)
            || message.Contains("can't allocate memory", StringComparison.OrdinalIgnoreCase);

    private static BrokenPartException Broken(PartKind kind, PartSpec spec, string what) => new($"{Called(kind, spec)} {what}");
}
