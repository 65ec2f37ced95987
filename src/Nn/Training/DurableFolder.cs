using System.Runtime.InteropServices;

namespace ActorGaze.Nn.Training;

/// <summary>Folders that remember, after a power cut, which files they hold.</summary>
public static class DurableFolder
{
    private const int ReadOnly = 0;
    private const int Interrupted = 4; // EINTR
    private const int Unsupported = 22; // EINVAL: a file system without this operation, as some network ones are.

    /// <summary>
    /// Makes a folder where it is missing. The one above it must be there: where that was moved away, nothing is made in its old place.
    /// </summary>
    /// <exception cref="DirectoryNotFoundException">The folder above is missing.</exception>
    public static void Make(string folder)
    {
        var full = Path.GetFullPath(folder);
        if (Directory.Exists(full)) return;

        var above = Path.GetDirectoryName(full)!; // only a root has none, and that exists
        if (!Directory.Exists(above)) throw new DirectoryNotFoundException($"Folder {above} is missing.");
        Directory.CreateDirectory(full);
        Sync(above);
    }

    /// <summary>Waits until the folder's list of names is on the disk. Windows offers no such thing, and does it by its journal.</summary>
    /// <exception cref="IOException">The disk could not be written.</exception>
    public static void Sync(string folder)
    {
        if (OperatingSystem.IsWindows()) return;

        var descriptor = Retry(() => Open(folder, ReadOnly));
        if (descriptor < 0) throw Failure(folder, Marshal.GetLastPInvokeError());
        try
        {
            if (Retry(() => Fsync(descriptor)) < 0 && Marshal.GetLastPInvokeError() is var error and not Unsupported)
                throw Failure(folder, error);
        }
        finally
        {
            _ = Close(descriptor); // Nothing was written through it, so nothing can be lost here.
        }
    }

    private static int Retry(Func<int> call)
    {
        int result;
        do result = call();
        while (result < 0 && Marshal.GetLastPInvokeError() == Interrupted);
        return result;
    }

    private static IOException Failure(string folder, int error) =>
        new($"Folder {folder} could not be synced: {Marshal.GetPInvokeErrorMessage(error)}.", error); // as .NET tells a full disk

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int Fsync(int descriptor);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    private static extern int Close(int descriptor);
}
