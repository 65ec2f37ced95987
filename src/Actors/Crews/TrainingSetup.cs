using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn.Data.Store;
using ActorGaze.Nn.Training;

namespace ActorGaze.Actors.Crews;

/// <summary>What a training loop is made from.</summary>
/// <param name="Spec">The run.</param>
/// <param name="Images">The decoded data set; it stays the caller's.</param>
/// <param name="CheckpointFolder">Where the checkpoint to go on from lies, and where new ones go.</param>
public sealed record TrainingSetup(RunSpec Spec, ImageStore Images, string CheckpointFolder)
{
    /// <summary><c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>From 1; part of the checkpoints' names.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>The checkpoint to go on from; null: from nothing.</summary>
    public CheckpointRef? From { get; init; }

    /// <summary>Where new checkpoints go; null: <see cref="CheckpointFolder"/>.</summary>
    public string? SaveTo { get; init; }

    /// <summary>
    /// SHA-256 of the assembly that brings parts, where other bytes than the spec's were accepted; null: the spec's are wanted.
    /// </summary>
    public string? AcceptedPlugin
    {
        get;
        init => (field, Built) = (value, Spec.Accepting(value));
    }

    /// <summary>λ at a step; null: as the spec's curriculum has it.</summary>
    public Func<TrainingPosition, double>? GazeWeight { get; init; }

    /// <summary>The run, its parts brought by the assembly whose bytes are wanted.</summary>
    internal RunSpec Built { get; private init; } = Spec;

    /// <summary>Told after every step, with the learner; for tests that break a training.</summary>
    internal Action<Learner>? AfterStep { get; init; }

    /// <summary>
    /// The largest share of a GPU's free memory, in [0, 1], that the decoded images may take. Where they do not fit, batches are made on
    /// the CPU.
    /// </summary>
    public double ImagesShare { get; init; } = 0.25;
}
