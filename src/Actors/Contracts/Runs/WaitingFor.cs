using ActorGaze.Actors.Contracts.Faults;
using ActorGaze.Actors.Contracts.Images;

namespace ActorGaze.Actors.Contracts.Runs;

/// <summary>What a run waits for while it has no crew. It goes on by itself. Screens have the words.</summary>
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

    /// <summary>Something that a later version waits for, as an engine of that version names it.</summary>
    public sealed record Other(string Name) : WaitingFor;

    /// <summary>Which kind of thing it is; null where this version does not know it.</summary>
    internal WaitKind? Kind => this switch
    {
        Slot => WaitKind.Slot,
        Images => WaitKind.Images,
        NoAnswer => WaitKind.NoAnswer,
        DataFolder => WaitKind.DataFolder,
        DiskSpace => WaitKind.DiskSpace,
        NextTry => WaitKind.NextTry,
        Journal => WaitKind.Journal,
        Other => null,
        _ => throw new System.Diagnostics.UnreachableException($"No kind for {GetType()}."),
    };

    /// <summary>True where somebody should look: something outside the engine has to come back.</summary>
    internal bool IsOutside => this is NoAnswer or DataFolder or DiskSpace or Journal;

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
