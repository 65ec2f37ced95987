using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using ActorGaze.Actors.Contracts;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Models;
using ActorGaze.Nn.Statistics;
using ActorGaze.Nn.Training;

namespace ActorGaze.Actors.Control.Dto;

/// <summary>A figure that is missing is shown as one that is not defined.</summary>
[Description("An epoch's figures.")]
internal sealed record EpochDto
{
    [Required, Description("From 1.")]
    public int? Epoch { get; init; }

    [Required]
    public TrainingFiguresDto? Training { get; init; }

    [Required]
    public EvaluationDto? Evaluation { get; init; }

    [Required]
    public double? LearningRate { get; init; }

    [Required, Description("The curriculum's λ at the epoch's last step.")]
    public double? GazeWeight { get; init; }

    public static EpochDto Of(EpochMetrics epoch) => new()
    {
        Epoch = epoch.Epoch,
        Training = TrainingFiguresDto.Of(epoch.Training),
        Evaluation = EvaluationDto.Of(epoch.Evaluation),
        LearningRate = epoch.LearningRate,
        GazeWeight = epoch.GazeWeight,
    };

    public EpochMetrics ToMetrics() => new()
    {
        Epoch = Epoch ?? 0,
        Training = (Training ?? new TrainingFiguresDto()).ToFigures(),
        Evaluation = (Evaluation ?? new EvaluationDto()).ToFigures(),
        LearningRate = LearningRate ?? double.NaN,
        GazeWeight = GazeWeight ?? double.NaN,
    };
}

[Description("Means over an epoch's training samples.")]
internal sealed record TrainingFiguresDto
{
    [Required]
    public double? CrossEntropy { get; init; }

    public double? GazeLoss { get; init; }

    [Required]
    public double? Accuracy { get; init; }

    [Required]
    public int? Samples { get; init; }

    [Required]
    public double? LargestGradient { get; init; }

    [Description("Of the loss term of the run's own, before its weight.")]
    public double? LossTerm { get; init; }

    [Description("The loss term's weight at the epoch's last step.")]
    public double? LossWeight { get; init; }

    public static TrainingFiguresDto Of(TrainingFigures figures) => new()
    {
        CrossEntropy = figures.CrossEntropy,
        GazeLoss = figures.GazeLoss,
        Accuracy = figures.Accuracy,
        Samples = figures.Samples,
        LargestGradient = figures.LargestGradient,
        LossTerm = figures.LossTerm,
        LossWeight = figures.LossWeight,
    };

    public TrainingFigures ToFigures() => new(
        CrossEntropy ?? double.NaN, GazeLoss, Accuracy ?? double.NaN, Samples ?? 0, LargestGradient ?? double.NaN)
    {
        LossTerm = LossTerm,
        LossWeight = LossWeight,
    };
}

[Description("What an evaluation found.")]
internal sealed record EvaluationDto
{
    [Required]
    public double? CrossEntropy { get; init; }

    [Required]
    public ConfusionDto? Confusion { get; init; }

    [Required]
    public double? Accuracy { get; init; }

    [Required]
    public double? Kappa { get; init; }

    [Required]
    public double? GazeDeviation { get; init; }

    [Required, Description("Null for a class with nothing correct.")]
    public IReadOnlyList<double?>? GazeDeviationPerClass { get; init; }

    [Required]
    public IReadOnlyList<int?>? CorrectPerClass { get; init; }

    public double? ZeroGazeShare { get; init; }

    public double? GazeEntropy { get; init; }

    [Required]
    public GazesDto? Gazes { get; init; }

    [Description("The gaze deviation read in other ways, where the run asks for them.")]
    public IReadOnlyList<ReadingDto?>? Readings { get; init; }

