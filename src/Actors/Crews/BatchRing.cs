using ActorGaze.Nn.Data;

namespace ActorGaze.Actors.Crews;

/// <summary>Makes the batches after the newest one that was asked for on several threads, for a GPU that takes them faster than one thread makes them. They come in the order in which they are asked for.</summary>
internal sealed class BatchRing(Func<BatchPlace, Batch> make, Func<BatchPlace, BatchPlace?> after, int workers) : IDisposable
{
    private readonly Dictionary<BatchPlace, Task<Batch>> _made = [];

    /// <summary>A batch, made or being made; who asked disposes it. Batches that are behind it or too far ahead are dropped.</summary>
    public Task<Batch> Take(BatchPlace wanted)
    {
        var batch = _made.Remove(wanted, out var made) ? made : Make(wanted);
        var coming = Coming(wanted).ToHashSet();
        foreach (var other in _made.Keys.Where(place => !coming.Contains(place)).ToArray())
        {
            _made.Remove(other, out var dropped);
            Drop(dropped!);
        }

        foreach (var place in coming) _made.TryAdd(place, _made.GetValueOrDefault(place) ?? Make(place));
        return batch;
    }

    public void Dispose()
    {
        foreach (var batch in _made.Values) Drop(batch);
        _made.Clear();
    }

    private IEnumerable<BatchPlace> Coming(BatchPlace wanted)
    {
        var place = after(wanted);
        for (var ahead = 0; ahead < workers && place is { } next; ahead++, place = after(next)) yield return next;
    }

    private Task<Batch> Make(BatchPlace place) => Task.Run(() => make(place));

    private static void Drop(Task<Batch> batch) => _ = batch.ContinueWith(
        done =>
        {
            if (done.IsCompletedSuccessfully) done.Result.Dispose();
            else _ = done.Exception; // nobody waits for a batch that was dropped
        }, TaskScheduler.Default);
}
