using System.Runtime.InteropServices;

namespace ActorGaze.Tui.Terminal;

/// <summary>
/// Writes to standard output and standard error as the system does it: .NET's console would keep silent about a reader that is gone.
/// </summary>
internal static class Descriptor
{
    public const int StandardOutput = 1;
    public const int StandardError = 2;

    private const int Interrupted = 4; // EINTR
    private const short Writable = 4; // POLLOUT

    private static readonly int WouldBlock = OperatingSystem.IsLinux() ? 11 : 35; // EAGAIN

    /// <summary>Writes all of it, and waits for the reader as long as that takes.</summary>
    /// <exception cref="IOException">It cannot be written; <see cref="Exception.HResult"/> is the system's error number.</exception>
    public static void Write(int descriptor, ReadOnlySpan<byte> bytes)
    {
        if (OperatingSystem.IsWindows())
        {
            using var stream = descriptor == StandardError ? Console.OpenStandardError() : Console.OpenStandardOutput();
            stream.Write(bytes);
            return;
        }

        while (!bytes.IsEmpty)
        {
            var written = Write(descriptor, ref MemoryMarshal.GetReference(bytes), (nuint)bytes.Length);
            if (written >= 0) bytes = bytes[(int)written..];
            else AfterError(descriptor, Marshal.GetLastPInvokeError());
        }
    }

    private static void AfterError(int descriptor, int error)
    {
        if (error == Interrupted) return;
        if (error != WouldBlock) throw new IOException(Marshal.GetPInvokeErrorMessage(error), error);
        var one = new PollDescriptor { Descriptor = descriptor, Asked = Writable };
        _ = Poll(ref one, 1, -1); // a descriptor that is shared with another program may be set not to block
    }

    [DllImport("libc", EntryPoint = "write", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Write(int descriptor, ref byte bytes, nuint count);

    [DllImport("libc", EntryPoint = "poll"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Poll(ref PollDescriptor descriptors, nuint count, int timeoutMilliseconds);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollDescriptor
    {
        public int Descriptor;
        public short Asked;
        public short Answered;
    }
}
