namespace ActorGaze.Actors.Contracts;

/// <summary>Why a command was not done: decides what whoever gave it should do now.</summary>
public enum Refusal
{
    /// <summary>It cannot be done as things are.</summary>
    [System.Text.Json.Serialization.JsonStringEnumMemberName("no-sense")] // the word on the socket since contract 1.0
    NotPossible,

    /// <summary>It names something that is not there, or has a value that is not allowed.</summary>
    WrongInput,

    /// <summary>The engine is busy: the same again in a moment may be done.</summary>
    TryAgain,

    /// <summary>Something outside the program prevented it: a file could not be written, the disk is full.</summary>
    Prevented,

    /// <summary>The engine has a bug; its log has the details.</summary>
    EngineBug,
}

/// <summary>The engine's answer to a command: given after its event is on disk.</summary>
public abstract record Answer
{
    private Answer() { }

    /// <summary>Done, or so already.</summary>
    public sealed record Accepted(string Text) : Answer;

    /// <summary>Not done, and why.</summary>
    public sealed record Refused(string Reason, Refusal Kind = Refusal.NotPossible) : Answer;

    public bool IsAccepted => this is Accepted;

    public T Match<T>(Func<string, T> accepted, Func<string, T> refused) => this switch
    {
        Accepted a => accepted(a.Text),
        Refused r => refused(r.Reason),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
