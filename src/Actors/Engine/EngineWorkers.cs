using System.ComponentModel;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Storage;
using ActorGaze.Actors.Workers;
using ActorGaze.Nn;
using ActorGaze.Nn.Training;

namespace ActorGaze.Actors.Engine;

/// <summary>The worker processes of an engine that starts.</summary>
internal static class EngineWorkers
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(2); // libtorch with CUDA, from a slow disk

    /// <summary>For whoever holds the state folder's lock: workers that an engine before left behind are ended.</summary>
    /// <returns>Null where crews are to live in the engine's process.</returns>
    /// <exception cref="PreventedException">No worker can be started.</exception>
    public static WorkerPool? Start(LabSettings settings, LabServices services, StateFolder folder)
    {
        if (LeftoverWorkers.End(folder.Root) is [var stays, ..])
            throw new PreventedException(
                $"{folder.Root}: process {stays}, a worker of an engine before this one, does not end. Its disk or its GPU holds it.");
        if (services.Worker is not { } program || settings.Workers != WorkerKind.Process) return null;
        try
        {
            return new WorkerPool(program.Within(settings.WorkerNice, settings.WorkerCpus), folder.Root);
        }
        catch (Win32Exception e)
        {
            throw new PreventedException($"No worker process can be started: {e.Message} engine.workers = thread does without.", e);
        }
    }

    /// <summary>
    /// How many CUDA devices there are. Where workers are processes they are asked: CUDA is never loaded into the engine then.
    /// </summary>
    /// <exception cref="PreventedException">The first worker ended before it could tell, or there is no libtorch.</exception>
    public static int CudaCount(WorkerPool? workers)
    {
        if (workers is null) return Devices.CudaCount();
        var isNamed = Environment.GetEnvironmentVariable(LibTorch.Variable) is { Length: > 0 }; // whether it loads, a worker can tell
        if (!isNamed && !LibTorch.MayHaveCuda(LibTorch.Folder(Environment.GetEnvironmentVariable))) return 0;
        try
        {
            var up = workers.FirstUp.WaitAsync(LongestStart).GetAwaiter().GetResult();
            return up.Devices.Keys.Count(name => DeviceName.Parse(name)?.Cuda is not null);
        }
        catch (Exception e) when (e is IOException or TimeoutException)
        {
            throw new PreventedException($"The first worker process did not come up: {ReasonText.InOneLine(e.Message)}", e);
        }
    }
}
