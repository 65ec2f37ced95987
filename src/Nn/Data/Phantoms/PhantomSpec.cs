using System.Collections.Immutable;

namespace ActorGaze.Nn.Data.Phantoms;

/// <summary>Where phantoms have their lesions.</summary>
public enum PhantomKind
{
    /// <summary>Each class's lesion in its own place.</summary>
    Localised,

    /// <summary>Anywhere in the organ.</summary>
    Diffuse,
}

/// <summary>What phantoms look like.</summary>
public enum PhantomBody
{
    /// <summary>An axial slice of a head, as in magnetic resonance.</summary>
    Head,

    /// <summary>A chest from the front, as in X-ray.</summary>
    Chest,
}

/// <summary>A synthetic data set: everything its images depend on.</summary>
/// <param name="Classes">2 to 4; one of them has no lesion.</param>
/// <param name="TrainPerClass">At least 1.</param>
/// <param name="TestPerClass">At least 1.</param>
/// <param name="Seed">The same for localised and diffuse phantoms gives the same bodies, with the lesions elsewhere.</param>
public sealed record PhantomSpec(
    PhantomKind Kind, PhantomBody Body = PhantomBody.Head, int Classes = 4, int TrainPerClass = 200, int TestPerClass = 50, long Seed = 1)
{
    /// <summary>Names in ordinal order; a label is an index into it. 'none' has no lesion.</summary>
    /// <exception cref="InvalidInputException">A count of the spec is out of its range.</exception>
    public ImmutableArray<string> ClassNames()
    {
        if (Classes is < 2 or > 4) throw new InvalidInputException($"Phantoms come in 2 to 4 classes; {Classes} were asked for.");
        if (TrainPerClass < 1 || TestPerClass < 1)
        {
            throw new InvalidInputException(
                $"Phantoms come in at least 1 training and 1 test image per class; {TrainPerClass} and {TestPerClass} were asked for.");
        }

        string[] names = Body == PhantomBody.Head ? ["none", "mass", "cyst", "ring"] : ["none", "consolidation", "nodule", "cavity"];
        return [.. names.Take(Classes).Order(StringComparer.Ordinal)];
    }
}

/// <summary>A drawn image and where its lesion is.</summary>
/// <param name="Pixels">224 × 224, row by row, 0 black.</param>
/// <param name="Mask">224 × 224: 255 where the lesion is, else 0; 0 everywhere where there is none.</param>
public sealed record Phantom(byte[] Pixels, byte[] Mask);
