using System.Collections.Immutable;

namespace ActorGaze.Actors.Crews;

/// <summary>The saves of one attempt, in the order in which they were asked for. One is written at a time. Pure.</summary>
/// <param name="Writing">The save that is being written; null where none is.</param>
/// <param name="Waiting">Those after it.</param>
internal sealed record SaveLine(PendingSave? Writing, ImmutableQueue<PendingSave> Waiting)
{
    public static SaveLine Empty { get; } = new(null, ImmutableQueue<PendingSave>.Empty);

    /// <summary>Training goes on beside one save. It waits where a second one waits, and where the state was saved to stop.</summary>
    public bool MayTrain => Waiting.IsEmpty && Writing is not { Last: true };

    public IEnumerable<PendingSave> All => Writing is null ? Waiting : Waiting.Prepend(Writing);

    public SaveLine Add(PendingSave save) => Writing is null ? this with { Writing = save } : this with { Waiting = Waiting.Enqueue(save) };

    /// <summary>The save that was being written is over, well or not: the next one is written.</summary>
    public SaveLine Next() => Waiting.IsEmpty ? Empty : new SaveLine(Waiting.Peek(), Waiting.Dequeue());
}
