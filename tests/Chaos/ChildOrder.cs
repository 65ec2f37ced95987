using System.Collections.Immutable;
using System.Text.Json;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Engine;
using ActorGaze.Nn.Data.Batches;
using ActorGaze.Nn.Data.Phantoms;
using ActorGaze.Nn.Training;

namespace ActorGaze.Tests.Chaos;

/// <summary>The n-th time, counted over all runs of one process, that a save comes to a stage; the process ends itself there.</summary>
/// <param name="Stage">Null: that a step is taken.</param>
internal sealed record DeathInside(SaveStage? Stage, int Nth);

/// <summary>A sweep small enough to be run many times over, on phantoms.</summary>
/// <param name="PerClass">Training images of each of the two classes.</param>
internal sealed record Trial(long Seed, int Level, ImmutableArray<double> GazeWeights, int Epochs, int PerClass, int Batch)
{
    public Precision Precision { get; init; }

    public const string Name = "trial";

    public int StepsPerEpoch => ((2 * PerClass) + Batch - 1) / Batch;

    public int StepsPerRun => StepsPerEpoch * Epochs;

    /// <summary>Levels above 3 take about a second a step: less of everything.</summary>
    public static Trial Of(long seed, int level) => level > 3
        ? new Trial(seed, level, [50, -100], Epochs: 10, PerClass: 8, Batch: 4)
        : new Trial(seed, level, [0, 50, -100], Epochs: 4, PerClass: 24, Batch: 8);

    public SweepSpec Sweep() => new SweepGrid(Name, new RunSpec(new RunId("any"))
    {
        Seed = Seed,
        Data = "phantoms-localised",
        Phantoms = new PhantomSpec(PhantomKind.Localised, Classes: 2, TrainPerClass: PerClass, TestPerClass: 4, Seed: Seed),
        Epochs = Epochs,
        Training = new TrainingSpec { BatchSize = Batch, EvaluationBatchSize = 8, Precision = Precision },
    })
    { Networks = [NetworkSpec.OfLevel(Level)], GazeWeights = GazeWeights }.ToSweep();
}

/// <summary>Everything a child is told, as one argument.</summary>
/// <param name="Share">Greatest share of time for saves inside an epoch; 1 and no interval saves after every step, 0 never.</param>
/// <param name="IntervalMs">Least milliseconds between two of them.</param>
/// <param name="DieAfterEvent">Ends itself when the n-th event, counted over all journals in this child, is on disk.</param>
internal sealed record ChildOrder(string State, Trial Trial, double Share, int IntervalMs, DeathInside? DieInside = null, int? DieAfterEvent = null)
{
    /// <summary>Crews are processes; it is one of them that dies inside.</summary>
    public bool Processes { get; init; }

    /// <summary>Where in PostgreSQL the journal is; null: in the state folder.</summary>
    public JournalAddress? Journal { get; init; }

    /// <summary>Where a worker writes the steps that it takes, a line each, for its engine to tell.</summary>
    public string Steps => State + "-steps";

    /// <summary>Made by the worker that dies inside, so that no other one does.</summary>
    public string DiedInside => State + "-died";

    /// <summary>No save but at epochs' ends: what a sweep's bits are when nothing happens to it.</summary>
    public static ChildOrder Undisturbed(string state, Trial trial) => new(state, trial, Share: 0, IntervalMs: 0);

    public LabSettings Settings() => new(State)
    {
        RunsAtOnce = 2,
        Devices = ["cpu"],
        Checkpoints = new CheckpointSettings(Share, TimeSpan.FromMilliseconds(IntervalMs)),
        SnapshotEvery = 5,
        Journal = Journal,
        Workers = Processes ? WorkerKind.Process : WorkerKind.Thread,
        Retry = Processes ? new RetrySettings(5, TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(50), 0) : new RetrySettings(),
    };

    public string ToArgument() => JsonSerializer.Serialize(this);

    public static ChildOrder Parse(string argument) => JsonSerializer.Deserialize<ChildOrder>(argument) ?? throw new FormatException("An order is missing.");
}
