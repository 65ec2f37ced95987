using System.Text.Json.Serialization;

namespace ActorGaze.Nn.Training;

/// <summary>
/// How a network is trained: an optimiser, a batch size, and the course of the learning rate. What stands at its default and was not there
/// in the first versions is not written: specs without it stay what they were.
/// </summary>
public sealed record TrainingSpec
{
    private const double UsualMomentum = 0.9;
    private const double DecayOfAdamW = 0.01;

    /// <summary>Images per step.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Images per evaluation chunk; figures of another size agree to six digits.</summary>
    public int EvaluationBatchSize { get; init; } = 64;

    /// <summary>Of activations and convolutions.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Precision Precision { get; init; } = Precision.Float32;

    public double LearningRate { get; init; } = 1e-4;

    public double Beta1 { get; init; } = 0.9;

    public double Beta2 { get; init; } = 0.999;

    public double Epsilon { get; init; } = 1e-8;

    public PlateauSpec Plateau { get; init; } = new();

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Optimiser Optimiser { get; init; } = Optimiser.Adam;

    /// <summary>At least 0; null: PyTorch's default, which is 0.01 for AdamW and 0 for the others. See <see cref="Decay"/>.</summary>
    public double? WeightDecay { get; init; }

    /// <summary>Of SGD, in [0, 1).</summary>
    [JsonIgnore]
    public double Momentum { get; init; } = UsualMomentum;

    /// <summary>Whether SGD's momentum is Nesterov's.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Nesterov { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public LearningSchedule Schedule { get; init; } = LearningSchedule.Plateau;

    /// <summary>The learning rate rises in a straight line over so many epochs, and then takes its course.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int WarmupEpochs { get; init; }

    /// <summary>What the learning rate does not fall below after the warm-up.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double LeastRate { get; init; }

    /// <summary>The epochs over which the cosine falls, warm-up included; null: all of the run's.</summary>
    public int? ScheduleEpochs { get; init; }

    /// <summary>Of the training loss alone; null: all classes weigh the same.</summary>
    public ClassWeights? ClassWeights { get; init; }

    /// <summary>
    /// ε of the training loss alone, in [0, 1): a share ε/C of each label goes to each of the C classes (Szegedy et al. 2016).
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double LabelSmoothing { get; init; }

    /// <summary>How much a step takes from the weights.</summary>
    [JsonIgnore]
    public double Decay => WeightDecay ?? (Optimiser == Optimiser.AdamW ? DecayOfAdamW : 0);

    /// <summary>How another momentum than the usual one is written.</summary>
    [JsonInclude, JsonPropertyName("momentum")]
    internal double? WrittenMomentum
    {
        get => Momentum == UsualMomentum ? null : Momentum;
        init => Momentum = value ?? Momentum;
    }
}

/// <summary>What makes an update of a gradient.</summary>
public enum Optimiser
{
    Adam,

    /// <summary>Adam with weight decay apart from the gradient.</summary>
    [JsonStringEnumMemberName("adamw")]
    AdamW,

    /// <summary>Stochastic gradient descent with momentum.</summary>
    Sgd,
}

/// <summary>The course of the learning rate after the warm-up; see <see cref="LearningRates"/>.</summary>
public enum LearningSchedule
{
    /// <summary>It falls when the evaluation loss stands still.</summary>
    Plateau,

    /// <summary>It falls along half a cosine to the least rate.</summary>
    Cosine,

    /// <summary>It stays.</summary>
    Constant,
}

/// <summary>ReduceLROnPlateau, watching the evaluation loss.</summary>
/// <param name="Factor">The learning rate is multiplied by this, in (0, 1).</param>
/// <param name="Patience">Epochs without improvement that are forgiven.</param>
/// <param name="Threshold">Relative improvement that counts as one.</param>
public sealed record PlateauSpec(double Factor = 0.9, int Patience = 5, double Threshold = 1e-4);
