using ActorGaze.Actors.Hosting;
using ActorGaze.Actors.Supervision;
using Akka.Actor;

namespace ActorGaze.Actors.Images;

/// <summary>Looks for data folders that are not there, one look at a time per folder, with longer and longer pauses.</summary>
/// <remarks>Used by one actor alone. A look that hangs holds one thread, and is waited for.</remarks>
/// <param name="look">True where the folder is there. Called on a thread of its own.</param>
internal sealed class FolderWatch(IActorRef self, ITimerScheduler timers, RetrySettings retry, Func<string, bool> look)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30); // a look costs nothing, and somebody waits

    private readonly Dictionary<string, (HashSet<IActorRef> Askers, int Looks)> _awaited = [];
    private readonly RetrySettings _retry = retry with { MaxDelay = retry.MaxDelay < LongestPause ? retry.MaxDelay : LongestPause };

    public void Await(string folder, IActorRef asker)
    {
        if (_awaited.TryGetValue(folder, out var watch)) watch.Askers.Add(asker);
        else
        {
            _awaited[folder] = ([asker], 0);
            Look(folder);
        }
    }

    public void Look(string folder) =>
        Task.Factory.StartNew(() => look(folder), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
            .PipeTo(self, self, there => new Looked(folder, there), _ => new Looked(folder, false));

    public void OnLooked(Looked looked)
    {
        if (!_awaited.TryGetValue(looked.Folder, out var watch)) return;
        if (looked.IsThere)
        {
            _awaited.Remove(looked.Folder);
            foreach (var asker in watch.Askers) asker.Tell(new FolderThere(looked.Folder));
            return;
        }

        _awaited[looked.Folder] = (watch.Askers, watch.Looks + 1);
        timers.StartSingleTimer(looked.Folder, new LookAgain(looked.Folder), Backoff.Pause(_retry, watch.Looks + 1, 0));
    }

    internal sealed record Looked(string Folder, bool IsThere);

    internal sealed record LookAgain(string Folder);
}
