using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Control.Frames;

namespace ActorGaze.Actors.Control.Dto;

[Description("A run in a line. Figures are of the last completed epoch; those of a crew at work are left out where there is none.")]
internal sealed record RunLineDto
{
    [Required]
    public string? Id { get; init; }

    [Required]
    public string? Sweep { get; init; }

    [Required, Description("In the sweep's plan, from 0.")]
    public int? Place { get; init; }

    [Required, EnumDataType(typeof(RunPhase))]
    public string? Phase { get; init; }

    [Required, Description("Its name.")]
    public string? Network { get; init; }

    [Required]
    public string? Data { get; init; }

    [Required, Description("λ₀.")]
    public double? Lambda { get; init; }

    [Required]
    public int? Trial { get; init; }

    [Required]
    public string? Variant { get; init; }

    [Required]
    public int? EpochsDone { get; init; }

    [Required]
    public int? Epochs { get; init; }

    [Description("training, evaluating …")]
    public string? Doing { get; init; }

    [Description("In progress, from 1.")]
    public int? Epoch { get; init; }

    public int? Step { get; init; }

    public int? StepsPerEpoch { get; init; }

    public double? ImagesPerSecond { get; init; }

    public double? SecondsLeft { get; init; }

    [Description("The most bytes that its worker process has held at once.")]
    public long? Memory { get; init; }

    [Description("Cross entropy of the last steps, or of the last epoch's evaluation.")]
    public double? Loss { get; init; }

    [Description("Cross entropy over the last epoch's training.")]
    public double? TrainingLoss { get; init; }

    [Description("Before λ.")]
    public double? GazeLoss { get; init; }

    [Description("The curriculum's λ.")]
    public double? LambdaNow { get; init; }

    public double? Accuracy { get; init; }

    public double? Kappa { get; init; }

    public double? BestKappa { get; init; }

    public double? GazeDeviation { get; init; }

    [Required, Description("Crews started so far.")]
    public int? Attempts { get; init; }

    [Required]
    public int? FaultsInARow { get; init; }

    public string? Device { get; init; }

    public WaitingDto? Waiting { get; init; }

    [Description("Why it stands still, waits after a fault, or has ended; or why it did not take what its sweep asks for.")]
    public string? Reason { get; init; }

    [Description("What of its data set is left out, and what else is to be known of it.")]
    public string? LeftOut { get; init; }

    [Description("In words, where it went on under facts that give other bits.")]
    public string? OtherBits { get; init; }

    public static void Write(Utf8JsonWriter json, RunLine line)
    {
        json.WriteStartObject();
        json.Put("id"u8, line.Id.Value);
        json.Put("sweep"u8, line.Sweep);
        json.Put("place"u8, line.Place);
        json.Put("phase"u8, line.PhaseText);
        json.Put("network"u8, line.Network);
        json.Put("data"u8, line.Data);
        json.Put("lambda"u8, line.Lambda);
        json.Put("trial"u8, line.Trial);
        json.Put("variant"u8, line.Variant);
        json.Put("epochsDone"u8, line.EpochsDone);
        json.Put("epochs"u8, line.Epochs);
        json.Put("doing"u8, line.Doing);
        json.Put("epoch"u8, line.Epoch);
        json.Put("step"u8, line.Step);
        json.Put("stepsPerEpoch"u8, line.StepsPerEpoch);
        json.Put("imagesPerSecond"u8, line.ImagesPerSecond);
        json.Put("secondsLeft"u8, line.SecondsLeft);
        json.Put("memory"u8, line.Memory);
        json.Put("loss"u8, line.Loss);
        json.Put("trainingLoss"u8, line.TrainingLoss);
        json.Put("gazeLoss"u8, line.GazeLoss);
        json.Put("lambdaNow"u8, line.LambdaNow);
        json.Put("accuracy"u8, line.Accuracy);
        json.Put("kappa"u8, line.Kappa);
        json.Put("bestKappa"u8, line.BestKappa);
        json.Put("gazeDeviation"u8, line.GazeDeviation);
        json.Put("attempts"u8, line.Attempts);
        json.Put("faultsInARow"u8, line.FaultsInARow);
        json.Put("device"u8, line.Device);
        if (line.Waiting is { } waiting)
        {
            json.WritePropertyName("waiting"u8);
            WaitingDto.Write(json, waiting);
        }

        json.Put("reason"u8, line.Reason);
        json.Put("leftOut"u8, line.LeftOut);
        json.Put("otherBits"u8, line.OtherBits);
        json.WriteEndObject();
    }

    /// <summary>A line without a run cannot be shown, and is left out.</summary>
    public static ImmutableArray<RunLine> ToLines(IEnumerable<RunLineDto?>? lines) =>
        [.. (lines ?? []).Where(line => line?.Id is { Length: > 0 }).Select(line => line!.ToLine())];

    public RunLine ToLine()
    {
        var phase = EnumWords.Known<RunPhase>(Phase);
        return new RunLine(RunId.Known(Id!), Sweep ?? "", Place ?? 0, phase ?? RunPhase.Unknown)
        {
            OtherPhase = phase is null ? Phase : null,
            Network = Network ?? "",
            Data = Data ?? "",
            Lambda = Lambda ?? 0,
            Trial = Trial ?? 0,
            Variant = Variant ?? "",
            EpochsDone = EpochsDone ?? 0,
            Epochs = Epochs ?? 0,
            Doing = Doing,
            Epoch = Epoch,
            Step = Step,
            StepsPerEpoch = StepsPerEpoch,
            ImagesPerSecond = ImagesPerSecond,
            SecondsLeft = SecondsLeft,
            Memory = Memory,
            Loss = Loss,
            TrainingLoss = TrainingLoss,
            GazeLoss = GazeLoss,
            LambdaNow = LambdaNow,
            Accuracy = Accuracy,
            Kappa = Kappa,
            BestKappa = BestKappa,
            GazeDeviation = GazeDeviation,
            Attempts = Attempts ?? 0,
            FaultsInARow = FaultsInARow ?? 0,
            Device = Device,
            Waiting = Waiting?.ToWaiting(),
            Reason = Reason,
            LeftOut = LeftOut,
            OtherBits = OtherBits,
        };
    }
}
