using System.Collections.Concurrent;
using ActorGaze.Nn.Parts;

namespace ActorGaze.Nn.Training;

/// <summary>The course of a weight, such as the gaze weight λ: a pure function of progress.</summary>
public static class Curriculum
{
    private static readonly ConcurrentDictionary<CurriculumSpec, Func<double, double>> Built = new();

    /// <summary>The weight where a run stands. A shape that an assembly brings runs its code in this process.</summary>
    /// <param name="spec">The course's shape.</param>
    /// <param name="target">λ₀, of any sign.</param>
    /// <param name="progress">Share of the run's epochs that lie behind, in [0, 1].</param>
    /// <exception cref="ArgumentException">A number that is not finite, progress outside [0, 1], From after To.</exception>
    /// <exception cref="InvalidInputException">There is no such shape.</exception>
    /// <exception cref="BrokenPartException">The shape's code throws, or gives a number that is not finite.</exception>
    public static double WeightAt(CurriculumSpec spec, double target, double progress)
    {
        if (!double.IsFinite(target)) throw new ArgumentException($"λ₀ is {target}; allowed: a finite number.", nameof(target));
        if (!(progress >= 0 && progress <= 1)) throw new ArgumentException($"Progress is {progress}; allowed: 0 to 1.", nameof(progress));
        if (!(spec.From <= spec.To && double.IsFinite(spec.From) && double.IsFinite(spec.To)))
            throw new ArgumentException($"The course runs from {spec.From} to {spec.To}; allowed: finite numbers in order.", nameof(spec));

        var share = Built.GetOrAdd(spec, one => BuiltParts.Curriculum(one.Shape, one.From, one.To));
        return (target * share(progress)) + 0.0; // A negative λ₀ times nothing is −0, which would be printed.
    }
}
