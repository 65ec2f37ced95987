using System.Runtime.InteropServices;
using ActorGaze.Nn;
using Microsoft.Win32.SafeHandles;

namespace ActorGaze.Actors.Storage;

/// <summary>
/// A file or folder that is held by what it is, wherever its path leads later. On systems other than Linux only the path is looked at.
/// </summary>
internal sealed class PinnedPath : IDisposable
{
    // O_PATH pins a file without opening it: to close such a descriptor drops none of SQLite's locks.
    private const int PathOnly = 0x200000;
    private const int CloseOnExec = 0x80000;

    private readonly string _path;
    private readonly SafeFileHandle? _handle;

    private PinnedPath(string path, SafeFileHandle? handle) => (_path, _handle) = (path, handle);

    /// <exception cref="IOException">The path leads nowhere.</exception>
    public static PinnedPath Open(string path)
    {
        if (!OperatingSystem.IsLinux()) return new PinnedPath(path, null);
        var descriptor = OpenDescriptor(path, PathOnly | CloseOnExec);
        return descriptor >= 0
            ? new PinnedPath(path, new SafeFileHandle(descriptor, ownsHandle: true))
            : throw new IOException($"{path}: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    /// <summary>True where its own path leads to it still.</summary>
    public bool IsThere => IsAt(_path);

    /// <summary>Where it is now; null where it was deleted, or the system cannot say.</summary>
    public string? Now
    {
        get
        {
            if (_handle is null) return Path.Exists(_path) ? _path : null;
            if (_handle.IsClosed) return null;
            var target = new FileInfo(FormattableString.Invariant($"/proc/self/fd/{_handle.DangerousGetHandle()}")).LinkTarget;
            return target is not null && FileStatus.Of(target, out _) is { } there && Mine?.IsSameFile(there) == true ? target : null;
        }
    }

    /// <summary>True where a path leads to it, or the system cannot say: then the next write says what is wrong.</summary>
    public bool IsAt(string path)
    {
        if (_handle is null) return Path.Exists(path);
        if (FileStatus.Of(path, out var error) is { } there) return Mine is not { } mine || there.IsSameFile(mine);
        return error is not (ErrorNumbers.NotFound or ErrorNumbers.NotAFolder or ErrorNumbers.TooManyLinks);
    }

    public void Dispose() => _handle?.Dispose();

    private FileStatus? Mine => _handle!.IsClosed ? null : FileStatus.Of(_handle);

    [DllImport("libc", EntryPoint = "open", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int OpenDescriptor([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);
}
