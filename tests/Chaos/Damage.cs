using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn.Randomness;
using ActorGaze.Nn.Training;

namespace ActorGaze.Tests.Chaos;

/// <summary>What a bad night does to a state folder between two lives of an engine; the journal excepted.</summary>
internal sealed class Damage(string state, RandomStream lots)
{
    private const double PerRunAndRound = 0.2;
    private const double Metrics = 0.15;
    private readonly HashSet<string> _damaged = [];
    private readonly StateFolder _folder = new(state);

    /// <summary>Kinds of damage done, and how often.</summary>
    public SortedDictionary<string, int> Done { get; } = new(StringComparer.Ordinal);

    /// <summary>Checkpoints cut or altered: each must be found out, and set aside.</summary>
    public int Checkpoints => _damaged.Count;

    /// <summary>Does some of it, by lot.</summary>
    /// <param name="runs">As the journal has them.</param>
    public void Strike(IReadOnlyList<RunState> runs)
    {
        foreach (var run in runs)
        {
            if (lots.NextDouble() < PerRunAndRound) LeaveStrays(run);
            if (lots.NextDouble() < PerRunAndRound) SpoilNewest(run);
        }

        if (lots.NextDouble() < Metrics) SpoilMetrics();
    }

    /// <summary>A run keeps two checkpoints and more: one of them at a time may be lost. Where both are, the run says so and fails, by design.</summary>
    private void SpoilNewest(RunState run)
    {
        if (run.Ended || run.Checkpoints.Count < 2 || run.Checkpoints.Any(c => _damaged.Contains(PathOf(run, c)))) return;
        var path = PathOf(run, run.Latest!);
        _damaged.Add(path);
        if (lots.NextInt(2) == 0) Cut(path);
        else Flip(path);
    }

    private void Cut(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write);
        file.SetLength((long)(file.Length * lots.NextDouble()));
        Count("checkpoint cut short");
    }

    private void Flip(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        file.Position = (long)((file.Length - 1) * lots.NextDouble());
        var was = file.ReadByte();
        file.Position--;
        file.WriteByte((byte)(was ^ (1 << lots.NextInt(8))));
        Count("bit flipped in a checkpoint");
    }

    private void LeaveStrays(RunState run)
    {
        var folder = _folder.CheckpointsOf(run.Spec!.Id);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, ".e0001-s00000-a1.safetensors.tmp-123"), "half a sa");
        File.WriteAllText(Path.Combine(folder, "e9999-s00000-a1.safetensors"), "of no journal");
        Count("stray files left");
    }

    private void SpoilMetrics()
    {
        foreach (var part in new[] { "-wal", "-shm" }) File.Delete(_folder.Metrics + part);
        if (lots.NextInt(2) == 0)
        {
            File.Delete(_folder.Metrics);
            Count("metrics.db deleted");
        }
        else
        {
            File.WriteAllText(_folder.Metrics, new string('?', 10_000));
            Count("metrics.db garbled");
        }
    }

    private string PathOf(RunState run, CheckpointRef checkpoint) => Path.Combine(_folder.CheckpointsOf(run.Spec!.Id), checkpoint.File);

    private void Count(string what) => Done[what] = Done.GetValueOrDefault(what) + 1;
}
