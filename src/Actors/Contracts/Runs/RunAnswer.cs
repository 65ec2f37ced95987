namespace ActorGaze.Actors.Contracts.Runs;

/// <summary>What became of a command to one of several runs.</summary>
public sealed record RunAnswer(RunId Run, bool Accepted, string Text)
{
    /// <summary>Where it was refused, what kind of refusal; null otherwise.</summary>
    public Refusal? Refusal { get; init; }

    public static RunAnswer Of(RunId run, Answer answer) => answer switch
    {
        Answer.Accepted a => new RunAnswer(run, true, a.Text),
        Answer.Refused r => new RunAnswer(run, false, r.Reason) { Refusal = r.Kind },
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
