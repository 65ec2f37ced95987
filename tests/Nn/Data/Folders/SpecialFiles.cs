using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace ActorGaze.Tests.Nn.Data.Folders;

/// <summary>What may lie in a folder besides files, and names that .NET cannot write.</summary>
internal static class SpecialFiles
{
    public static void Fifo(string path) => Assert.Equal(0, MakeFifo(Encoding.UTF8.GetBytes(path + '\0'), 0x180));

    /// <summary>The socket lies there after its listener is gone.</summary>
    public static void Socket(string path)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        File.Move(path, path + ".kept"); // .NET deletes what it has bound
        socket.Close();
        File.Move(path + ".kept", path);
    }

    /// <summary>A file whose name is these bytes in a folder.</summary>
    public static void Named(string folder, byte[] name, byte[] content)
    {
        var plain = Path.Combine(folder, "to-be-renamed");
        File.WriteAllBytes(plain, content);
        Assert.Equal(0, Rename(Encoding.UTF8.GetBytes(plain + '\0'), Raw(folder, name)));
    }

    public static void NamedFolder(string folder, byte[] name) => Assert.Equal(0, MakeDirectory(Raw(folder, name), 0x1C0));

    /// <summary>.NET cannot delete it.</summary>
    public static void Remove(string folder, byte[] name) => Assert.Equal(0, Unlink(Raw(folder, name)));

    /// <summary>.NET cannot delete it.</summary>
    public static void RemoveFolder(string folder, byte[] name) => Assert.Equal(0, RemoveDirectory(Raw(folder, name)));

    private static byte[] Raw(string folder, byte[] name) => [.. Encoding.UTF8.GetBytes(folder + '/'), .. name, 0];

    [DllImport("libc", EntryPoint = "mkfifo", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MakeFifo(byte[] path, uint mode);

    [DllImport("libc", EntryPoint = "rename", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Rename(byte[] from, byte[] to);

    [DllImport("libc", EntryPoint = "unlink", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Unlink(byte[] path);

    [DllImport("libc", EntryPoint = "mkdir", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MakeDirectory(byte[] path, uint mode);

    [DllImport("libc", EntryPoint = "rmdir", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int RemoveDirectory(byte[] path);
}
