using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Faults;
using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Nn.Training;
using Akka.Actor;

namespace ActorGaze.Actors.Engine.Runs;

/// <summary>
/// What is true of a run in this process only. The journal knows nothing of it: after a start it is <see cref="Initial"/>.
/// </summary>
internal abstract record RunLife
{
    private RunLife() { }

    public static RunLife Initial { get; } = new NoSlot();

    /// <summary>Bytes that the images need, where they did not fit on the disk; null otherwise.</summary>
    public long? ImageBytes { get; init; }

    /// <summary>How often in a row it was looked whether the disk has room.</summary>
    public int LooksForRoom { get; init; }

    /// <summary>What is missing of the data folder; null: the folder itself, or nothing.</summary>
    public string? Missing { get; init; }

    /// <summary>Why the run did not take the spec that its sweep asks for; null where it did.</summary>
    public string? Refusal { get; init; }

    /// <summary>The slot that the run holds; null where it holds none.</summary>
    public Slot? Held => this switch
    {
        HeldSlot l => l.Slot,
        OpeningImages l => l.Slot,
        Starting l => l.Slot,
        Training l => l.Slot,
        Stopping l => l.Slot,
        Ending l => l.Slot,
        _ => null,
    };

    /// <summary>The crew that exists; null where there is none.</summary>
    public Crew? Crew => this switch
    {
        Starting l => l.Members,
        Training l => l.Members,
        Stopping l => l.Members,
        Ending l => l.Members,
        _ => null,
    };

    /// <summary>It waits: for a slot, after a fault, or to be resumed.</summary>
    /// <param name="After">What it waits for after a fault; null where it waits for nothing of that kind.</param>
    /// <param name="Silent">Its images are being opened, and nothing has come for too long; null otherwise.</param>
    public sealed record NoSlot(FaultWait? After = null, WaitingFor.NoAnswer? Silent = null) : RunLife;

    /// <summary>It has a slot and does nothing in it.</summary>
    public sealed record HeldSlot(Slot Slot) : RunLife;

    /// <summary>Its images are being opened.</summary>
    public sealed record OpeningImages(Slot Slot) : RunLife;

    /// <summary>Its crew has not reported yet.</summary>
    public sealed record Starting(Slot Slot, Crew Members) : RunLife;

    public sealed record Training(Slot Slot, Crew Members) : RunLife;

    /// <summary>The crew was told to save and stop.</summary>
    /// <param name="Askers">Who is owed an answer to a pause; none where the engine shuts down.</param>
    public sealed record Stopping(Slot Slot, Crew Members, string Why, bool Pausing, bool Leaving,
        ImmutableList<IActorRef> Askers) : RunLife;

    /// <summary>The crew was stopped and is not gone yet.</summary>
    /// <param name="Pauses">Who is owed an answer to a pause, and why each asked.</param>
    public sealed record Ending(Slot Slot, Crew Members, bool Leaving, ImmutableList<(string Why, IActorRef Asker)> Pauses) : RunLife;

    /// <summary>Its actor stops.</summary>
    public sealed record Left : RunLife;
}

/// <summary>A slot that a run holds.</summary>
/// <param name="Pinned">The images that the sweep's runs of this data set train on; null before the first of them.</param>
internal sealed record Slot(string Device, ImagesFacts? Pinned)
{
    /// <summary>Its machine leaves: it is given back when its crew is gone.</summary>
    public bool Closes { get; init; }
}

/// <summary>A crew that exists.</summary>
/// <param name="At">How far it is, as far as it has told.</param>
/// <param name="Watchdog">How long nothing was heard of it.</param>
internal sealed record Crew(int Attempt, TrainingPosition? At, Watchdog Watchdog);

/// <summary>What a run waits for after a fault.</summary>
internal abstract record FaultWait
{
    private FaultWait() { }

    /// <summary>Its data folder.</summary>
    public sealed record Folder(string Path) : FaultWait;

    /// <summary>Room on the disk.</summary>
    /// <param name="Looking">The disk is being asked now.</param>
    public sealed record Room(bool Looking) : FaultWait;

    /// <summary>The moment of the next try.</summary>
    public sealed record Retry(DateTimeOffset Until) : FaultWait;
}
