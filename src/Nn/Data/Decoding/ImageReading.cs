using System.Runtime.InteropServices;
using ActorGaze.Nn.Data.Folders;
using Microsoft.Win32.SafeHandles;

namespace ActorGaze.Nn.Data.Decoding;

/// <summary>What reading a file gave: its bytes, or in words why there are none.</summary>
internal readonly record struct FileReading(byte[]? Bytes, string? Fault);

/// <summary>The one way an image file is read: by <c>data check</c>, by what makes decoded images, and so by training.</summary>
/// <remarks>It never waits for a writer and never throws for what lies in the file: what cannot be read has a reason, at once.</remarks>
internal static class ImageReading
{
    /// <summary>A larger file is no image that is read: 50 million pixels of four components of 16 bits have 400 MB.</summary>
    public const long MostBytes = 512_000_000;

    private const int ReadOnly = 0;
    private const int NonBlocking = 0x800; // O_NONBLOCK on Linux
    private const int CloseOnExec = 0x80000; // O_CLOEXEC on Linux

    /// <exception cref="IOException">The machine is at fault, not the file: too many open files, say, or a silent network.</exception>
    public static FileReading Read(ImageListing listing, ImageFile file) =>
        file.Unreadable is { } known ? new FileReading(null, known) : Read(listing.PathOf(file));

    /// <inheritdoc cref="Read(ImageListing, ImageFile)"/>
    public static FileReading Read(string path)
    {
        var facts = FileFacts.Of(path);
        if (facts.Kind == FileKind.Failed) return Failed(path, facts.Error, Marshal.GetPInvokeErrorMessage(facts.Error));
        var target = facts.Kind == FileKind.DanglingLink ? new FileInfo(path).LinkTarget : null;
        if (Objection(facts, target) is { } objection) return new FileReading(null, objection);

        try
        {
            using var handle = Open(path, out var error);
            return handle.IsInvalid
                ? Failed(path, error, Marshal.GetPInvokeErrorMessage(error))
                : new FileReading(ReadAll(handle, facts.Length), null);
        }
        catch (UnauthorizedAccessException denied)
        {
            return Failed(path, ErrorNumbers.Denied, denied.Message);
        }
        catch (Exception fault) when (fault is IOException or NotSupportedException)
        {
            // Not supported: it has no length, so it is no regular file any more.
            return Failed(path, fault.HResult, fault.Message);
        }
    }

    /// <summary>Why what lies there is not even opened; null for a file that may be an image.</summary>
    /// <param name="target">Where a link leads that leads nowhere.</param>
    public static string? Objection(FileFacts facts, string? target) => facts.Kind switch
    {
        FileKind.Missing => "the file is gone",
        FileKind.Folder => "a folder under the name of an image",
        FileKind.Fifo => "a FIFO (named pipe), not a file",
        FileKind.Socket => "a socket, not a file",
        FileKind.Device => "a device, not a file",
        FileKind.DanglingLink => $"a link to '{target}', which is not there",
        FileKind.LinkLoop => "a link that leads back to itself",
        FileKind.Forbidden => "the file may not be read (permission denied)",
        _ when facts.Length > MostBytes =>
            FormattableString.Invariant($"the file has {facts.Length / 1e9:0.0} GB; images of at most {MostBytes / 1_000_000} MB are read"),
        _ => null,
    };

    private static FileReading Failed(string path, int error, string message)
    {
        if (ErrorNumbers.IsPassing(error)) throw new IOException($"'{path}' cannot be read now: {message}", error);
        return new FileReading(null, error switch
        {
            ErrorNumbers.NotFound => "the file is gone",
            ErrorNumbers.Denied or ErrorNumbers.NotPermitted => "the file may not be read (permission denied)",
            _ => $"the file cannot be read: {message}",
        });
    }

    private static SafeFileHandle Open(string path, out int error)
    {
        error = 0;
        if (!OperatingSystem.IsLinux()) return File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);

        int descriptor;
        do
        {
            descriptor = Open(path, ReadOnly | NonBlocking | CloseOnExec);
            error = descriptor < 0 ? Marshal.GetLastPInvokeError() : 0;
        }
        while (error == ErrorNumbers.Interrupted);
        return new SafeFileHandle(descriptor, ownsHandle: true);
    }

    /// <summary>As many bytes as the file had when it was looked at, or fewer where it was cut since.</summary>
    private static byte[] ReadAll(SafeFileHandle handle, long length)
    {
        var bytes = new byte[Math.Min(length, RandomAccess.GetLength(handle))];
        var at = 0;
        while (at < bytes.Length && RandomAccess.Read(handle, bytes.AsSpan(at), at) is > 0 and var read) at += read;
        return at == bytes.Length ? bytes : bytes[..at];
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);
}
