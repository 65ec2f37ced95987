using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using ActorGaze.Actors.Persistence;
using ActorGaze.Actors.Runs;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Training;

namespace ActorGaze.Actors.Crews;

/// <summary>What a checkpoint holds besides the learner's own tensors.</summary>
internal sealed record TraineeState(RunSpec Spec, TrainingPosition At, EpochTally Tally, PlateauState Plateau, MovingClassMeans Means);

/// <summary>How a trainee lies in a checkpoint: <c>model.*</c>, <c>adam.*</c> and generators by the learner, <c>cams.mean.*</c> and the metadata here.</summary>
internal static class TraineeCheckpoint
{
    private const string Format = "actorgaze-checkpoint/1";
    private const string MeanPrefix = "cams.mean.";

    public static Checkpoint Of(Learner learner, TraineeState state)
    {
        var tensors = Checkpoint.Empty.Tensors.ToBuilder();
        var metadata = Checkpoint.Empty.Metadata.ToBuilder();
        learner.Save(tensors, metadata);

        for (var c = 0; c < state.Means.Classes; c++)
        {
            if (!state.Means.Knows(c)) continue;
            var bytes = MemoryMarshal.AsBytes(state.Means.Means[c].AsSpan()).ToArray();
            tensors[FormattableString.Invariant($"{MeanPrefix}{c}")] = new CheckpointTensor("F64", [state.Means.Means[c].Length], bytes);
        }

        metadata["format"] = Format;
        metadata["run"] = state.Spec.Id.Value;
        metadata["spec"] = JsonSerializer.Serialize(state.Spec, Json.Options);
        metadata["spec-bits-sha256"] = state.Spec.BitsHash();
        metadata["position"] = JsonSerializer.Serialize(state.At, Json.Options);
        metadata["epoch-so-far"] = JsonSerializer.Serialize(state.Tally, Json.Options);
        metadata["plateau"] = JsonSerializer.Serialize(state.Plateau, Json.Options);
        metadata["threads"] = state.Spec.Threads.ToString(CultureInfo.InvariantCulture);
        metadata["libtorch"] = TorchSharp.torch.__version__;
        return new Checkpoint(tensors.ToImmutable(), metadata.ToImmutable());
    }

    /// <exception cref="DamagedCheckpointException">It is not one of ours, or of another spec.</exception>
    public static TraineeState Read(Checkpoint checkpoint, RunSpec spec, MovingClassMeans empty, string file)
    {
        try
        {
            var metadata = checkpoint.Metadata;
            if (metadata["format"] != Format) throw new FormatException($"its format is '{metadata["format"]}', not '{Format}'");
            if (metadata["spec-bits-sha256"] != spec.BitsHash()) throw new FormatException("it belongs to a run with other settings");

            var means = Enumerable.Range(0, empty.Classes)
                .Select(c => checkpoint.Tensors.TryGetValue(FormattableString.Invariant($"{MeanPrefix}{c}"), out var mean)
                    ? ImmutableCollectionsMarshal.AsImmutableArray(MemoryMarshal.Cast<byte, double>(mean.Data).ToArray())
                    : []);
            return new TraineeState(
                spec,
                Parse<TrainingPosition>(metadata["position"]),
                Parse<EpochTally>(metadata["epoch-so-far"]),
                Parse<PlateauState>(metadata["plateau"]),
                empty with { Means = [.. means] });
        }
        catch (Exception e) when (e is KeyNotFoundException or JsonException or FormatException)
        {
            throw new DamagedCheckpointException(file, e.Message, e);
        }
    }

    private static T Parse<T>(string json) => JsonSerializer.Deserialize<T>(json, Json.Options) ?? throw new FormatException($"it has no {typeof(T).Name}");
}
