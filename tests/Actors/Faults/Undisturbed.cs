using System.Collections.Concurrent;
using System.Text.Json;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Engine;
using ActorGaze.Actors.Persistence;
using ActorGaze.Nn.Data.Phantoms;
using ActorGaze.Tests.Actors.Faults;

[assembly: AssemblyFixture(typeof(Undisturbed))]

namespace ActorGaze.Tests.Actors.Faults;

/// <summary>Images for every test here, and what a run comes to that nothing happened to.</summary>
public sealed class Undisturbed : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("undisturbed-").FullName;
    private readonly ConcurrentDictionary<RunSpec, Lazy<Task<RunState>>> _ends = [];
    private readonly Lazy<string> _data;

    public Undisturbed() => _data = new Lazy<string>(() =>
    {
        var data = Path.Combine(_folder, "data");
        PhantomFolder.Write(data, new PhantomSpec(PhantomKind.Localised, Classes: 2, TrainPerClass: 12, TestPerClass: 4));
        return data;
    });

    /// <summary>Two epochs of six steps at level 1, λ = 50.</summary>
    public RunSpec Run(string name) => new(new RunId(name))
    {
        Network = NetworkSpec.OfLevel(1),
        Data = _data.Value,
        Epochs = 2,
        GazeWeight = 50,
        Training = new() { BatchSize = 4, EvaluationBatchSize = 8 },
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>The weights and epochs are those of a run of equal settings that was left alone.</summary>
    internal async Task SameBits(RunState run)
    {
        var expected = await EndOf(run.Spec!);
        Assert.Equal((RunPhase.Completed, null), (run.Phase, run.Reason));
        Assert.Equal(Written(expected), Written(run));
        Assert.Equal(expected.WeightsSha256, run.WeightsSha256);
    }

    private static IEnumerable<string> Written(RunState run) => run.Epochs.Select(epoch => JsonSerializer.Serialize(epoch, Json.Options));

    private Task<RunState> EndOf(RunSpec spec) =>
        _ends.GetOrAdd(spec.ForBits() with { Epochs = spec.Epochs, Data = spec.Data }, key => new Lazy<Task<RunState>>(() => Train(key with { Id = new RunId($"r{key.BitsHash()}-{key.Epochs}-{Guid.NewGuid():N}") }))).Value;

    private async Task<RunState> Train(RunSpec spec)
    {
        var state = Path.Combine(_folder, spec.Id.Value);
        await using (var lab = await Lab.StartAsync(new LabSettings(state) { RunsAtOnce = 1 }))
        {
            await lab.SubmitAsync(SweepSpec.Of("undisturbed", [spec]));
            await lab.WaitAsync("undisturbed");
        }

        return JournalReader.Open(state).Run(spec.Id)!;
    }
}
