using ActorGaze.Actors.Crews;
using ActorGaze.Actors.Hosting;
using ActorGaze.Actors.Images;
using ActorGaze.Nn.Training;
using Akka.Actor;

namespace ActorGaze.Actors.Runs;

/// <summary>Who a run works with.</summary>
/// <param name="Images">Opens data sets.</param>
/// <param name="Metrics">Hears how runs stand and what they do.</param>
/// <param name="HireCrew">Props of a crew; a test may hire an understudy.</param>
public sealed record RunWiring(
    LabSettings Settings, StateFolder Folder, IActorRef Images, IActorRef Metrics, TimeProvider Clock, Func<CrewOrder.Begin, Props> HireCrew)
{
    /// <summary>Told of every event on disk; null: nobody is.</summary>
    public Witness? Witness { get; init; }

    /// <summary>What the bits of a run on a device depend on; null: it is not looked at.</summary>
    public Func<RunSpec, string, BitFacts>? Bits { get; init; }

    internal RunCommand.Start StartOf(RunSpec spec, string device, ImagesOpened images) => new(device, new ClassNames(images.Classes))
    {
        Images = images.Facts, Bits = Bits?.Invoke(spec, device), Strict = Settings.Bits == OtherBits.Strict,
    };

    internal CrewOrder.Begin BeginOf(RunState run, string device, ImagesOpened images) => new(
        run.Spec!, run.Attempts, device, images.StoreFile, Folder.CheckpointsOf(run.Spec!.Id), run.Latest, Settings.ReadAhead, Settings.Checkpoints)
    {
        GpuImagesShare = Settings.GpuImagesShare,
    };
}

/// <summary>How a run stands, told whenever that changes.</summary>
/// <param name="SequenceNumber">Of the journal's last event that <paramref name="State"/> holds.</param>
/// <param name="Waiting">What it waits for; null where it does not.</param>
public sealed record RunStands(RunState State, long SequenceNumber, WaitingFor? Waiting)
{
    /// <summary>It could train, had it a slot.</summary>
    public bool WantsSlot => Waiting is WaitingFor.Slot;

    /// <summary>Why it did not take the spec that its sweep asks for; null where it did.</summary>
    public string? Refusal { get; init; }
}

/// <summary>The run's journal cannot be written; its actor comes back after a while.</summary>
public sealed record RunStranded(RunId Run, WaitingFor.Journal Waiting);

/// <summary>The slot is free again: the crew is gone, or was never hired.</summary>
public sealed record SlotReturned(RunId Run);

/// <summary>Save and stop, all the way down: the engine leaves. What was running goes on at the next start.</summary>
public sealed record Leave;
