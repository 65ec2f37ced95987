using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Serialization;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Engine.Metrics;
using Akka.Actor;
using Akka.Configuration;

namespace ActorGaze.Actors.Engine;

/// <summary>
/// Does with made-up ones what a start does with its own runs and actors. The start then finds this code compiled and the serializer's
/// tables made.
/// </summary>
internal static class StartPreparation
{
    public static Task RunAsync() => Task.WhenAll(Task.Run(ReadRun), Task.Run(StartActors));

    /// <summary>An actor system in which nothing happens, and which ends by itself.</summary>
    private static void StartActors() => ActorSystem.Create("any", EngineConfig.Of(logged: false, Config.Empty)).Terminate();

    private static void ReadRun()
    {
        var submitted = new SweepEvent.Submitted(SweepSpec.Of("any", [new RunSpec(RunId.Known("any"))])) { At = DateTimeOffset.UnixEpoch };
        var bytes = JournalSerializer.Write(submitted);
        var sweep = ((SweepEvent.Submitted)JournalSerializer.Read(bytes, Manifests.Of(submitted.GetType()))).Spec;
        var summary = new RunSummary(RunPhase.Completed, 1, RunSummary.KeyOf(sweep.Runs[0]));
        Scoreboard.Empty.With(sweep, _ => summary);
    }
}
