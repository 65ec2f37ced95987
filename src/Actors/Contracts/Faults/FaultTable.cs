namespace ActorGaze.Actors.Contracts.Faults;

/// <summary>What becomes of a run after a fault.</summary>
public enum FaultAction
{
    /// <summary>After a while, a limited number of times in a row.</summary>
    TryAgain,

    /// <summary>When what is missing is there again, however long that takes. Counts as no fault in a row.</summary>
    WaitFor,
    Fail,
}

/// <summary>Faults and what follows them; a table that can be read aloud.</summary>
public static class FaultTable
{
    /// <summary>False for what is waited for: it says nothing of the run.</summary>
    public static bool CountsInARow(FaultClass kind) => kind is not (FaultClass.DiskFull or FaultClass.FolderAbsent);

    /// <param name="inARow">This fault counted.</param>
    /// <param name="maxInARow">More than this many end the run.</param>
    public static FaultAction ActionFor(Fault fault, int inARow, int maxInARow) => fault.Class switch
    {
        FaultClass.Final => FaultAction.Fail,
        FaultClass.DiskFull or FaultClass.FolderAbsent => FaultAction.WaitFor,
        FaultClass.OnceForgivable => inARow <= 1 ? FaultAction.TryAgain : FaultAction.Fail,
        FaultClass.Forgivable => inARow <= maxInARow ? FaultAction.TryAgain : FaultAction.Fail,
        _ => throw new System.Diagnostics.UnreachableException($"No row for {fault.Class}."),
    };
}
