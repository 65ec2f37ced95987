using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Serialization;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Engine.Metrics;

namespace ActorGaze.Actors.Engine;

/// <summary>
/// Does with one made-up run what a start does with all runs of its journal. The start then finds this code compiled and the serializer's
/// tables made.
/// </summary>
internal static class StartPreparation
{
    public static void Run()
    {
        var submitted = new SweepEvent.Submitted(SweepSpec.Of("any", [new RunSpec(RunId.Known("any"))])) { At = DateTimeOffset.UnixEpoch };
        var bytes = JournalSerializer.Write(submitted);
        var sweep = ((SweepEvent.Submitted)JournalSerializer.Read(bytes, Manifests.Of(submitted.GetType()))).Spec;
        var summary = new RunSummary(RunPhase.Completed, 1, RunSummary.KeyOf(sweep.Runs[0]));
        Scoreboard.Empty.With(sweep, _ => summary);
    }
}
