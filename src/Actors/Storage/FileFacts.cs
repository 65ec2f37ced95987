using System.Runtime.InteropServices;

namespace ActorGaze.Actors.Storage;

/// <summary>What Linux says of a file that .NET does not: which one it is, and of what kind.</summary>
/// <param name="Device">The file system's number.</param>
/// <param name="Inode">The file's number in it.</param>
/// <param name="IsRegular">It is a plain file: no folder, device, pipe or socket.</param>
internal readonly record struct FileFacts(ulong Device, ulong Inode, bool IsRegular)
{
    private const int EmptyPath = 0x1000; // AT_EMPTY_PATH
    private const int WorkingFolder = -100; // AT_FDCWD
    private const uint TypeAndInode = 0x1 | 0x100; // STATX_TYPE, STATX_INO
    private const int ModeAt = 28; // offsets in struct statx
    private const int InodeAt = 32;
    private const int DeviceAt = 136;
    private const int StatxBytes = 256;
    private const int TypeBits = 0xF000; // S_IFMT
    private const int Regular = 0x8000; // S_IFREG

    /// <summary>Of what the path leads to; null where it cannot be asked, and the last error says why.</summary>
    public static FileFacts? Of(string path) => Ask(WorkingFolder, path, 0);

    /// <summary>Of an open file.</summary>
    public static FileFacts? Of(SafeHandle handle) => Ask((int)handle.DangerousGetHandle(), "", EmptyPath);

    private static FileFacts? Ask(int folder, string path, int flags)
    {
        var found = new byte[StatxBytes];
        if (Statx(folder, path, flags, TypeAndInode, found) != 0) return null;
        var isRegular = (MemoryMarshal.Read<ushort>(found.AsSpan(ModeAt)) & TypeBits) == Regular;
        var (device, inode) = (MemoryMarshal.Read<ulong>(found.AsSpan(DeviceAt)), MemoryMarshal.Read<ulong>(found.AsSpan(InodeAt)));
        return new FileFacts(device, inode, isRegular);
    }

    [DllImport("libc", EntryPoint = "statx", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, byte[] found);
}
