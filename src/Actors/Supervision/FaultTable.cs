namespace ActorGaze.Actors.Supervision;

/// <summary>What becomes of a run after a fault.</summary>
public enum Sentence
{
    TryAgain,
    StandStill,
    Fail,
}

/// <summary>Faults and what follows them; a table that can be read aloud.</summary>
public static class FaultTable
{
    /// <param name="inARow">This fault counted.</param>
    /// <param name="maxInARow">More than this many end the run.</param>
    public static Sentence Sentence(Fault fault, int inARow, int maxInARow) => fault.Class switch
    {
        FaultClass.Final => Supervision.Sentence.Fail,
        FaultClass.DiskFull => Supervision.Sentence.StandStill,
        FaultClass.OnceForgivable => inARow <= 1 ? Supervision.Sentence.TryAgain : Supervision.Sentence.Fail,
        FaultClass.Forgivable => inARow <= maxInARow ? Supervision.Sentence.TryAgain : Supervision.Sentence.Fail,
        _ => throw new System.Diagnostics.UnreachableException($"No row for {fault.Class}."),
    };
}
