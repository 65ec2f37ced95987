using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
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

    public static RunLineDto Of(RunLine line) => new()
    {
        Id = line.Id.Value,
        Sweep = line.Sweep,
        Place = line.Place,
        Phase = line.PhaseText,
        Network = line.Network,
        Data = line.Data,
        Lambda = line.Lambda,
        Trial = line.Trial,
        Variant = line.Variant,
        EpochsDone = line.EpochsDone,
        Epochs = line.Epochs,
        Doing = line.Doing,
        Epoch = line.Epoch,
        Step = line.Step,
        StepsPerEpoch = line.StepsPerEpoch,
        ImagesPerSecond = line.ImagesPerSecond,
        SecondsLeft = line.SecondsLeft,
        Memory = line.Memory,
        Loss = line.Loss,
        TrainingLoss = line.TrainingLoss,
        GazeLoss = line.GazeLoss,
        LambdaNow = line.LambdaNow,
        Accuracy = line.Accuracy,
        Kappa = line.Kappa,
        BestKappa = line.BestKappa,
        GazeDeviation = line.GazeDeviation,
        Attempts = line.Attempts,
        FaultsInARow = line.FaultsInARow,
        Device = line.Device,
        Waiting = WaitingDto.Of(line.Waiting),
        Reason = line.Reason,
        LeftOut = line.LeftOut,
        OtherBits = line.OtherBits,
    };

    /// <summary>A line without a run cannot be shown, and is left out.</summary>
    public static ImmutableArray<RunLine> ToLines(IEnumerable<RunLineDto?>? lines) =>
        [.. (lines ?? []).Where(line => line?.Id is { Length: > 0 }).Select(line => line!.ToLine())];

    private RunLine ToLine()
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
