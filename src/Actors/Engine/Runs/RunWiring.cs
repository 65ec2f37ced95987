using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Crews;
using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Storage;
using ActorGaze.Actors.Telemetry;
using ActorGaze.Nn.Training;
using Akka.Actor;

namespace ActorGaze.Actors.Engine.Runs;

/// <summary>What a run works with.</summary>
/// <param name="Images">Opens data sets.</param>
/// <param name="Metrics">Is told how runs stand and how far they are.</param>
/// <param name="CrewProps">Makes a crew; a test may have it make a stand-in.</param>
public sealed record RunWiring(
    LabSettings Settings, StateFolder Folder, IActorRef Images, IActorRef Metrics, TimeProvider Clock,
    Func<CrewOrder.Begin, Props> CrewProps)
{
    /// <summary>Told of every event on disk; null: nobody is.</summary>
    public EngineObserver? Observer { get; init; }

    /// <summary>What the bits of a run on a device depend on; null: it is not looked at.</summary>
    public Func<RunSpec, string, BitFacts?>? Bits { get; init; }

    /// <param name="before">See <see cref="CrewOrder.Begin.DeviceBefore"/>.</param>
    internal CrewOrder.Begin BeginOf(RunState run, string device, ImagesOpened images, string? before) => new(
        run.Spec!, run.Attempts, device, images.StoreFile, Folder.CheckpointsOf(run.Spec!.Id), run.Latest, Settings.ReadAhead,
        Settings.Checkpoints)
    {
        GpuImagesShare = Settings.GpuImagesShare,
        AcceptedPlugin = run.AcceptedPlugin,
        Images = images,
        DeviceBefore = before,
    };
}
