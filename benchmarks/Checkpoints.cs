using ActorGaze.Nn.Training;

namespace ActorGaze.Benchmarks;

/// <summary>What saving and resuming cost.</summary>
internal static class Checkpoints
{
    private const string Name = "benchmark.safetensors";

    private static readonly int[] Levels = [2, 5];
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(15);

    public static Table Measure(Material material) => new(
        "A checkpoint: copied, for which training stands still; hashed, synced and renamed beside the training; read, compared with its hash and restored",
        ["level", "MB", "first copy, ms", "later copies, ms", "to reach", "write, ms", "resume, ms", "rounds"],
        [.. Levels.Select(level => Row(level, material))]);

    private static string[] Row(int level, Material material)
    {
        using var pupil = new Pupil(material, level);
        pupil.PlainStep(); // so that Adam has something to remember
        CheckpointRef? saved = null;
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        LearnerCopy? copy = pupil.Learner.Copy();
        var first = System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        var times = Interleaved.Measure(most: 15, Budget, least: 3, Copy, Save, Resume);
        return
        [
            $"{level}", $"{saved!.Bytes / 1e6:0.0}", $"{first:0.0}", $"{Interleaved.Median(times[0].Wall):0.0}", level == 5 ? "≤ 60" : "", $"{Interleaved.Median(times[1].Wall):0}",
            $"{Interleaved.Median(times[2].Wall):0}", $"{times[0].Rounds}",
        ];

        void Copy()
        {
            copy?.Dispose();
            copy = pupil.Learner.Copy();
        }

        void Save()
        {
            copy ??= pupil.Learner.Copy(); // in rounds whose order is reversed

            var (tensors, metadata) = (Checkpoint.Empty.Tensors.ToBuilder(), Checkpoint.Empty.Metadata.ToBuilder());
            copy.Save(tensors, metadata);
            saved = CheckpointFile.Write(material.Folder, Name, new Checkpoint(tensors.ToImmutable(), metadata.ToImmutable()), TrainingPosition.Start);
        }

        void Resume() => pupil.Learner.Restore(CheckpointFile.Read(Path.Combine(material.Folder, Name), saved!.Sha256));
    }
}
