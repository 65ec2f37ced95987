namespace ActorGaze.Actors.Supervision;

/// <summary>What becomes of a run after a fault.</summary>
public enum Sentence
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
    public static Sentence Sentence(Fault fault, int inARow, int maxInARow) => fault.Class switch
    {
        FaultClass.Final => Supervision.Sentence.Fail,
        FaultClass.DiskFull or FaultClass.FolderAbsent => Supervision.Sentence.WaitFor,
        FaultClass.OnceForgivable => inARow <= 1 ? Supervision.Sentence.TryAgain : Supervision.Sentence.Fail,
        FaultClass.Forgivable => inARow <= maxInARow ? Supervision.Sentence.TryAgain : Supervision.Sentence.Fail,
        _ => throw new System.Diagnostics.UnreachableException($"No row for {fault.Class}."),
    };
}
