using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;
using ActorGaze.Nn.Data.Store;
using ActorGaze.Nn.Training;

namespace ActorGaze.Actors.Crews;

/// <summary>One part of a checkpoint, as it was saved and as it came out again.</summary>
/// <param name="Part">weights, adam or sgd, means, generators, metadata or metrics.</param>
/// <param name="Difference">The first key that differs; null where none does.</param>
public sealed record VerifiedPart(string Part, bool Same, string? Difference);

/// <summary>What training again between two checkpoints came to.</summary>
/// <param name="From">Null: from nothing.</param>
/// <param name="Here">What the bits depend on here; <see cref="CheckpointRef.Bits"/> of <paramref name="Against"/> has what they depended
/// on.</param>
public sealed record VerificationResult(
    RunId Run, CheckpointRef? From, CheckpointRef Against, string Device, IReadOnlyList<VerifiedPart> Parts, BitFacts Here)
{
    /// <summary>
    /// In words, what differs between here and where the checkpoint was made; empty where nothing does, or where that was not written down.
    /// </summary>
    public IReadOnlyList<string> OtherFacts => Against.Bits?.Differences(Here) ?? [];

    public bool Same => Parts.All(part => part.Same);
}

/// <summary>Trains a stretch of a run again, without an engine, and compares everything with what the run saved.</summary>
public static class Verification
{
    /// <summary>A part that is optional is one of several, of which a checkpoint has one.</summary>
    private static readonly (string Part, string Prefix, bool IsOptional)[] TensorParts =
        [("weights", Checkpoint.WeightsPrefix, false), ("adam", "adam.", true), ("sgd", "sgd.", true), ("means", "cams.", false),
            ("generators", "", false)];

    /// <param name="state">The run, as its journal tells it.</param>
    /// <param name="from">File name of a kept checkpoint, <c>start</c>, or null: the newest but one, or the start where there is only
    /// one.</param>
    /// <param name="device">Where to train.</param>
    /// <param name="progress">Told where training stands after every step.</param>
    /// <exception cref="InvalidInputException">There is nothing to compare with, or no such checkpoint.</exception>
    /// <exception cref="DamagedCheckpointException">A checkpoint is not what its hash says.</exception>
    public static VerificationResult Run(
        StateFolder folder, RunState state, string? from, string device,
        IProgress<TrainingPosition>? progress = null, CancellationToken cancel = default, ExportSource? export = null) =>
        Run(folder, state, from, device, setup => setup, progress, cancel, export);

    internal static VerificationResult Run(
        StateFolder folder, RunState state, string? from, string device, Func<TrainingSetup, TrainingSetup> with,
        IProgress<TrainingPosition>? progress = null,
        CancellationToken cancel = default, ExportSource? export = null)
    {
        var spec = state.Spec!;
        var (start, against) = Stretch(state, from);
        using var cache = CacheToRead.Of(folder.Cache);
        var wanted = RunImages.Of(spec) with { Pinned = state.Images, FirstDecoded = state.Images is null };
        var images = ImagesPreparation.Run(wanted, cache.Folder, null, null, cancel, export);
        using var store = ImageStore.Open(images.StoreFile);
        var scratch = Directory.CreateTempSubdirectory("actorgaze-verify-").FullName;
        try
        {
            var setup = new TrainingSetup(spec, store, folder.CheckpointsOf(spec.Id))
            {
                Device = device,
                From = start,
                SaveTo = scratch,
                AcceptedPlugin = state.AcceptedPlugin,
            };
            using var loop = TrainingLoop.Open(with(setup));
            EpochMetrics? metrics = null;
            while (loop.Position != against.At)
            {
                cancel.ThrowIfCancellationRequested();
                if (loop.Position.EpochsDone > against.At.EpochsDone) throw new InvalidInputException(
                    $"{spec.Id}: {against.File} lies before {start?.File ?? "the start"}.");
                using var batch = loop.MakeBatch();
                metrics = loop.Advance(batch) is LoopResult.EpochClosed closed ? closed.Metrics : metrics;
                progress?.Report(loop.Position);
            }

            var made = loop.Save();
            return new VerificationResult(spec.Id, start, against, device, [.. Compare(
                CheckpointFile.Read(Path.Combine(folder.CheckpointsOf(spec.Id), against.File), against.Sha256),
                CheckpointFile.Read(Path.Combine(scratch, made.File), made.Sha256),
                [store.ContentKey, .. store.OlderKeys]),
                .. Metrics(state, against, metrics)], loop.Facts);
        }
        catch (InvalidDataException damaged)
        {
            throw new InvalidInputException($"{damaged.Message} The next 'verify' does that.", damaged);
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private static (CheckpointRef? Start, CheckpointRef Against) Stretch(RunState state, string? from)
    {
        if (state.Latest is not { } newest) throw new InvalidInputException($"{state.Spec!.Id} has no checkpoint yet to compare with.");
        var start = from switch
        {
            null => state.Checkpoints.Count > 1 ? state.Checkpoints[^2] : null,
            "start" => null,
            _ => state.Checkpoints.Find(c => c.File == from)
                ?? throw new InvalidInputException($"{state.Spec!.Id}: found '{from}'; allowed: start, "
                    + $"{string.Join(", ", state.Checkpoints.SkipLast(1).Select(c => c.File))}."),
        };
        return start == newest
            ? throw new InvalidInputException($"{from} is the newest checkpoint; there is none after it to compare with.")
            : (start, newest);
    }

    private static IEnumerable<VerifiedPart> Compare(Checkpoint saved, Checkpoint made, IReadOnlyCollection<string> images)
    {
        var seen = new HashSet<string>();
        foreach (var (part, prefix, isOptional) in TensorParts)
        {
            var keys = saved.Tensors.Keys.Union(made.Tensors.Keys)
                .Where(key => key.StartsWith(prefix, StringComparison.Ordinal) && seen.Add(key)).Order(StringComparer.Ordinal).ToArray();
            if (isOptional && keys.Length == 0) continue;
            yield return Part(
                part, keys.FirstOrDefault(key => !Equal(saved.Tensors.GetValueOrDefault(key), made.Tensors.GetValueOrDefault(key))));
        }

        var texts = saved.Metadata.Keys.Union(made.Metadata.Keys).Order(StringComparer.Ordinal);
        yield return Part("metadata", texts.FirstOrDefault(key =>
            !LoopCheckpoint.SaysTheSame(key, saved.Metadata.GetValueOrDefault(key), made.Metadata.GetValueOrDefault(key), images)));
    }

    private static IEnumerable<VerifiedPart> Metrics(RunState state, CheckpointRef against, EpochMetrics? metrics) =>
        against.At.StepsIntoNext == 0 && metrics is not null
            ? [Part("metrics", metrics == state.Epochs[against.At.EpochsDone - 1] ? null : $"epoch {metrics.Epoch}")]
            : [];

    private static VerifiedPart Part(string part, string? difference) => new(part, difference is null, difference);

    private static bool Equal(CheckpointTensor? a, CheckpointTensor? b) =>
        a is not null && b is not null && a.DType == b.DType && a.Shape.SequenceEqual(b.Shape) && a.Data.AsSpan().SequenceEqual(b.Data);
}
