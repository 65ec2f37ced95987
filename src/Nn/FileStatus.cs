using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace ActorGaze.Nn;

/// <summary>What Linux says of a file without opening it: the answer of <c>statx</c>, of which .NET tells only a part.</summary>
/// <param name="Type">What kind of file it is: the bits of its mode under S_IFMT.</param>
/// <param name="Length">In bytes.</param>
/// <param name="Written">When its content was last written, in nanoseconds since 1970. A program can set it.</param>
/// <param name="Changed">When its content or attributes last changed, in nanoseconds since 1970. No program can set it.</param>
/// <param name="Device">The file system's number.</param>
/// <param name="Inode">The file's number in it.</param>
public readonly record struct FileStatus(int Type, long Length, long Written, long Changed, ulong Device, ulong Inode)
{
    private const int CurrentFolder = -100; // AT_FDCWD
    private const int NoFollow = 0x100; // AT_SYMLINK_NOFOLLOW
    private const int EmptyPath = 0x1000; // AT_EMPTY_PATH: the open file itself
    private const uint BasicStats = 0x7ff; // STATX_BASIC_STATS
    private const int AnswerLength = 256; // struct statx has the same layout on every processor
    private const int ModeAt = 28; // stx_mode and so on
    private const int InodeAt = 32;
    private const int LengthAt = 40;
    private const int ChangedAt = 96;
    private const int WrittenAt = 112;
    private const int DeviceAt = 136;
    private const int TypeOfMode = 0xF000; // S_IFMT
    private const int Regular = 0x8000; // S_IFREG

    /// <summary>A plain file: no folder, device, pipe or socket.</summary>
    public bool IsRegular => Type == Regular;

    /// <summary>True where both are of one file, whatever its names.</summary>
    public bool IsSameFile(FileStatus other) => (Device, Inode) == (other.Device, other.Inode);

    /// <summary>Of what the path leads to; null where the system does not say.</summary>
    /// <param name="error">The system's number for why (<see cref="ErrorNumbers"/>); 0 where it says.</param>
    public static FileStatus? Of(string path, out int error) => Ask(CurrentFolder, path, 0, out error);

    /// <summary>Of what lies at the path, be it a link that leads nowhere; null where the system does not say.</summary>
    public static FileStatus? OfLink(string path) => Ask(CurrentFolder, path, NoFollow, out _);

    /// <summary>Of an open file; null where the system does not say.</summary>
    public static FileStatus? Of(SafeHandle file) => Ask((int)file.DangerousGetHandle(), "", EmptyPath, out _);

    private static FileStatus? Ask(int folder, string path, int flags, out int error)
    {
        Span<byte> answer = stackalloc byte[AnswerLength];
        try
        {
            var failed = Statx(folder, path, flags, BasicStats, ref MemoryMarshal.GetReference(answer)) != 0;
            error = failed ? Marshal.GetLastPInvokeError() : 0;
        }
        catch (EntryPointNotFoundException)
        {
            error = ErrorNumbers.NoSuchCall; // a C library of before 2018
        }

        return error != 0 ? null : new FileStatus(
            BinaryPrimitives.ReadUInt16LittleEndian(answer[ModeAt..]) & TypeOfMode,
            BinaryPrimitives.ReadInt64LittleEndian(answer[LengthAt..]),
            Nanoseconds(answer[WrittenAt..]),
            Nanoseconds(answer[ChangedAt..]),
            BinaryPrimitives.ReadUInt64LittleEndian(answer[DeviceAt..]),
            BinaryPrimitives.ReadUInt64LittleEndian(answer[InodeAt..]));
    }

    private static long Nanoseconds(ReadOnlySpan<byte> time) =>
        unchecked((BinaryPrimitives.ReadInt64LittleEndian(time) * 1_000_000_000) + BinaryPrimitives.ReadUInt32LittleEndian(time[8..]));

    [DllImport("libc", EntryPoint = "statx", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, ref byte answer);
}