    public static EvaluationDto Of(EvaluationFigures figures) => new()
    {
        CrossEntropy = figures.CrossEntropy,
        Confusion = ConfusionDto.Of(figures.Confusion),
        Accuracy = figures.Accuracy,
        Kappa = figures.Kappa,
        GazeDeviation = figures.GazeDeviation,
        GazeDeviationPerClass = figures.GazeDeviationPerClass,
        CorrectPerClass = [.. figures.CorrectPerClass.Select(count => (int?)count)],
        ZeroGazeShare = figures.ZeroGazeShare,
        GazeEntropy = figures.GazeEntropy,
        Gazes = GazesDto.Of(figures.Gazes),
        Readings = figures.Readings is { } readings ? [.. readings.Select(ReadingDto.Of)] : null,
    };

    public EvaluationFigures ToFigures() => new()
    {
        CrossEntropy = CrossEntropy ?? double.NaN,
        Confusion = (Confusion ?? new ConfusionDto()).ToMatrix(),
        Accuracy = Accuracy ?? double.NaN,
        Kappa = Kappa ?? double.NaN,
        GazeDeviation = GazeDeviation ?? double.NaN,
        GazeDeviationPerClass = [.. GazeDeviationPerClass ?? []],
        CorrectPerClass = [.. (CorrectPerClass ?? []).Select(count => count ?? 0)],
        ZeroGazeShare = ZeroGazeShare,
        GazeEntropy = GazeEntropy,
        Gazes = (Gazes ?? new GazesDto()).ToGazes(),
        Readings = Readings is null ? null : [.. Readings.OfType<ReadingDto>().Select(reading => reading.ToReading())],
    };
}

[Description("The gaze deviation at a stage of the network, with a normalisation.")]
internal sealed record ReadingDto
{
    [Required]
    public string? Layer { get; init; }

    [Required]
    public string? Normalise { get; init; }

    [Required]
    public double? Deviation { get; init; }

    public static ReadingDto Of(GazeReading reading) =>
        new() { Layer = reading.Layer, Normalise = EnumWords.Of(reading.Normalise), Deviation = reading.Deviation };

    public GazeReading ToReading() => new(
        Layer ?? GazeModel.TargetLayer, EnumWords.Known<GazeNormalisation>(Normalise) ?? GazeNormalisation.MinMax, Deviation ?? double.NaN);
}

[Description("Counts of (true class, predicted class), row by row.")]
internal sealed record ConfusionDto
{
    [Required]
    public int? Classes { get; init; }

    [Required]
    public IReadOnlyList<int?>? Counts { get; init; }

    public static ConfusionDto Of(ConfusionMatrix matrix) =>
        new() { Classes = matrix.Classes, Counts = [.. matrix.Counts.Select(count => (int?)count)] };

    /// <summary>An empty one where the counts are not as many as the classes ask for.</summary>
    public ConfusionMatrix ToMatrix() => Classes is > 0 and var classes && Counts is { } counts && counts.Count == (long)classes * classes
        ? new ConfusionMatrix(classes, [.. counts.Select(count => count ?? 0)])
        : ConfusionMatrix.Empty(0);
}

[Description("One map per class: float32, little-endian, row by row, base64.")]
internal sealed record GazesDto
{
    private static readonly ClassMeanGazes None = new(0, 0, 0, "");

    [Required]
    public int? Classes { get; init; }

    [Required]
    public int? Height { get; init; }

    [Required]
    public int? Width { get; init; }

    [Required]
    public string? Base64 { get; init; }

    public static GazesDto Of(ClassMeanGazes gazes) =>
        new() { Classes = gazes.Classes, Height = gazes.Height, Width = gazes.Width, Base64 = gazes.Base64 };

    /// <summary>None where the bytes are not as many as the maps ask for, or are no base64.</summary>
    public ClassMeanGazes ToGazes()
    {
        if (this is not { Classes: > 0 and < 10_000, Height: > 0 and < 10_000, Width: > 0 and < 10_000, Base64: { } text }) return None;
        var bytes = (long)Classes.Value * Height.Value * Width.Value * sizeof(float);
        return bytes <= text.Length && Convert.TryFromBase64String(text, new byte[text.Length], out var written) && written == bytes
            ? new ClassMeanGazes(Classes.Value, Height.Value, Width.Value, text)
            : None;
    }
}
