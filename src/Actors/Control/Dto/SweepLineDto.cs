using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Control.Frames;

namespace ActorGaze.Actors.Control.Dto;

[Description("A sweep in a line.")]
internal sealed record SweepLineDto
{
    [Required]
    public string? Name { get; init; }

    [Required, EnumDataType(typeof(Evaluation))]
    public string? Evaluation { get; init; }

    [Required]
    public int? Runs { get; init; }

    [Required, Description("Runs that have been read from their journals.")]
    public int? Standing { get; init; }

    [Required, Description("Runs by phase.")]
    public IReadOnlyDictionary<string, int?>? Phases { get; init; }

    [Required]
    public int? EpochsDone { get; init; }

    [Required]
    public int? Epochs { get; init; }

    [Required]
    public double? ImagesPerSecond { get; init; }

    [Description("An estimate.")]
    public double? SecondsLeft { get; init; }

    [Required, Description("Every run has ended or stands still, or the sweep was not taken up.")]
    public bool? AtRest { get; init; }

    [Description("Why this engine did not take it up, though the journal knows it; its runs are not told then.")]
    public string? Refusal { get; init; }

    public static void Write(Utf8JsonWriter json, SweepLine line)
    {
        json.WriteStartObject();
        json.Put("name"u8, line.Name);
        json.Put("evaluation"u8, EnumWords.Of(line.Evaluation));
        json.Put("runs"u8, line.Runs);
        json.Put("standing"u8, line.Standing);
        json.WriteStartObject("phases"u8);
        foreach (var (_, text, runs) in line.PhaseCounts()) json.WriteNumber(text, runs);
        json.WriteEndObject();
        json.Put("epochsDone"u8, line.EpochsDone);
        json.Put("epochs"u8, line.Epochs);
        json.Put("imagesPerSecond"u8, line.ImagesPerSecond);
        json.Put("secondsLeft"u8, line.SecondsLeft);
        json.WriteBoolean("atRest"u8, line.AtRest);
        json.Put("refusal"u8, line.Refusal);
        json.WriteEndObject();
    }

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
