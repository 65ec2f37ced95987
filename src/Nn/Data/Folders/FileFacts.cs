namespace ActorGaze.Nn.Data.Folders;

/// <summary>What lies under a path.</summary>
internal enum FileKind
{
    Regular,
    Missing,
    Folder,
    Fifo,
    Socket,
    Device,
    DanglingLink,
    LinkLoop,
    Forbidden,

    /// <summary>The system gave another error; see <see cref="FileFacts.Error"/>.</summary>
    Failed,
}

/// <summary>What the system says of a path without opening it, links followed: opening a FIFO would wait for its writer.</summary>
/// <param name="Length">In bytes; 0 for what is no regular file.</param>
/// <param name="Error">The system's error number where the kind is <see cref="FileKind.Failed"/>.</param>
internal readonly record struct FileFacts(FileKind Kind, long Length = 0, int Error = 0)
{
    public static FileFacts Of(string path) => OperatingSystem.IsLinux() ? OnLinux(path) : Elsewhere(path);

    private static FileFacts OnLinux(string path)
    {
        if (FileStatus.Of(path, out var error) is { } status)
            return new FileFacts(KindOf(status), status.IsRegular ? status.Length : 0);
        return error switch
        {
            ErrorNumbers.NotFound or ErrorNumbers.NotAFolder =>
                new FileFacts(FileStatus.OfLink(path) is null ? FileKind.Missing : FileKind.DanglingLink),
            ErrorNumbers.TooManyLinks => new FileFacts(FileKind.LinkLoop),
            ErrorNumbers.Denied => new FileFacts(FileKind.Forbidden),
            ErrorNumbers.NotPermitted or ErrorNumbers.NoSuchCall => Elsewhere(path), // an old container forbids the call, not the file
            _ => new FileFacts(FileKind.Failed, Error: error),
        };
    }

    private static FileKind KindOf(FileStatus status) => status.Type switch
    {
        _ when status.IsRegular => FileKind.Regular,
        0x4000 => FileKind.Folder,
        0x1000 => FileKind.Fifo,
        0xC000 => FileKind.Socket,
        _ => FileKind.Device, // a character or a block device
    };

    /// <summary>What .NET can tell anywhere; it does not tell a FIFO from a file.</summary>
    private static FileFacts Elsewhere(string path)
    {
        if (Directory.Exists(path)) return new FileFacts(FileKind.Folder);
        var entry = new FileInfo(path);
        if (entry.LinkTarget is null) return entry.Exists ? new FileFacts(FileKind.Regular, entry.Length) : new FileFacts(FileKind.Missing);
        try
        {
            return entry.ResolveLinkTarget(returnFinalTarget: true) is FileInfo { Exists: true } target
                ? new FileFacts(FileKind.Regular, target.Length)
                : new FileFacts(FileKind.DanglingLink);
        }
        catch (IOException)
        {
            return new FileFacts(FileKind.LinkLoop); // the one thing that resolving complains of
        }
    }
}
