using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Nn;
using ActorGaze.Nn.Parts;

namespace ActorGaze.Actors.Contracts.Runs;

/// <summary>A run in a few hundred bytes: what listings show of its journal. Its spec and its epochs are not in it.</summary>
/// <param name="SequenceNumber">Of the journal's last event that it tells of; 0 where the run has no journal yet.</param>
/// <param name="SpecKey">Identifies the spec that the run has taken; empty where it has taken none.</param>
public sealed record RunSummary(RunPhase Phase, long SequenceNumber, string SpecKey)
{
    private static readonly RunId NoName = RunId.Known("-");
    private static readonly NetworkSpec AnyOfThePaper = NetworkSpec.OfLevel(1);
    // One for each setting that sweeps share, not for each run.
    private static readonly ConcurrentDictionary<RunSpec, string> SharedKeys = new();

    [ThreadStatic]
    private static SharedKey? _last; // a sweep's runs are looked at one after the other, and to compare is cheaper than to hash

    /// <summary>A run that was never begun: it has no journal yet.</summary>
    public static RunSummary New { get; } = new(RunPhase.Queued, 0, "");

    /// <summary>A run whose journal cannot be read.</summary>
    public static RunSummary Unreadable { get; } = new(RunPhase.Unknown, 0, "");

    public int EpochsDone { get; init; }

    /// <summary>Over the last epoch's training.</summary>
    public double? TrainingLoss { get; init; }

    /// <summary>Cross entropy of the last epoch's evaluation.</summary>
    public double? Loss { get; init; }

    /// <summary>λ of the last epoch.</summary>
    public double? LambdaNow { get; init; }

    public double? Accuracy { get; init; }

    public double? Kappa { get; init; }

    public double? BestKappa { get; init; }

    public double? GazeDeviation { get; init; }

    public int Attempts { get; init; }

    public int FaultsInARow { get; init; }

    /// <summary>Checkpoint files that it keeps.</summary>
    public int Checkpoints { get; init; }

    public string? Device { get; init; }

    /// <summary>Why it stands still or has ended.</summary>
    public string? Reason { get; init; }

    public string? LastFault { get; init; }

    /// <summary>What of its data set is left out, in sentences; null where there is nothing to tell.</summary>
    public string? LeftOut { get; init; }

    /// <summary>Where it went on under facts that give other bits; null where it never did.</summary>
    public string? OtherBits { get; init; }

    public string? WeightsSha256 { get; init; }

    public bool Ended => Phase is RunPhase.Completed or RunPhase.Failed or RunPhase.Cancelled;

    public static RunSummary Of(RunState run, long sequenceNumber)
    {
        var last = run.Epochs.IsEmpty ? null : run.Epochs[^1];
        return new RunSummary(run.Phase, sequenceNumber, run.Spec is null ? "" : KeyOf(run.Spec))
        {
            EpochsDone = run.Epochs.Count,
            TrainingLoss = Finite(last?.Training.CrossEntropy),
            Loss = Finite(last?.Evaluation.CrossEntropy),
            LambdaNow = Finite(last?.GazeWeight),
            Accuracy = Finite(last?.Evaluation.Accuracy),
            Kappa = Finite(last?.Evaluation.Kappa),
            BestKappa = last is null ? null : Finite(run.Epochs.Max(epoch => epoch.Evaluation.Kappa)),
            GazeDeviation = Finite(last?.Evaluation.GazeDeviation),
            Attempts = run.Attempts,
            FaultsInARow = run.FaultsInARow,
            Checkpoints = run.Checkpoints.Count,
            Device = run.Device,
            Reason = run.Reason,
            LastFault = run.LastFault?.Reason,
            LeftOut = run.Images is { } images && ImagesWords.LeftOut(images) is { Count: > 0 } sentences
                ? ReasonText.Joined(sentences)
                : null,
            OtherBits = run.OtherBits,
            WeightsSha256 = run.WeightsSha256,
        };
    }

    /// <summary>Identifies a spec, in this process and in later ones.</summary>
    public static string KeyOf(RunSpec spec)
    {
        var common = spec with
        {
            Id = NoName, Trial = 1, Seed = 1, Network = spec.Network.PaperLevel is null ? spec.Network : AnyOfThePaper, GazeWeight = 0,
        };
        if (_last is not { } last || last.Common != common)
        {
            var key = SharedKeys.GetOrAdd(common, static common =>
                Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(common, Json.Options)).AsSpan(0, 8)));
            _last = last = new(common, key);
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"{last.Key}:{spec.Id.Value}:{spec.Trial}:{spec.Seed}:{spec.Network.PaperLevel}:{spec.GazeWeight:R}");
    }

    /// <summary>Whether the run has taken a spec.</summary>
    public bool HasTaken(RunSpec spec) => SpecKey == KeyOf(spec);

    private sealed record SharedKey(RunSpec Common, string Key);

    private static double? Finite(double? figure) => figure is { } number && double.IsFinite(number) ? number : null;
}
