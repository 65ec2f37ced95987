using System.Buffers.Binary;

namespace ActorGaze.Nn.Data.Folders;

/// <summary>What changes when a file is written or replaced; read without opening the file. A link is followed.</summary>
/// <param name="Length">Bytes; −1 where there is no such file.</param>
/// <param name="Written">When its content was last written. Copying programs set this back to the original's.</param>
/// <param name="Changed">When its content or attributes last changed, which no program can set; 0 where the system does not tell.</param>
/// <param name="Node">The file's number on its disk: a file put in its place has another one. 0 where the system does not tell.</param>
internal readonly record struct FileStamp(long Length, long Written, long Changed, ulong Node)
{
    private static readonly FileStamp Absent = new(-1, -1, 0, 0);

    public static FileStamp Of(string path) =>
        OperatingSystem.IsLinux() && AsLinuxTells(path) is { } stamp ? stamp : AsAnySystemTells(path);

    /// <summary>Appends the stamp, as 32 bytes, to what identifies a set of files.</summary>
    public void Write(Span<byte> target)
    {
        BinaryPrimitives.WriteInt64LittleEndian(target, Length);
        BinaryPrimitives.WriteInt64LittleEndian(target[8..], Written);
        BinaryPrimitives.WriteInt64LittleEndian(target[16..], Changed);
        BinaryPrimitives.WriteUInt64LittleEndian(target[24..], Node);
    }

    /// <summary>.NET tells neither the change time nor the file's number.</summary>
    internal static FileStamp AsAnySystemTells(string path)
    {
        try
        {
            FileSystemInfo entry = new FileInfo(path);
            if (entry.Exists && entry.Attributes.HasFlag(FileAttributes.ReparsePoint))
                entry = entry.ResolveLinkTarget(returnFinalTarget: true) ?? entry;
            return entry is FileInfo { Exists: true } file ? new FileStamp(file.Length, file.LastWriteTimeUtc.Ticks, 0, 0) : Absent;
        }
        catch (IOException)
        {
            return Absent; // a link that leads back to itself
        }
    }

    /// <returns>Null where the system does not know statx, or an old container forbids it.</returns>
    private static FileStamp? AsLinuxTells(string path)
    {
        if (FileStatus.Of(path, out var error) is { } status)
            return new FileStamp(status.Length, status.Written, status.Changed, status.Inode);
        return error is ErrorNumbers.NotPermitted or ErrorNumbers.NoSuchCall ? null : Absent;
    }
}
