using System.Collections.Immutable;
using System.Text.Json;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Training;

namespace ActorGaze.Actors.Contracts.Runs;

/// <summary>The figures of the epochs that led to a checkpoint. They lie in it, for when the journal that knew them is lost.</summary>
/// <param name="Epochs">One after another, up to the last one done. The first may be later than epoch 1: older versions kept none.</param>
internal sealed record EpochHistory(ImmutableList<EpochMetrics> Epochs)
{
    /// <summary>
    /// Class mean gazes are the greater part of an epoch, and only screens show them. Beyond this, older ones are left out.
    /// </summary>
    public const int MostGazeBytes = 1 << 20;

    /// <summary>A checkpoint's header has a limit of its own, a hundred megabytes.</summary>
    public const int MostFigureBytes = 16 << 20;

    private const int FigureBytes = 900; // an epoch's figures as text, without its confusion matrix and gazes
    private const int BytesPerCount = 6;
    private static readonly ClassMeanGazes NoGazes = new(0, 0, 0, "");

    public static EpochHistory Empty { get; } = new(ImmutableList<EpochMetrics>.Empty);

    /// <summary>About as many bytes as so many epochs take in a checkpoint.</summary>
    public static long BytesOf(int epochs, int classes, int cells)
    {
        var gazes = (long)classes * cells * sizeof(float) * 4 / 3; // base64
        var figures = FigureBytes + (classes * classes * BytesPerCount);
        return Math.Min(epochs * gazes, MostGazeBytes) + Math.Min((long)epochs * figures, MostFigureBytes);
    }

    /// <summary>With one more epoch; without the oldest gazes, and then the oldest epochs, where it would become too large.</summary>
    public EpochHistory With(EpochMetrics epoch)
    {
        var all = Epochs.Add(epoch);
        var kept = new List<EpochMetrics>(all.Count);
        var (gazes, figures) = (0L, 0L);
        foreach (var one in all.Reverse())
        {
            gazes += one.Evaluation.Gazes.Base64.Length;
            figures += FigureBytes + ConfusionJson.BytesOf(one.Evaluation.Confusion);
            if (figures > MostFigureBytes && kept.Count > 0) break;
            kept.Add(gazes > MostGazeBytes && kept.Count > 0 ? WithoutGazes(one) : one);
        }

        kept.Reverse();
        return new EpochHistory([.. kept]);
    }

    public string ToJson() => JsonSerializer.Serialize(Epochs, Json.Kept);

    /// <exception cref="JsonException">It is no list of epochs.</exception>
    /// <exception cref="FormatException">The epochs do not follow one another.</exception>
    public static EpochHistory Parse(string? json)
    {
        if (json is null) return Empty;
        var epochs = JsonSerializer.Deserialize<ImmutableList<EpochMetrics>>(json, Json.Kept) ?? [];
        return Follow(epochs) ? new EpochHistory(epochs) : throw new FormatException("its epochs do not follow one another");
    }

    /// <summary>Whether each epoch comes right after the one before it.</summary>
    public static bool Follow(IReadOnlyList<EpochMetrics> epochs) =>
        epochs.Count == 0
            || (epochs[0].Epoch >= 1 && epochs.Select(e => e.Epoch).SequenceEqual(Enumerable.Range(epochs[0].Epoch, epochs.Count)));

    /// <summary>Whether two epochs have the same figures, to the bit; gazes count where both have them.</summary>
    public static bool SameFigures(EpochMetrics one, EpochMetrics other) =>
        one.Evaluation.Gazes.Classes == 0 || other.Evaluation.Gazes.Classes == 0 ? WithoutGazes(one) == WithoutGazes(other) : one == other;

    /// <summary>Whether two histories, as texts, agree on every epoch that both have.</summary>
    public static bool Agree(string? one, string? other)
    {
        if (one == other || one is null || other is null) return true; // older versions wrote none
        var others = Parse(other).Epochs.ToDictionary(e => e.Epoch);
        return Parse(one).Epochs.All(e => !others.TryGetValue(e.Epoch, out var same) || SameFigures(e, same));
    }

    public static EpochMetrics WithoutGazes(EpochMetrics epoch) => epoch with { Evaluation = epoch.Evaluation with { Gazes = NoGazes } };
}
