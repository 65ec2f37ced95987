using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Faults;
using ActorGaze.Actors.Contracts.Images;
using Akka.Actor;

namespace ActorGaze.Actors.Engine.Images;

/// <summary>Looks for data sets that are not there, one look at a time for each, with longer and longer pauses.</summary>
/// <remarks>Used by one actor alone. A look that hangs holds one thread, and is waited for.</remarks>
/// <param name="look">The path that is missing; null where all of the data set is there. Called on a thread of its own.</param>
internal sealed class FolderWatch(IActorRef self, ITimerScheduler timers, RetrySettings retry, Func<OpenImages, string?> look)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30); // a look costs nothing, and somebody waits

    private readonly Dictionary<OpenImages, (HashSet<IActorRef> Askers, int Looks)> _awaited = [];
    private readonly RetrySettings _retry = retry with { MaxDelay = retry.MaxDelay < LongestPause ? retry.MaxDelay : LongestPause };

    public void Await(OpenImages images, IActorRef asker)
    {
        if (_awaited.TryGetValue(images, out var watch)) watch.Askers.Add(asker);
        else
        {
            _awaited[images] = ([asker], 0);
            Look(images);
        }
    }

    public void Look(OpenImages images) =>
        Task.Factory.StartNew(() => look(images), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
            .PipeTo(self, self, missing => new Looked(images, missing), _ => new Looked(images, images.Data));

    public void OnLooked(Looked looked)
    {
        if (!_awaited.TryGetValue(looked.Images, out var watch)) return;
        if (looked.Missing is not { } missing)
        {
            _awaited.Remove(looked.Images);
            foreach (var asker in watch.Askers) asker.Tell(new FolderThere(looked.Images.Data));
            return;
        }

        foreach (var asker in watch.Askers) asker.Tell(new FolderMissing(looked.Images.Data, missing));
        _awaited[looked.Images] = (watch.Askers, watch.Looks + 1);
        timers.StartSingleTimer(looked.Images, new LookAgain(looked.Images), Backoff.Pause(_retry, watch.Looks + 1, 0));
    }

    internal sealed record Looked(OpenImages Images, string? Missing);

    internal sealed record LookAgain(OpenImages Images);
}
