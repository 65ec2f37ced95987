using ActorGaze.Actors.Cluster;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Serialization;
using ActorGaze.Actors.Persistence;
using ActorGaze.Actors.Storage;
using Akka.Actor;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorGaze.Actors.Engine;

/// <summary>The start of an engine: what does not need another part is done beside it.</summary>
internal static class LabStart
{
    /// <exception cref="InvalidOperationException">A persisted type has no manifest.</exception>
    public static Lab Begin(LabSettings settings, LabServices services)
    {
        if (Manifests.Missing(Manifests.Bound) is [var missing, ..])
            throw new InvalidOperationException($"{missing} is to be written and has no manifest.");

        var folder = new StateFolder(Path.GetFullPath(settings.StateFolder));
        var held = HeldFolder.Take(folder, settings.Journal, settings.CheckpointsFolder);
        var (started, making) = (services, (Task<ActorSystem>?)null);
        var sweeps = Task.Run(() => Submissions.Journalled(folder, held.Guard));
        try
        {
            started = started with { Projection = new OpeningProjection(folder) };
            making = Task.Run(() => EngineSystem.Start(services, held));
            started = started with { Cluster = EngineCluster.Of(settings.Cluster, folder, services.Logging) };
            started = started with { Pool = EngineWorkers.Pool(settings, services, folder) };
            var (devices, slots) = SlotPlan.Of(settings, Environment.ProcessorCount, EngineWorkers.CudaCount(started.Pool));
            var system = making.GetAwaiter().GetResult();
            var lab = system.ActorOf(LabActor.Props(settings, folder, started, slots), "lab");
            return new Lab(settings, held, slots.Length, devices, started, system, lab, sweeps);
        }
        catch
        {
            Task.WhenAny(sweeps).GetAwaiter().GetResult(); // it reads what is closed now
            if (making is not null) End(making);
            started.Projection?.Dispose();
            started.Pool?.Dispose();
            started.Cluster?.DisposeAsync().AsTask().GetAwaiter().GetResult();
            held.CloseAsync(NullLogger.Instance).GetAwaiter().GetResult(); // on a thread of its own; the first fault is the one to tell
            throw;
        }
    }

    private static void End(Task<ActorSystem> making)
    {
        Task.WhenAny(making).GetAwaiter().GetResult();
        if (making.IsCompletedSuccessfully) making.Result.Terminate().GetAwaiter().GetResult();
    }
}
