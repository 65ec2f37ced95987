using System.Buffers.Binary;
using System.Runtime.InteropServices;

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
    private const int CurrentFolder = -100; // AT_FDCWD
    private const int NoFollow = 0x100; // AT_SYMLINK_NOFOLLOW
    private const uint TypeAndSize = 0x1 | 0x200; // STATX_TYPE, STATX_SIZE
    private const int AnswerLength = 256; // struct statx has the same layout on every processor
    private const int ModeAt = 28;
    private const int SizeAt = 40;
    private const int TypeOfMode = 0xF000; // S_IFMT

    public static FileFacts Of(string path) => OperatingSystem.IsLinux() ? OnLinux(path) : Elsewhere(path);

    private static FileFacts OnLinux(string path)
    {
        var answer = new byte[AnswerLength];
        if (Statx(CurrentFolder, path, 0, TypeAndSize, answer) == 0)
        {
            var kind = KindOf(BinaryPrimitives.ReadUInt16LittleEndian(answer.AsSpan(ModeAt)));
            return new FileFacts(kind, kind == FileKind.Regular ? BinaryPrimitives.ReadInt64LittleEndian(answer.AsSpan(SizeAt)) : 0);
        }

        return Marshal.GetLastPInvokeError() switch
        {
            ErrorNumbers.NotFound or ErrorNumbers.NotAFolder =>
                new FileFacts(Statx(CurrentFolder, path, NoFollow, TypeAndSize, answer) == 0 ? FileKind.DanglingLink : FileKind.Missing),
            ErrorNumbers.TooManyLinks => new FileFacts(FileKind.LinkLoop),
            ErrorNumbers.Denied => new FileFacts(FileKind.Forbidden),
            ErrorNumbers.NotPermitted or ErrorNumbers.NoSuchCall => Elsewhere(path), // an old container forbids the call, not the file
            var error => new FileFacts(FileKind.Failed, Error: error),
        };
    }

    private static FileKind KindOf(ushort mode) => (mode & TypeOfMode) switch
    {
        0x8000 => FileKind.Regular,
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

    [DllImport("libc", EntryPoint = "statx", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(
        int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, [Out] byte[] answer);
}

/// <summary>Linux's error numbers that mean something to whoever reads images.</summary>
internal static class ErrorNumbers
{
    public const int NotPermitted = 1;
    public const int NotFound = 2;
    public const int Interrupted = 4;
    public const int Denied = 13;
    public const int NotAFolder = 20;
    public const int NoSuchCall = 38;
    public const int TooManyLinks = 40;

    private static readonly int[] OfTheMachine =
    [
        11, // EAGAIN
        12, // ENOMEM
        23, // ENFILE: the system's open files
        24, // EMFILE: this process's open files
        107, // ENOTCONN: a network file system
        110, // ETIMEDOUT
        112, // EHOSTDOWN
        113, // EHOSTUNREACH
        116, // ESTALE
    ];

    /// <summary>True where the machine is at fault rather than the file, so that trying again may help.</summary>
    public static bool IsPassing(int error) => OperatingSystem.IsLinux() && OfTheMachine.Contains(error);
}
