using System.ComponentModel;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Crews;
using ActorGaze.Actors.Storage;
using ActorGaze.Actors.Workers;
using ActorGaze.Nn;
using ActorGaze.Nn.Training;

namespace ActorGaze.Actors.Engine;

/// <summary>The worker processes of an engine that starts.</summary>
internal static class EngineWorkers
{
    public static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(2); // libtorch with CUDA, from a slow disk

    /// <summary>For whoever holds the state folder's lock: workers that an engine before left behind are ended.</summary>
    /// <returns>Null where crews are to live in the engine's process.</returns>
    /// <exception cref="PreventedException">A worker that was left behind does not end.</exception>
    public static WorkerPool? Pool(LabSettings settings, LabServices services, StateFolder folder)
    {
        if (LeftoverWorkers.End(folder.Root) is [var stays, ..])
            throw new PreventedException(
                $"{folder.Root}: process {stays}, a worker of an engine before this one, does not end. Its disk or its GPU holds it.");
        return services.Worker is { } program && settings.Workers == WorkerKind.Process
            ? new WorkerPool(program.Within(settings.WorkerNice, settings.WorkerCpus), folder.Root)
            : null;
    }

    /// <summary>Starts a first worker and waits until it is up.</summary>
    /// <exception cref="PreventedException">
    /// No worker can be started, or it ended before it could tell what it is, or that took too long.
    /// </exception>
    public static async Task<WorkerReport.Up> FirstUpAsync(
        WorkerPool workers, TimeSpan longest, TimeProvider clock, CancellationToken cancel = default)
    {
        try
        {
            return await workers.WarmUp().WaitAsync(longest, clock, cancel).ConfigureAwait(false);
        }
        catch (Win32Exception e)
        {
            throw new PreventedException($"No worker process can be started: {e.Message} engine.workers = thread does without.", e);
        }
        catch (Exception e) when (e is IOException or TimeoutException)
        {
            throw new PreventedException($"The first worker process did not come up: {ReasonText.InOneLine(e.Message)}", e);
        }
    }

    /// <summary>
    /// How many CUDA devices there are. Where workers are processes they are asked: CUDA is never loaded into the engine then.
    /// </summary>
    /// <exception cref="PreventedException">
    /// No worker can be started, or it ended before it could tell, or there is no libtorch.
    /// </exception>
    public static async Task<int> CudaCountAsync(WorkerPool? workers, CancellationToken cancel = default)
    {
        if (workers is null) return Devices.CudaCount();
        var isNamed = Environment.GetEnvironmentVariable(LibTorch.Variable) is { Length: > 0 }; // whether it loads, a worker can tell
        if (!isNamed && !LibTorch.MayHaveCuda(LibTorch.Folder(Environment.GetEnvironmentVariable))) return 0;
        var up = await FirstUpAsync(workers, LongestStart, TimeProvider.System, cancel).ConfigureAwait(false);
        return up.Devices.Keys.Count(name => DeviceName.Parse(name)?.Cuda is not null);
    }
}
