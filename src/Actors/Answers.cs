using ActorGaze.Actors.Runs;

namespace ActorGaze.Actors;

/// <summary>The engine's answer to a command: given after its event is on disk.</summary>
public abstract record Answer
{
    private Answer() { }

    /// <summary>Done, or so already.</summary>
    public sealed record Accepted(string Text) : Answer;

    /// <summary>Not done, and why.</summary>
    public sealed record Refused(string Reason) : Answer;

    public bool IsAccepted => this is Accepted;

    public T Match<T>(Func<string, T> accepted, Func<string, T> refused) => this switch
    {
        Accepted a => accepted(a.Text),
        Refused r => refused(r.Reason),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
