using System.Text.Json.Serialization;

namespace ActorGaze.Nn.Training;

/// <summary>How far a run has come: whole epochs done, and steps into the one after them.</summary>
/// <param name="EpochsDone">Completed epochs, evaluation included; 0 at the start.</param>
/// <param name="StepsIntoNext">Applied steps of the following epoch; 0 at an epoch's end.</param>
public sealed record TrainingPosition(int EpochsDone, int StepsIntoNext)
{
    public static TrainingPosition Start { get; } = new(0, 0);

    /// <summary>Greater than 0 where this is further than the other.</summary>
    public int CompareTo(TrainingPosition? other) =>
        other is null ? 1 : (EpochsDone, StepsIntoNext).CompareTo((other.EpochsDone, other.StepsIntoNext));

    public override string ToString() => StepsIntoNext == 0 ? $"end of epoch {EpochsDone}" : $"epoch {EpochsDone + 1} step {StepsIntoNext}";
}

/// <summary>Names one checkpoint on disk, and what its bytes must hash to.</summary>
/// <param name="File">File name inside the run's checkpoint folder.</param>
/// <param name="Sha256">Of the whole file, lower-case hex.</param>
/// <param name="WeightsSha256">Of the network's weights and buffers alone, lower-case hex: equal for equal networks.</param>
/// <param name="Bytes">Length of the file.</param>
/// <param name="At">Where training stood.</param>
public sealed record CheckpointRef(string File, string Sha256, string WeightsSha256, long Bytes, TrainingPosition At)
{
    /// <summary>What the bits of the training that made it depended on; null where an older version made it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public BitFacts? Bits { get; init; }
}
