using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Nn;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Parts;
using ActorGaze.Nn.Training;

namespace ActorGaze.Actors.Crews;

/// <summary>What a checkpoint holds besides the learner's own tensors.</summary>
/// <param name="Images">The data set's content key.</param>
/// <param name="History">The figures of the epochs done.</param>
/// <param name="Facts">What the bits depended on; null in checkpoints of versions that did not write it.</param>
internal sealed record LoopState(
    RunSpec Spec, string Images, TrainingPosition At, EpochTally Tally, PlateauState Plateau, MovingClassMeans Means, EpochHistory History,
    BitFacts? Facts)
{
    /// <summary>Null in checkpoints of versions that did not write it.</summary>
    public BuiltNetwork? Network { get; init; }
}

/// <summary>The network as its code made it, before it learned anything.</summary>
/// <param name="FirstWeights">See <see cref="Learner.FirstWeights"/>.</param>
/// <param name="Plugin">SHA-256 of the assembly that brought it; null where the program has it.</param>
internal sealed record BuiltNetwork(string FirstWeights, string? Plugin)
{
    /// <summary>Why a checkpoint of this network cannot be gone on from with another; null where it can.</summary>
    /// <param name="sameFacts">Whether both were built where equal code gives equal bits.</param>
    public string? Objection(BuiltNetwork here, bool sameFacts) => !sameFacts || Plugin != here.Plugin || FirstWeights == here.FirstWeights
        ? null
        : "the network changes between two starts: with the same seed it had other layers or other first weights when the run began "
            + $"(fingerprint {PluginRef.Short(FirstWeights)} then, "
          + $"{PluginRef.Short(here.FirstWeights)} now). It uses a clock, Random, Guid or hash code, or a file that has changed. "
          + "'actorgaze parts check network' finds which weights.";
}

/// <summary>
/// How a training loop is stored in a checkpoint: <c>model.*</c>, <c>adam.*</c> and generators by the learner, <c>cams.mean.*</c> and the
/// metadata here.
/// </summary>
internal static class LoopCheckpoint
{
    private const string Format = "actorgaze-checkpoint/1";
    private const string MeanPrefix = "cams.mean.";
    private const string SpecKey = "spec";
    private const string SpecHashKey = "spec-bits-sha256";
    private const string ImagesKey = "images-sha256";
    private const string HistoryKey = "epochs";
    private const string ContentKey = "content-sha256";
    private const string FactsKey = "bits";
    private const string LibTorchKey = "libtorch";
    private const string NetworkKey = "network";

