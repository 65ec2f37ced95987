namespace ActorGaze.Actors.Storage;

/// <summary>What can be seen of a state folder whose lock was free to take.</summary>
/// <param name="LocksWork">A second lock on the same file is refused. False where file locking is switched off, or the file system has
/// none.</param>
/// <param name="OverNetwork">Other machines may have the folder too, and their locks may not be seen here.</param>
/// <param name="SocketAnswers">Something listens on the engine's socket.</param>
/// <param name="Record">Who has the folder, as the last engine wrote it; null where none did, or it left.</param>
/// <param name="Here">This process.</param>
/// <param name="StartOfRecorded">When the recorded process number started, on this machine; null where none has it or that is not
/// told.</param>
/// <param name="RecordedIsAlive">A process of this machine has the recorded number.</param>
internal sealed record Sighting(
    bool LocksWork, bool OverNetwork, bool SocketAnswers, EngineRecord? Record, EngineRecord Here, long? StartOfRecorded,
    bool RecordedIsAlive);

/// <summary>Whether another engine has a state folder, where the lock alone does not say so.</summary>
internal static class Occupancy
{
    /// <summary>Why an engine may not take the folder; null where it may.</summary>
    public static string? Objection(StateFolder folder, Sighting seen)
    {
        var who = Named(seen.Record);
        if (seen.SocketAnswers)
            return $"{folder.Root}: another engine{who} has this state folder, and answers at {folder.Socket}. Only one may.";
        if (seen.Record is not { } record) return null;

        var sameBoot = record.Boot is null || record.Boot == seen.Here.Boot;
        var sameHost = record.Host is null || record.Host == seen.Here.Host;
        return (sameBoot, sameHost, seen) switch
        {
            (_, _, { LocksWork: true, OverNetwork: false }) => null, // the lock is this machine's own, and it was free
            (true, true, { LocksWork: true }) => null,
            (true, true, _) => Lives(record, seen)
                ? $"{folder.Root}: another engine{who} has this state folder. Only one may.{Way(folder, record)}"
                : null,
            (false, true, _) => null, // this machine was started again since
            _ => $"{folder.Root}: an engine on the host {record.Host}{who} has this state folder, or ended there without leaving. "
                + $"This machine cannot tell. If it no longer runs there, delete {folder.LockHolder} and start again.",
        };
    }

    public static string Named(EngineRecord? record) => record is null ? "" : FormattableString.Invariant($" (process {record.ProcessId})");

    /// <summary>A process number is given again; the same start time is not.</summary>
    private static bool Lives(EngineRecord record, Sighting seen) =>
        seen.RecordedIsAlive && (record.Started is null || seen.StartOfRecorded is null || record.Started == seen.StartOfRecorded);

    private static string Way(StateFolder folder, EngineRecord record) =>
        record.Started is null ? $" If process {record.ProcessId} is no engine, delete {folder.LockHolder} and start again." : "";
}
