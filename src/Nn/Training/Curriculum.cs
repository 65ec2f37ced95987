namespace ActorGaze.Nn.Training;

/// <summary>The course of the gaze weight λ: a pure function of progress.</summary>
public static class Curriculum
{
    /// <summary>λ where a run stands.</summary>
    /// <param name="spec">The course's shape.</param>
    /// <param name="target">λ₀, of any sign.</param>
    /// <param name="progress">Share of the run's epochs that lie behind, in [0, 1].</param>
    /// <exception cref="ArgumentException">A number that is not finite, progress outside [0, 1], From after To.</exception>
    public static double WeightAt(CurriculumSpec spec, double target, double progress)
    {
        if (!double.IsFinite(target)) throw new ArgumentException($"λ₀ is {target}; allowed: a finite number.", nameof(target));
        if (!(progress >= 0 && progress <= 1)) throw new ArgumentException($"Progress is {progress}; allowed: 0 to 1.", nameof(progress));
        if (!(spec.From <= spec.To && double.IsFinite(spec.From) && double.IsFinite(spec.To)))
            throw new ArgumentException($"The course runs from {spec.From} to {spec.To}; allowed: finite numbers in order.", nameof(spec));

        var weight = spec.Shape switch
        {
            CurriculumShape.Constant => target,
            CurriculumShape.Linear => target * Risen(spec, progress),
            CurriculumShape.Cosine => target * (1 - Math.Cos(Math.PI * Risen(spec, progress))) / 2,
            CurriculumShape.Step => progress < spec.To ? 0 : target,
            _ => throw new ArgumentException($"No course has the shape {spec.Shape}.", nameof(spec)),
        };
        return weight + 0.0; // A negative λ₀ times nothing is −0, which would be printed.
    }

    /// <summary>
    /// How much of the way from From to To lies behind, in [0, 1]; where they are one point, it is passed on reaching it.
    /// </summary>
    private static double Risen(CurriculumSpec spec, double progress) =>
        progress >= spec.To ? 1 : progress <= spec.From ? 0 : (progress - spec.From) / (spec.To - spec.From);
}