    public static Checkpoint Of(LearnerCopy learner, LoopState state)
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
        metadata[SpecKey] = JsonSerializer.Serialize(state.Spec, Json.Options);
        metadata[SpecHashKey] = state.Spec.BitsHash();
        metadata[ImagesKey] = state.Images;
        metadata["position"] = JsonSerializer.Serialize(state.At, Json.Options);
        metadata[HistoryKey] = state.History.ToJson();
        metadata["epoch-so-far"] = JsonSerializer.Serialize(state.Tally, Json.Options);
        metadata["plateau"] = JsonSerializer.Serialize(state.Plateau, Json.Options);
        metadata["threads"] = state.Spec.Threads.ToString(CultureInfo.InvariantCulture);
        metadata[LibTorchKey] = TorchSharp.torch.__version__;
        if (state.Facts is not null) metadata[FactsKey] = JsonSerializer.Serialize(state.Facts, Json.Options);
        if (state.Network is not null) metadata[NetworkKey] = JsonSerializer.Serialize(state.Network, Json.Options);
        var content = new Checkpoint(tensors.ToImmutable(), metadata.ToImmutable());
        return content with { Metadata = content.Metadata.SetItem(ContentKey, content.ContentSha256(ContentKey)) };
    }

    /// <summary>What a checkpoint says of itself.</summary>
    /// <param name="sha256">Of the whole file.</param>
    /// <exception cref="DamagedCheckpointException">It is not what was saved.</exception>
    /// <exception cref="InvalidInputException">It is no checkpoint that this version can read.</exception>
    public static CheckpointDescription Describe(Checkpoint checkpoint, string path, string sha256, long bytes)
    {
        try
        {
            var metadata = checkpoint.Metadata;
            if (metadata["format"] != Format) throw new FormatException($"its format is '{metadata["format"]}', not '{Format}'");
            var content = metadata.GetValueOrDefault(ContentKey);
            if (content is not null && content != checkpoint.ContentSha256(ContentKey))
                throw new DamagedCheckpointException(path, "what is in it is not what was saved");
            var name = new CheckpointRef(Path.GetFileName(path), sha256, checkpoint.WeightsSha256(), bytes,
                Parse<TrainingPosition>(metadata["position"])) { Bits = FactsIn(metadata) };
            return new CheckpointDescription(
                name, metadata.GetValueOrDefault("run"), Parse<RunSpec>(metadata[SpecKey]), metadata.GetValueOrDefault(ImagesKey),
                EpochHistory.Parse(metadata.GetValueOrDefault(HistoryKey)), content is not null);
        }
        catch (Exception e) when (e is KeyNotFoundException or JsonException or FormatException or ArgumentException)
        {
            throw new InvalidInputException($"{path} is whole, but not a checkpoint that this version can read: {e.Message}", e);
        }
    }

    /// <summary>What a whole checkpoint says; whatever is wrong with it no older checkpoint would mend.</summary>
    /// <param name="images">The content key of the images that are opened.</param>
    /// <param name="olderImages">Content keys that the first versions gave these images.</param>
    /// <exception cref="InvalidInputException">It is not one of ours, or was made with other settings or other images.</exception>
    public static LoopState Read(
        Checkpoint checkpoint, RunSpec spec, string images, MovingClassMeans empty, string file, IReadOnlyCollection<string>? olderImages =
            null)
    {
        try
        {
            var metadata = checkpoint.Metadata;
            if (metadata["format"] != Format) throw new FormatException($"its format is '{metadata["format"]}', not '{Format}'");
            if (Extension.Differences(Parse<RunSpec>(metadata[SpecKey]).ForBits(), spec.ForBits()) is { Count: > 0 } differing)
                throw new InvalidInputException($"{file} was made with other settings: {string.Join("; ", differing)}. Put the old ones "
                    + "back, or let 'retry --from-start' begin again.");
            if (metadata.GetValueOrDefault(ImagesKey, images) is var learned && learned != images && olderImages?.Contains(learned) != true)
                throw new InvalidInputException(
                    $"The images of {spec.Data} are not those that {spec.Id} has learned from (content {learned[..12]} before, "
                    + $"{images[..12]} now). Put the old ones back, or let 'retry --from-start' begin again.");

            var means = Enumerable.Range(0, empty.Classes)
                .Select(c => checkpoint.Tensors.TryGetValue(FormattableString.Invariant($"{MeanPrefix}{c}"), out var mean)
                    ? ImmutableCollectionsMarshal.AsImmutableArray(MemoryMarshal.Cast<byte, double>(mean.Data).ToArray())
                    : []);
            return new LoopState(
                spec,
                images,
                Parse<TrainingPosition>(metadata["position"]),
                Parse<EpochTally>(metadata["epoch-so-far"]),
                Parse<PlateauState>(metadata["plateau"]),
                empty with { Means = [.. means] },
                EpochHistory.Parse(metadata.GetValueOrDefault(HistoryKey)),
                FactsIn(metadata))
            {
                Network = metadata.TryGetValue(NetworkKey, out var network) ? Parse<BuiltNetwork>(network) : null,
            };
        }
        catch (Exception e) when (e is KeyNotFoundException or JsonException or FormatException)
        {
            throw new InvalidInputException(
                $"{file} is whole, but not a checkpoint that this version can read: {e.Message}. It was left as it is.", e);
        }
    }

    /// <summary>
    /// Whether two texts under one key tell of the same training: as texts, or, where they are specs, by what decides the bits.
    /// </summary>
    /// <param name="images">All content keys that the images have or had.</param>
    public static bool SaysTheSame(string key, string? one, string? other, IReadOnlyCollection<string> images) => (key, one, other) switch
    {
        (SpecKey, { } a, { } b) => Parse<RunSpec>(a).ForBits() == Parse<RunSpec>(b).ForBits(),
        (SpecHashKey, _, _) => true, // the spec itself is compared
        (ImagesKey, null, _) => true, // the first versions did not write it
        (FactsKey or LibTorchKey, _, _) => true, // told beside the comparison
        (NetworkKey, null, _) => true, // older versions did not write it
        (HistoryKey, _, _) => EpochHistory.Agree(one, other),
        (ContentKey, _, _) => true, // what it is a hash of is compared
        (ImagesKey, { } a, { } b) when images.Contains(a) && images.Contains(b) => true,
        _ => one == other,
    };

    private static BitFacts? FactsIn(ImmutableSortedDictionary<string, string> metadata) =>
        metadata.TryGetValue(FactsKey, out var facts) ? Parse<BitFacts>(facts) : null;

    private static T Parse<T>(string json) =>
        JsonSerializer.Deserialize<T>(json, Json.Options) ?? throw new FormatException($"it has no {typeof(T).Name}");
}
