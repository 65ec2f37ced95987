using ActorGaze.Actors.Contracts.Runs;

namespace ActorGaze.Actors.Settings;

/// <summary>What keys of a run are made with.</summary>
internal static class RunKey
{
    public const int MostEpochs = 100_000;

    public static readonly Real Share = new(new Interval(0, 1));
    public static readonly Real ShareNotAll = new(new Interval(0, 1, WithoutMost: true));

    private static readonly RunSpec Start = new(new RunId("template"));

    public static Key<RunSpec> Of<V>(
        string path, string json, ValueKind<V> kind, Func<RunSpec, V> get, Func<RunSpec, V, RunSpec> put,
        string reason, string unit = "") =>
        Key<RunSpec>.Of(Start, path, kind, get, put, reason, unit, json);
}
