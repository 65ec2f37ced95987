using System.Text.Json.Serialization;

namespace ActorGaze.Nn.Training;

/// <summary>How a network is trained: Adam, a batch size, and a learning rate that falls when the evaluation loss stands still.</summary>
public sealed record TrainingSpec
{
    /// <summary>Images per step.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Images per evaluation chunk; figures of another size agree to six digits.</summary>
    public int EvaluationBatchSize { get; init; } = 64;

    /// <summary>Of activations and convolutions. The default is not written: specs of versions without it stay what they were.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Precision Precision { get; init; } = Precision.Float32;

    public double LearningRate { get; init; } = 1e-4;

    public double Beta1 { get; init; } = 0.9;

    public double Beta2 { get; init; } = 0.999;

    public double Epsilon { get; init; } = 1e-8;

    public PlateauSpec Plateau { get; init; } = new();
}

/// <summary>ReduceLROnPlateau, watching the evaluation loss.</summary>
/// <param name="Factor">The learning rate is multiplied by this, in (0, 1).</param>
/// <param name="Patience">Epochs without improvement that are forgiven.</param>
/// <param name="Threshold">Relative improvement that counts as one.</param>
public sealed record PlateauSpec(double Factor = 0.9, int Patience = 5, double Threshold = 1e-4);

/// <summary>The course of λ.</summary>
public enum CurriculumShape
{
    /// <summary>λ₀ throughout.</summary>
    Constant,

    /// <summary>0 up to From, rising straight to λ₀ at To.</summary>
    Linear,

    /// <summary>0 up to From, rising along half a cosine to λ₀ at To.</summary>
    Cosine,

    /// <summary>0 before To, λ₀ from there on.</summary>
    Step,
}

/// <summary>λ as a function of progress; From and To are shares of the run's epochs in [0, 1].</summary>
public sealed record CurriculumSpec(CurriculumShape Shape = CurriculumShape.Linear, double From = 0.0, double To = 0.2);
