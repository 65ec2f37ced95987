using ActorGaze.Actors.Contracts.Faults;
using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn.Randomness;
using Akka.Actor;

namespace ActorGaze.Actors.Engine.Runs;

/// <summary>Lets a run that waits after a fault go on: by the clock, when its data folder is there, or when its disk has room.</summary>
/// <remarks>
/// Used by one actor alone, which gets <see cref="RunCommand.TryAgain"/>, <see cref="LookForRoom"/> and <see cref="RoomLooked"/>.
/// </remarks>
internal sealed class RunWaits(RunId run, RunWiring wiring, IActorRef self, Func<ITimerScheduler> timers)
{
    private const long Margin = 64 << 10; // the journal's own growth, and a file system's

    private string? _awaited;
    private long? _imageBytes;
    private int _looksForRoom;
    private bool _looking;

    /// <summary>When the next try is, where one waits for it.</summary>
    public DateTimeOffset NextTry { get; private set; }

    /// <summary>Brings the wait into line with how the run stands. Safe to call twice: the second call does nothing.</summary>
    public void Follow(RunState state)
    {
        var recovering = state.Phase == RunPhase.Recovering ? state.LastFault?.Class ?? FaultClass.Forgivable : (FaultClass?)null;
        if (recovering != FaultClass.FolderAbsent) _awaited = null;
        if (recovering is null) timers().Cancel(nameof(RunWaits));
        if (recovering is null || timers().IsTimerActive(nameof(RunWaits))) return;
        switch (recovering)
        {
            case FaultClass.FolderAbsent:
                if (_awaited == state.Spec!.Data) return;
                _awaited = state.Spec.Data;
                wiring.Images.Tell(new AwaitFolder(_awaited), self);
                break;
            case FaultClass.DiskFull:
                if (!_looking) After(Backoff.Pause(wiring.Settings.Retry, ++_looksForRoom, Chance(state)), new LookForRoom());
                break;
            default:
                After(Backoff.Delay(wiring.Settings.Retry, state.FaultsInARow, Chance(state)), new RunCommand.TryAgain());
                break;
        }
    }

    /// <summary>The folder on whose disk room is waited for.</summary>
    public string RoomIn => _imageBytes is null ? Path.GetDirectoryName(wiring.Folder.CheckpointsOf(run))! : wiring.Folder.Cache;

    /// <summary>Asks the disk for the room that is needed next, on another thread; <see cref="RoomLooked"/> answers.</summary>
    public void Look(RunState state)
    {
        if (_looking) return;
        _looking = true;
        var own = wiring.Folder.CheckpointsOf(run);
        var folder = _imageBytes is null && Directory.Exists(own) ? own : RoomIn;
        var (spec, bytes) = (state.Spec!, _imageBytes ?? state.Latest?.Bytes);
        Task.Run(() => DiskRoom.Has(folder, (bytes ?? DiskNeed.Of([spec], 1, _ => 0).Total) + Margin))
            .PipeTo(self, self, has => new RoomLooked(has), _ => new RoomLooked(false));
    }

    public void OnLooked() => _looking = false;

    /// <summary>What is missing of the data folder, as far as it is known; null: the folder itself.</summary>
    public string? Missing { get; set; }

    /// <summary>The images could not be opened: the disk that has no room, if that is why, is the cache's.</summary>
    public void OnFailed(ImagesFailed failed) => (_imageBytes, Missing) = (failed.BytesNeeded, failed.Missing);

    /// <summary>The images are open.</summary>
    public void OnImages() => (_imageBytes, Missing) = (null, null);

    /// <summary>An epoch is on disk: the next look for room waits as short as the first.</summary>
    public void Reset() => (_looksForRoom, _imageBytes) = (0, null);

    private void After(TimeSpan delay, object message)
    {
        NextTry = wiring.Clock.GetLocalNow() + delay;
        timers().StartSingleTimer(nameof(RunWaits), message, delay);
    }

    private static double Chance(RunState state) => RandomStream.Named("back-off", state.Spec!.Seed, state.Attempts).NextDouble();

    internal sealed record LookForRoom;

    internal sealed record RoomLooked(bool Has);
}
