using System.Text.Json.Serialization;
using ActorGaze.Actors.Contracts.Faults;
using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn.Training;

namespace ActorGaze.Actors.Contracts.Crews;

/// <summary>What a run tells its crew. Small, immutable, no tensor, no delegate: the crew may live elsewhere.</summary>
public abstract record CrewOrder
{
    private CrewOrder() { }

    /// <summary>Everything a crew needs to know.</summary>
    /// <param name="ImageStoreFile">The decoded data set.</param>
    /// <param name="CheckpointFolder">Where its checkpoints lie and go.</param>
    /// <param name="From">The checkpoint to go on from; null: from nothing.</param>
    public sealed record Begin(
        RunSpec Spec, int Attempt, string Device, string ImageStoreFile, string CheckpointFolder, CheckpointRef? From, int ReadAhead,
        CheckpointSettings Checkpoints) : CrewOrder
    {
        /// <summary>The largest share of a GPU's free memory that the images may take.</summary>
        public double GpuImagesShare { get; init; } = 0.25;

        /// <summary>See <see cref="RunState.AcceptedPlugin"/>.</summary>
        public string? AcceptedPlugin { get; init; }

        /// <summary>How long the worker may train and save without the engine's word; null: as long as its engine lives.</summary>
        public TimeSpan? Lease { get; init; }

        /// <summary>The images, as they were opened on the engine's machine; null where nobody needs to know.</summary>
        [JsonIgnore]
        public ImagesOpened? Images { get; init; }

        /// <summary>The device of the attempt before, which may still train there; null where there was none.</summary>
        [JsonIgnore]
        public string? DeviceBefore { get; init; }
    }

    /// <summary>Save at the next step boundary and work no more; if saving fails, say so and go on.</summary>
    public sealed record SaveAndStop(int Attempt, string Why) : CrewOrder;

    /// <summary>Stop now, and save nothing.</summary>
    public sealed record End(int Attempt) : CrewOrder;

    /// <summary>Answers <see cref="WorkerReport.LeaseWanted"/>.</summary>
    public sealed record LeaseGranted(int Attempt, long Number) : CrewOrder;
}

/// <summary>What a crew is at.</summary>
public enum CrewActivity
{
    Training,
    Evaluating,
}

/// <summary>What a crew tells its run. A report of another attempt is dropped.</summary>
public abstract record CrewReport
{
    private CrewReport() { }

    public required int Attempt { get; init; }

    /// <summary>Where training stands, where a report tells.</summary>
    internal TrainingPosition? Where => this switch
    {
        Ready r => r.At,
        StepTaken r => r.At,
        Saved r => r.Checkpoint.At,
        EpochClosed r => r.Checkpoint.At,
        _ => null,
    };

    /// <summary>It lives and does not train yet: it waits for a lease to end, or its images are opened on a node.</summary>
    public sealed record Preparing : CrewReport;

    /// <summary>Where it is it cannot stay. It is to be told to save and stop, and the run goes on elsewhere.</summary>
    /// <param name="Why">Such as: the machine leaves.</param>
    public sealed record Displaced(string Why) : CrewReport;

    public sealed record Ready(TrainingPosition At, int StepsPerEpoch) : CrewReport;

    /// <summary>Telemetry, at most four a second.</summary>
    public sealed record StepTaken(
        CrewActivity Activity, TrainingPosition At, int StepsPerEpoch, double ImagesPerSecond, double? CrossEntropy, double? GazeLoss,
        double? GazeWeight) : CrewReport
    {
        /// <summary>See <see cref="EpochClosed.Memory"/>.</summary>
        public long? Memory { get; init; }
    }

    /// <summary>A checkpoint inside an epoch is on disk. After <see cref="CrewOrder.SaveAndStop"/> it is the crew's last word.</summary>
    public sealed record Saved(CheckpointRef Checkpoint, string Why, bool Last) : CrewReport;

    public sealed record SaveFailed(string Reason) : CrewReport
    {
        /// <summary>True where the crew was asked to save and stop. False where it was a save between: that is tried again later.</summary>
        public bool Last { get; init; } = true;
    }

    /// <summary>An epoch was evaluated and its checkpoint is on disk.</summary>
    public sealed record EpochClosed(EpochMetrics Metrics, CheckpointRef Checkpoint) : CrewReport
    {
        /// <summary>The most bytes that the crew's process has held at once; null where it is the engine's.</summary>
        public long? Memory { get; init; }
    }

    public sealed record Finished : CrewReport;

    /// <summary>The checkpoint to go on from is not what its hash says.</summary>
    public sealed record Damaged(CheckpointRef Checkpoint, string Reason) : CrewReport;

    public sealed record Failed(Fault Fault) : CrewReport;
}
