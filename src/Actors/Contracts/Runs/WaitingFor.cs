using ActorGaze.Actors.Contracts.Faults;
using ActorGaze.Actors.Contracts.Images;

namespace ActorGaze.Actors.Contracts.Runs;

/// <summary>What a run waits for while it has no crew. It goes on by itself; <see cref="WaitingWords"/> has the words.</summary>
public abstract record WaitingFor
{
    private WaitingFor() { }

    public sealed record Slot : WaitingFor;

    /// <summary>The run has a slot, and its images are being opened.</summary>
    /// <param name="Progress">Null before the first word of it.</param>
    public sealed record Images(ImagesProgress? Progress = null) : WaitingFor;

    /// <summary>The images are being opened, and nothing has come for longer than a step may take. The run has no slot meanwhile.</summary>
    /// <param name="Since">When the last sign of life came, with this machine's offset.</param>
    public sealed record NoAnswer(string Path, DateTimeOffset Since) : WaitingFor;

    /// <summary>The data folder is not there, or its training or test folder: a disk that is not mounted.</summary>
    public sealed record DataFolder(string Path) : WaitingFor;

    /// <summary>The disk of a folder is full.</summary>
    public sealed record DiskSpace(string Path) : WaitingFor;

    /// <summary>A fault may pass; it is tried again then.</summary>
    /// <param name="Until">With this machine's offset.</param>
    public sealed record NextTry(DateTimeOffset Until) : WaitingFor;

    /// <summary>The journal cannot be written.</summary>
    public sealed record Journal(string Reason) : WaitingFor;

    /// <summary>What a run waits for, from what is true of it now; null where it waits for nothing.</summary>
    /// <param name="hasSlot">A device was dealt to it.</param>
    /// <param name="hasCrew">A crew is at work, or stops.</param>
    /// <param name="silent">Its images are being opened, and nothing comes.</param>
    /// <param name="nextTry">When a fault is tried again.</param>
    /// <param name="roomIn">On whose disk room is waited for, where that is full.</param>
    /// <param name="missing">What of the data folder is not there; null: the folder itself.</param>
    internal static WaitingFor? Of(
        RunState run, bool hasSlot, bool hasCrew, NoAnswer? silent, DateTimeOffset nextTry, string roomIn,
        string? missing = null) => run.Phase switch
    {
        _ when hasCrew => null,
        RunPhase.Queued or RunPhase.Running when silent is not null => silent,
        RunPhase.Queued or RunPhase.Running => hasSlot ? new Images() : new Slot(),
        RunPhase.Recovering => run.LastFault?.Class switch
        {
            FaultClass.FolderAbsent => new DataFolder(missing ?? run.Spec!.Data),
            FaultClass.DiskFull => new DiskSpace(roomIn),
            _ => new NextTry(nextTry),
        },
        _ => null,
    };
}

/// <summary>Which kind of thing a run waits for, for whoever shows it or decides by it.</summary>
public enum WaitKind
{
    Slot,
    Images,
    NoAnswer,
    DataFolder,
    DiskSpace,
    NextTry,
    Journal,
}

/// <summary>The words for what runs wait for: the one place that has them. Each follows "waits for".</summary>
internal static class WaitingWords
{
    public static string Words(this WaitingFor waiting) => waiting switch
    {
        WaitingFor.Slot => "a slot",
        WaitingFor.Images { Progress: null } => "images",
        WaitingFor.Images { Progress: { } progress } => $"images: {progress}",
        WaitingFor.NoAnswer w => FormattableString.Invariant($"{w.Path}, which has not answered since {w.Since:HH:mm}"),
        WaitingFor.DataFolder w => w.Path,
        WaitingFor.DiskSpace w => $"room on the disk of {w.Path}",
        WaitingFor.NextTry w => FormattableString.Invariant($"the next try, at {w.Until:HH:mm:ss}"),
        WaitingFor.Journal w => $"a journal that can be written ({w.Reason})",
        _ => throw new System.Diagnostics.UnreachableException($"No words for {waiting.GetType()}."),
    };

    public static WaitKind Kind(this WaitingFor waiting) => waiting switch
    {
        WaitingFor.Slot => WaitKind.Slot,
        WaitingFor.Images => WaitKind.Images,
        WaitingFor.NoAnswer => WaitKind.NoAnswer,
        WaitingFor.DataFolder => WaitKind.DataFolder,
        WaitingFor.DiskSpace => WaitKind.DiskSpace,
        WaitingFor.NextTry => WaitKind.NextTry,
        WaitingFor.Journal => WaitKind.Journal,
        _ => throw new System.Diagnostics.UnreachableException($"No kind for {waiting.GetType()}."),
    };

    /// <summary>True where somebody should look: something outside the engine has to come back.</summary>
    public static bool IsOutside(this WaitKind kind) =>
        kind is WaitKind.NoAnswer or WaitKind.DataFolder or WaitKind.DiskSpace or WaitKind.Journal;
}
