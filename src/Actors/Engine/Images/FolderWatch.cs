using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Faults;
using ActorGaze.Actors.Contracts.Images;
using Akka.Actor;

namespace ActorGaze.Actors.Engine.Images;

/// <summary>Looks for data folders that are not there, one look at a time per folder, with longer and longer pauses.</summary>
/// <remarks>Used by one actor alone. A look that hangs holds one thread, and is waited for.</remarks>
/// <param name="look">The path that is missing; null where all of the folder is there. Called on a thread of its own.</param>
internal sealed class FolderWatch(IActorRef self, ITimerScheduler timers, RetrySettings retry, Func<string, string?> look)
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
            .PipeTo(self, self, missing => new Looked(folder, missing), _ => new Looked(folder, folder));

    public void OnLooked(Looked looked)
    {
        if (!_awaited.TryGetValue(looked.Folder, out var watch)) return;
        if (looked.Missing is not { } missing)
        {
            _awaited.Remove(looked.Folder);
            foreach (var asker in watch.Askers) asker.Tell(new FolderThere(looked.Folder));
            return;
        }

        foreach (var asker in watch.Askers) asker.Tell(new FolderMissing(looked.Folder, missing));
        _awaited[looked.Folder] = (watch.Askers, watch.Looks + 1);
        timers.StartSingleTimer(looked.Folder, new LookAgain(looked.Folder), Backoff.Pause(_retry, watch.Looks + 1, 0));
    }

    internal sealed record Looked(string Folder, string? Missing);

    internal sealed record LookAgain(string Folder);
}
