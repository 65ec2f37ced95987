using ActorGaze.Actors.Cluster;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Serialization;
using ActorGaze.Actors.Persistence;
using ActorGaze.Actors.Storage;
using ActorGaze.Actors.Workers;
using ActorGaze.Nn;
using Akka.Actor;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorGaze.Actors.Engine;

/// <summary>The start of an engine: what does not need another part is done beside it.</summary>
internal static class LabStart
{
    /// <returns>An engine that may not know its devices yet: <see cref="Lab.Plan"/>.</returns>
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
            var plan = PlanAsync(settings, started.Pool);
            if (plan.IsFaulted) plan.GetAwaiter().GetResult();
            var system = making.GetAwaiter().GetResult();
            var lab = system.ActorOf(LabActor.Props(settings, folder, started, plan), "lab");
            return new Lab(settings, held, plan, started, system, lab, sweeps);
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

    /// <summary>Has the engine's first worker wait, and waits itself until the engine knows its devices.</summary>
    /// <exception cref="InvalidInputException">The settings name a device that there is not; the engine has left.</exception>
    /// <exception cref="PreventedException">No worker can tell which devices there are; the engine has left.</exception>
    public static async Task<Lab> UntilPlannedAsync(Task<Lab> beginning, CancellationToken cancel)
    {
        var lab = await beginning.ConfigureAwait(false);
        lab.WarmUp();
        try
        {
            await lab.Plan.WaitAsync(cancel).ConfigureAwait(false);
            return lab;
        }
        catch
        {
            await lab.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Complete at once where no worker has to be asked which CUDA devices there are.</summary>
    private static async Task<SlotPlan> PlanAsync(LabSettings settings, WorkerPool? workers) =>
        SlotPlan.Of(settings, Environment.ProcessorCount, await EngineWorkers.CudaCountAsync(workers).ConfigureAwait(false));

    private static void End(Task<ActorSystem> making)
    {
        Task.WhenAny(making).GetAwaiter().GetResult();
        if (making.IsCompletedSuccessfully) making.Result.Terminate().GetAwaiter().GetResult();
    }
}
