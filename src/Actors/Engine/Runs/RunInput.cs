using ActorGaze.Actors.Contracts.Crews;
using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Engine.Checkpoints;
using Akka.Actor;

namespace ActorGaze.Actors.Engine.Runs;

/// <summary>Everything that can happen to a run.</summary>
internal abstract record RunInput
{
    private RunInput() { }

    /// <summary>
    /// What lies in the run's folder of checkpoints, where <see cref="RunMachine.NeedsReview"/> asks for it; null otherwise.
    /// </summary>
    public CheckpointFindings? Review { get; init; }

    /// <summary>The journal has been read.</summary>
    public sealed record Recovered : RunInput;

    /// <param name="Asker">Who is owed an answer; null: nobody.</param>
    public sealed record Told(RunCommand Command, IActorRef? Asker) : RunInput;

    public sealed record Opened(ImagesOpened Images) : RunInput;

    public sealed record Agreed(ImagesOpened Images) : RunInput;

    public sealed record Failed(ImagesFailed Images) : RunInput;

    public sealed record Silent(ImagesSilent Images) : RunInput;

    /// <summary>What is missing of the data folder that the run waits for.</summary>
    public sealed record Missing(string Path) : RunInput;

    /// <summary>The data folder that the run waits for is there.</summary>
    public sealed record FolderThere : RunInput;

    /// <summary>It is time to look whether the disk has room.</summary>
    public sealed record LookNow : RunInput;

    public sealed record Looked(bool HasRoom) : RunInput;

    /// <summary>The wait before the next try is over.</summary>
    public sealed record RetryNow : RunInput;

    /// <param name="MovedTo">Where a damaged checkpoint lies now, inside the state folder; null where nothing was moved.</param>
    public sealed record Reported(CrewReport Report, string? MovedTo = null) : RunInput;

    /// <summary>The crew exists no longer.</summary>
    public sealed record CrewGone : RunInput;

    /// <summary>A moment has passed in which a crew existed.</summary>
    public sealed record Tick : RunInput;

    /// <summary>The engine shuts down.</summary>
    public sealed record Shutdown : RunInput;

    /// <summary>The sweep needs no actor for the run any more.</summary>
    public sealed record Retire : RunInput;
}

/// <summary>Stop, if nothing has happened since you told of this event: nothing is left to do. Sweep → run.</summary>
/// <param name="SequenceNumber">Of the newest event that the sweep has heard of.</param>
internal sealed record Retire(long SequenceNumber);
