using ActorGaze.Actors.Storage;

namespace ActorGaze.Tui.Client;

/// <summary>For commands that are typed right after <c>actorgaze up</c>.</summary>
internal static class StartingEngine
{
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// Waits, ten seconds at most, while a process has the folder and does not listen yet. Whether it listens then is for the next request
    /// to find out: it may be one that leaves.
    /// </summary>
    public static async Task UntilItListensAsync(string stateFolder, TimeProvider clock, CancellationToken cancel)
    {
        var folder = new StateFolder(stateFolder);
        if (File.Exists(folder.Socket) || !EngineLock.IsHeld(folder)) return;
        var began = clock.GetTimestamp();
        while (!File.Exists(folder.Socket) && clock.GetElapsedTime(began) < Most)
            await Task.Delay(BetweenLooks, clock, cancel).ConfigureAwait(false);
    }
}
