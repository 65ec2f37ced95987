using System.Text.Json.Serialization;

namespace ActorGaze.Nn.Training;

/// <summary>The program's own curricula.</summary>
public static class CurriculumShape
{
    /// <summary>All of the weight throughout.</summary>
    public const string Constant = "constant";

    /// <summary>0 up to From, rising straight to all of the weight at To.</summary>
    public const string Linear = "linear";

    /// <summary>0 up to From, rising along half a cosine to all of the weight at To.</summary>
    public const string Cosine = "cosine";

    /// <summary>0 before To, all of the weight from there on.</summary>
    public const string Step = "step";
}

/// <summary>A weight as a function of progress; From and To are shares of the run's epochs in [0, 1].</summary>
/// <param name="Shape">Null: <c>linear</c>.</param>
public sealed record CurriculumSpec(PartSpec? Shape = null, double From = 0.0, double To = 0.2)
{
    [JsonPropertyOrder(-1)]
    public PartSpec Shape { get; init; } = Shape ?? CurriculumShape.Linear;
}

/// <summary>A term of the training loss beside cross entropy and gaze loss.</summary>
public sealed record LossSpec
{
    /// <summary>Null: there is none.</summary>
    public PartSpec? Term { get; init; }

    /// <summary>What the term is multiplied by once its curriculum is over; of any sign.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>The course of the weight.</summary>
    public CurriculumSpec Curriculum { get; init; } = new(CurriculumShape.Constant);
}
