using System.Collections.Immutable;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Control.Frames;

namespace ActorGaze.Actors.Control.Dto;

/// <summary>A sweep in a line.</summary>
internal sealed record SweepLineDto
{
    public string? Name { get; init; }

    public string? Evaluation { get; init; }

    public int? Runs { get; init; }

    public int? Standing { get; init; }

    public IReadOnlyDictionary<string, int?>? Phases { get; init; }

    public int? EpochsDone { get; init; }

    public int? Epochs { get; init; }

    public double? ImagesPerSecond { get; init; }

    public double? SecondsLeft { get; init; }

    public bool? AtRest { get; init; }

    /// <summary>Why this engine did not take it up.</summary>
    public string? Refusal { get; init; }

    public static SweepLineDto Of(SweepLine line) => new()
    {
        Name = line.Name,
        Evaluation = EnumWords.Of(line.Evaluation),
        Runs = line.Runs,
        Standing = line.Standing,
        Phases = line.PhaseCounts().ToDictionary(count => count.Text, count => (int?)count.Runs),
        EpochsDone = line.EpochsDone,
        Epochs = line.Epochs,
        ImagesPerSecond = line.ImagesPerSecond,
        SecondsLeft = line.SecondsLeft,
        AtRest = line.AtRest,
        Refusal = line.Refusal,
    };

    /// <summary>A line without a name cannot be shown, and is left out.</summary>
    public static ImmutableArray<SweepLine> ToLines(IEnumerable<SweepLineDto?>? lines) =>
        [.. (lines ?? []).Where(line => line?.Name is { Length: > 0 }).Select(line => line!.ToLine())];

    private SweepLine ToLine()
    {
        var phases = (Phases ?? new Dictionary<string, int?>())
            .Select(pair => (Word: pair.Key, Phase: EnumWords.Known<RunPhase>(pair.Key), Count: pair.Value ?? 0)).ToList();
        return new SweepLine(
            Name!, EnumWords.Known<Evaluation>(Evaluation) ?? default, Runs ?? 0, Standing ?? 0,
            phases.Where(p => p.Phase is not null).ToImmutableSortedDictionary(p => p.Phase!.Value, p => p.Count),
            EpochsDone ?? 0, Epochs ?? 0, ImagesPerSecond ?? 0, SecondsLeft, AtRest ?? false)
        {
            Refusal = Refusal,
            OtherPhases = phases.Where(p => p.Phase is null).ToImmutableSortedDictionary(p => p.Word, p => p.Count, StringComparer.Ordinal),
        };
    }
}

/// <summary>A run in a line.</summary>
internal sealed record RunLineDto
{
    public string? Id { get; init; }

    public string? Sweep { get; init; }

    public int? Place { get; init; }

    public string? Phase { get; init; }

    public int? Level { get; init; }

    public string? Data { get; init; }

    public double? Lambda { get; init; }

    public int? Trial { get; init; }

    public string? Variant { get; init; }

    public int? EpochsDone { get; init; }

    public int? Epochs { get; init; }

    public string? Doing { get; init; }

    public int? Epoch { get; init; }

    public int? Step { get; init; }

    public int? StepsPerEpoch { get; init; }

    public double? ImagesPerSecond { get; init; }

    public double? SecondsLeft { get; init; }

    public double? Loss { get; init; }

    public double? TrainingLoss { get; init; }

    public double? GazeLoss { get; init; }

    public double? LambdaNow { get; init; }

    public double? Accuracy { get; init; }

    public double? Kappa { get; init; }

    public double? BestKappa { get; init; }

    public double? GazeDeviation { get; init; }

    public int? Attempts { get; init; }

    public int? FaultsInARow { get; init; }

    public string? Device { get; init; }

    public string? Waiting { get; init; }

    /// <summary>A word: which kind of thing it waits for.</summary>
    public string? WaitsFor { get; init; }

    public string? ImagesDone { get; init; }

    public string? Reason { get; init; }

    public string? LeftOut { get; init; }

    /// <summary>Where it went on under facts that give other bits.</summary>
    public string? OtherBits { get; init; }

    public static RunLineDto Of(RunLine line) => new()
    {
        Id = line.Id.Value,
        Sweep = line.Sweep,
        Place = line.Place,
        Phase = line.PhaseText,
        Level = line.Level,
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
        Waiting = line.Waiting,
        WaitsFor = line.WaitsFor is { } kind ? EnumWords.Of(kind) : null,
        ImagesDone = line.ImagesDone,
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
            Level = Level ?? 0,
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
            Waiting = Waiting,
            WaitsFor = EnumWords.Known<WaitKind>(WaitsFor),
            ImagesDone = ImagesDone,
            Reason = Reason,
            LeftOut = LeftOut,
            OtherBits = OtherBits,
        };
    }
}
