using System.Collections.Immutable;
using System.Diagnostics;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Crews;
using ActorGaze.Actors.Crews;
using ActorGaze.Actors.Storage;
using ActorGaze.Actors.Telemetry;
using ActorGaze.Nn.Training;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;

namespace ActorGaze.Actors.Workers;

/// <summary>A worker process from within: takes one order, trains, and ends with its crew, or at once when its engine is gone.</summary>
public static class WorkerHost
{
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(5);

    private static Config Config => ConfigurationFactory.ParseString(
        $$"""
        akka {
          loggers = ["{{typeof(LineLogger).FullName}}, {{typeof(LineLogger).Assembly.GetName().Name}}"]
          loglevel = INFO
          stdout-loglevel = OFF
          log-dead-letters = off
          coordinated-shutdown.run-by-clr-shutdown-hook = off
        }
        """).WithFallback(CrewConfig.Dispatchers);

    /// <summary>Returns when the crew is gone and all that it told is sent. Ends the process where the engine is gone before.</summary>
    /// <param name="orders">From the engine.</param>
    /// <param name="reports">To the engine.</param>
    /// <param name="observer">Watches steps and saves from the inside; null: nobody does.</param>
    /// <exception cref="IOException">The state folder is not there, or cannot be looked at.</exception>
    public static async Task RunAsync(Stream orders, Stream reports, string stateFolder, EngineObserver? observer = null)
    {
        using var guard = FolderGuard.Over(new StateFolder(stateFolder));
        var told = new TaskCompletionSource<IActorRef>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var line = new WorkerLine(reports, orders, order => told.Task.GetAwaiter().GetResult().Tell(order));
        using var counts = new WorkerCounts(line);
        using var system = ActorSystem.Create("worker", BootstrapSetup.Create().WithConfig(Config).And(guard.ForActors())
            .And(new LineSetup(line)));
        ((ExtendedActorSystem)system).SystemActorOf(DeadBatchesActor.Props(), "dead-batches"); // outlives those whose batches it disposes
        told.SetResult(system.ActorOf(WorkerActor.Props(line, counts, observer), "worker"));
        var engine = line.ListenAsync();
        line.Tell(Up());

        if (await Task.WhenAny(engine, system.WhenTerminated).ConfigureAwait(false) == engine)
        {
            if (engine.Exception is { } unread) await Console.Error.WriteLineAsync(unread.GetBaseException().Message).ConfigureAwait(false);
            Process.GetCurrentProcess().Kill(); // nothing more is saved
        }

        counts.Tell();
        await line.SentAsync().WaitAsync(LastWords).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static WorkerReport.Up Up()
    {
        var names = DeviceName.OfCuda(Devices.CudaCount()).Prepend(DeviceName.Cpu).Select(device => $"{device}");
        return new WorkerReport.Up(
            Environment.ProcessId, WorkerReport.ProgramVersion,
            names.ToImmutableSortedDictionary(name => name, name => BitFacts.Of(name, 1, Precision.Float32), StringComparer.Ordinal));
    }

    /// <summary>Hands the line to the logger.</summary>
    internal sealed class LineSetup(WorkerLine line) : Setup
    {
        public WorkerLine Line => line;
    }
}
