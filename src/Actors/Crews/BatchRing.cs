using ActorGaze.Nn.Data.Batches;

namespace ActorGaze.Actors.Crews;

/// <summary>
/// Makes the batches after the newest one that was asked for on several threads, for a GPU that takes them faster than one thread makes
/// them. They come in the order in which they are asked for.
/// </summary>
internal sealed class BatchRing(Func<BatchPlace, Batch> make, Func<BatchPlace, BatchPlace?> after, int ahead) : IDisposable
{
    private readonly Dictionary<BatchPlace, Task<Batch>> _made = [];
    private readonly List<Task> _unfinished = []; // batches handed out or dropped that may still read the images

    /// <summary>A batch, made or being made; who asked disposes it. Batches that are behind it or too far ahead are dropped.</summary>
    public Task<Batch> Take(BatchPlace wanted)
    {
        var batch = _made.Remove(wanted, out var made) ? made : Make(wanted);
        _unfinished.RemoveAll(task => task.IsCompleted);
        _unfinished.Add(batch.ContinueWith(_ => { }, TaskScheduler.Default)); // whoever asked sees how it failed
        var coming = Coming(wanted).ToHashSet();
        foreach (var other in _made.Keys.Where(place => !coming.Contains(place)).ToArray())
        {
            _made.Remove(other, out var dropped);
            _unfinished.Add(Drop(dropped!));
        }

        foreach (var place in coming.Where(place => !_made.ContainsKey(place))) _made[place] = Make(place);
        return batch;
    }

    /// <summary>Returns when nothing is being made any more: the images may then be closed.</summary>
    public void Dispose()
    {
        Task.WaitAll([.. _made.Values.Select(Drop), .. _unfinished]);
        _made.Clear();
        _unfinished.Clear();
    }

    private IEnumerable<BatchPlace> Coming(BatchPlace wanted)
    {
        var place = after(wanted);
        for (var count = 0; count < ahead && place is { } next; count++, place = after(next)) yield return next;
    }

    private Task<Batch> Make(BatchPlace place) => Task.Run(() => make(place));

    private static Task Drop(Task<Batch> batch) => batch.ContinueWith(
        done =>
        {
            if (done.IsCompletedSuccessfully) done.Result.Dispose();
            else _ = done.Exception; // nobody waits for a batch that was dropped
        }, TaskScheduler.Default);
}
