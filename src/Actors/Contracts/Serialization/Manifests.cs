using System.Collections.Frozen;
using ActorGaze.Actors.Contracts.Crews;
using ActorGaze.Actors.Contracts.Nodes;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;

namespace ActorGaze.Actors.Contracts.Serialization;

/// <summary>
/// Which name stands for which type, for ever: in the journal, in snapshots, and between a run and its crew. Only added to.
/// </summary>
public static class Manifests
{
    /// <summary>Unions and records that are written somewhere; each of their types must have a manifest.</summary>
    public static IReadOnlyList<Type> Bound { get; } =
        [typeof(RunEvent), typeof(SweepEvent), typeof(RunState), typeof(SweepState), typeof(CrewOrder), typeof(CrewReport),
            typeof(WorkerReport), typeof(NodeOrder), typeof(NodeReport)];

    public static FrozenDictionary<string, Type> Types { get; } = new Dictionary<string, Type>
    {
        ["run-event/submitted/1"] = typeof(RunEvent.Submitted),
        ["run-event/extended/1"] = typeof(RunEvent.Extended),
        ["run-event/images-moved/1"] = typeof(RunEvent.ImagesMoved),
        ["run-event/started/1"] = typeof(RunEvent.Started),
        ["run-event/checkpoint-saved/1"] = typeof(RunEvent.CheckpointSaved),
        ["run-event/checkpoint-set-aside/1"] = typeof(RunEvent.CheckpointSetAside),
        ["run-event/checkpoint-adopted/1"] = typeof(RunEvent.CheckpointAdopted),
        ["run-event/file-set-aside/1"] = typeof(RunEvent.FileSetAside),
        ["run-event/epoch-redone/1"] = typeof(RunEvent.EpochRedone),
        ["run-event/epoch-completed/1"] = typeof(RunEvent.EpochCompleted),
        ["run-event/faulted/1"] = typeof(RunEvent.Faulted),
        ["run-event/paused/1"] = typeof(RunEvent.Paused),
        ["run-event/requeued/1"] = typeof(RunEvent.Requeued),
        ["run-event/completed/1"] = typeof(RunEvent.Completed),
        ["run-event/failed/1"] = typeof(RunEvent.Failed),
        ["run-event/cancelled/1"] = typeof(RunEvent.Cancelled),
        ["run-event/retried/1"] = typeof(RunEvent.Retried),
        ["run-event/plugin-accepted/1"] = typeof(RunEvent.PluginAccepted),
        ["sweep-event/submitted/1"] = typeof(SweepEvent.Submitted),
        ["sweep-event/extended/1"] = typeof(SweepEvent.Extended),
        ["sweep-event/images-moved/1"] = typeof(SweepEvent.ImagesMoved),
        ["sweep-event/images-pinned/1"] = typeof(SweepEvent.ImagesPinned),
        ["run-state/1"] = typeof(RunState),
        ["sweep-state/1"] = typeof(SweepState),
        ["crew-order/begin/1"] = typeof(CrewOrder.Begin),
        ["crew-order/save-and-stop/1"] = typeof(CrewOrder.SaveAndStop),
        ["crew-order/end/1"] = typeof(CrewOrder.End),
        ["crew-order/lease-granted/1"] = typeof(CrewOrder.LeaseGranted),
        ["crew-report/preparing/1"] = typeof(CrewReport.Preparing),
        ["crew-report/displaced/1"] = typeof(CrewReport.Displaced),
        ["crew-report/ready/1"] = typeof(CrewReport.Ready),
        ["crew-report/step-taken/1"] = typeof(CrewReport.StepTaken),
        ["crew-report/saved/1"] = typeof(CrewReport.Saved),
        ["crew-report/save-failed/1"] = typeof(CrewReport.SaveFailed),
        ["crew-report/epoch-closed/1"] = typeof(CrewReport.EpochClosed),
        ["crew-report/finished/1"] = typeof(CrewReport.Finished),
        ["crew-report/damaged/1"] = typeof(CrewReport.Damaged),
        ["crew-report/fell/1"] = typeof(CrewReport.Failed),
        ["worker-report/up/1"] = typeof(WorkerReport.Up),
        ["worker-report/counted/1"] = typeof(WorkerReport.Counted),
        ["worker-report/logged/1"] = typeof(WorkerReport.Logged),
        ["worker-report/lease-wanted/1"] = typeof(WorkerReport.LeaseWanted),
        ["node-order/prove/1"] = typeof(NodeOrder.Prove),
        ["node-order/welcome/1"] = typeof(NodeOrder.Welcome),
        ["node-order/refuse/1"] = typeof(NodeOrder.Refuse),
        ["node-order/farewell/1"] = typeof(NodeOrder.Farewell),
        ["node-order/start-crew/1"] = typeof(NodeOrder.StartCrew),
        ["node-report/hello/1"] = typeof(NodeReport.Hello),
        ["node-report/joining/1"] = typeof(NodeReport.Joining),
        ["node-report/starting/1"] = typeof(NodeReport.Starting),
        ["node-report/images-refused/1"] = typeof(NodeReport.ImagesRefused),
        ["node-report/leaving/1"] = typeof(NodeReport.Leaving),
        ["node-report/crew-gone/1"] = typeof(NodeReport.CrewGone),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<Type, string> Names = Types.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    /// <exception cref="InvalidOperationException">The type has no manifest.</exception>
    public static string Of(Type type) =>
        Names.TryGetValue(type, out var name) ? name : throw new InvalidOperationException($"{type} is to be written and has no manifest.");

    /// <exception cref="InvalidOperationException">Nothing goes by that manifest.</exception>
    public static Type Named(string manifest) =>
        Types.TryGetValue(manifest, out var type)
            ? type
            : throw new InvalidOperationException($"Nothing goes by the manifest '{manifest}': was it written by a newer version?");

    /// <summary>Cases of the bound unions that have no manifest; the engine does not start while there is one.</summary>
    public static IReadOnlyList<Type> Missing(IEnumerable<Type> bound) =>
        [.. bound.SelectMany(b => b.IsAbstract ? b.GetNestedTypes().Where(b.IsAssignableFrom) : [b]).Where(t => !Names.ContainsKey(t))];
}
