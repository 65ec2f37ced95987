using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;

namespace ActorGaze.Actors.Control;

/// <summary>The engine's socket as a file: who may reach it, and who is at its other end.</summary>
internal static class ControlSocket
{
    private const int LongestPath = 107; // sun_path less its closing zero
    private const int MostWaiting = 512; // clients that are not yet accepted, as Kestrel has it
    private const int SolSocket = 1;
    private const int SoPeerCred = 17;
    private const uint GroupAndOthers = 0x3F; // octal 077
    private const UnixFileMode Mine = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Why this folder can have no socket; null where it can.</summary>
    public static string? Objection(StateFolder folder) =>
        OperatingSystem.IsWindows()
        ? "The engine's socket needs Linux or macOS."
        : Encoding.UTF8.GetByteCount(folder.Socket) is > LongestPath and var bytes
        ? $"{folder.Socket}: the path of the engine's socket has {bytes} bytes; allowed: at most {LongestPath}. --state or ACTORGAZE_STATE "
            + "names a folder with a shorter path."
        : null;

    /// <summary>
    /// A listening socket that nobody else can open, in place of one that a dead engine left. The caller holds the engine's lock, and
    /// deletes the file in the end.
    /// </summary>
    /// <remarks>It gets its name when it listens: whoever finds the file can connect.</remarks>
    /// <exception cref="InvalidInputException">The path is too long.</exception>
    /// <exception cref="PreventedException">The path cannot be written.</exception>
    public static Socket Listen(StateFolder folder)
    {
        if (OperatingSystem.IsWindows() || Objection(folder) is not null) throw new InvalidInputException(Objection(folder)!);
        try
        {
            // The folder keeps its mode, whoever else it is open to: the socket's own mode and the peer's check must do.
            File.Delete(folder.SocketBeforeListening);
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                Bind(socket, folder.SocketBeforeListening);
                socket.Listen(MostWaiting);
                File.Move(folder.SocketBeforeListening, folder.Socket, overwrite: true);
                return socket;
            }
            catch
            {
                socket.Dispose(); // which deletes what it was bound to
                throw;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SocketException)
        {
            throw new PreventedException($"{folder.Socket}: the engine's socket cannot be made: {e.Message}", e);
        }
    }

    private static void Bind(Socket socket, string path)
    {
        var before = umask(GroupAndOthers);
        try
        {
            socket.Bind(new UnixDomainSocketEndPoint(path));
        }
        finally
        {
            _ = umask(before);
        }

        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, Mine);
    }

    /// <summary>True where the process at the other end is this user's.</summary>
    public static bool IsMine(Socket socket) => PeerOf(socket) == geteuid();

    private static uint? PeerOf(Socket socket)
    {
        if (OperatingSystem.IsMacOS()) return getpeereid(socket.Handle, out var user, out _) == 0 ? user : null;
        var credentials = new byte[12]; // pid, uid, gid
        return socket.GetRawSocketOption(SolSocket, SoPeerCred, credentials) == credentials.Length
            ? BitConverter.ToUInt32(credentials, 4)
            : null;
    }

    [DllImport("libc"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint umask(uint mask);

    [DllImport("libc"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint geteuid();

    [DllImport("libc"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int getpeereid(nint socket, out uint user, out uint group);
}
