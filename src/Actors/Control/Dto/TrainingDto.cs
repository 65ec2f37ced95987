using System.ComponentModel;
using ActorGaze.Actors.Contracts;
using ActorGaze.Nn.Training;

namespace ActorGaze.Actors.Control.Dto;

[Description("How a network is trained.")]
internal sealed record TrainingDto
{
    public int? BatchSize { get; init; }

    public int? EvaluationBatchSize { get; init; }

    public string? Precision { get; init; }

    public double? LearningRate { get; init; }

    public double? Beta1 { get; init; }

    public double? Beta2 { get; init; }

    public double? Epsilon { get; init; }

    public PlateauDto? Plateau { get; init; }

    public string? Optimiser { get; init; }

    [Description("Left out: the optimiser's own.")]
    public double? WeightDecay { get; init; }

    public double? Momentum { get; init; }

    public bool? Nesterov { get; init; }

    public string? Schedule { get; init; }

    [Description("Left out: all of the run's epochs.")]
    public int? ScheduleEpochs { get; init; }

    public int? WarmupEpochs { get; init; }

    public double? LeastRate { get; init; }

    [Description("none, balanced, or a number for each class, such as \"3, 1\". Left out: none.")]
    public string? ClassWeights { get; init; }

    public double? LabelSmoothing { get; init; }

    public static TrainingDto Of(TrainingSpec spec) => new()
    {
        BatchSize = spec.BatchSize,
        EvaluationBatchSize = spec.EvaluationBatchSize,
        Precision = EnumWords.Of(spec.Precision),
        LearningRate = spec.LearningRate,
        Beta1 = spec.Beta1,
        Beta2 = spec.Beta2,
        Epsilon = spec.Epsilon,
        Plateau = new PlateauDto { Factor = spec.Plateau.Factor, Patience = spec.Plateau.Patience, Threshold = spec.Plateau.Threshold },
        Optimiser = EnumWords.Of(spec.Optimiser),
        WeightDecay = spec.WeightDecay,
        Momentum = spec.Momentum,
        Nesterov = spec.Nesterov,
        Schedule = EnumWords.Of(spec.Schedule),
        ScheduleEpochs = spec.ScheduleEpochs,
        WarmupEpochs = spec.WarmupEpochs,
        LeastRate = spec.LeastRate,
        ClassWeights = spec.ClassWeights?.ToString(),
        LabelSmoothing = spec.LabelSmoothing,
    };

    public TrainingSpec ToSpec()
    {
        var other = new TrainingSpec();
        return other with
        {
            BatchSize = BatchSize ?? other.BatchSize,
            EvaluationBatchSize = EvaluationBatchSize ?? other.EvaluationBatchSize,
            Precision = EnumWords.Known<Precision>(Precision) ?? other.Precision,
            LearningRate = LearningRate ?? other.LearningRate,
            Beta1 = Beta1 ?? other.Beta1,
            Beta2 = Beta2 ?? other.Beta2,
            Epsilon = Epsilon ?? other.Epsilon,
            Plateau = new PlateauSpec(
                Plateau?.Factor ?? other.Plateau.Factor, Plateau?.Patience ?? other.Plateau.Patience, Plateau?.Threshold
                    ?? other.Plateau.Threshold),
            Optimiser = EnumWords.Known<Optimiser>(Optimiser) ?? other.Optimiser,
            WeightDecay = WeightDecay,
            Momentum = Momentum ?? other.Momentum,
            Nesterov = Nesterov ?? other.Nesterov,
            Schedule = EnumWords.Known<LearningSchedule>(Schedule) ?? other.Schedule,
            ScheduleEpochs = ScheduleEpochs,
            WarmupEpochs = WarmupEpochs ?? other.WarmupEpochs,
            LeastRate = LeastRate ?? other.LeastRate,
            ClassWeights = ClassWeights is null ? null : Nn.Training.ClassWeights.Parse(ClassWeights),
            LabelSmoothing = LabelSmoothing ?? other.LabelSmoothing,
        };
    }
}

[Description("When the learning rate falls.")]
internal sealed record PlateauDto
{
    public double? Factor { get; init; }

    public int? Patience { get; init; }

    public double? Threshold { get; init; }
}
