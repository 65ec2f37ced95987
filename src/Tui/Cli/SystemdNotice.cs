using System.Net.Sockets;
using System.Text;
using ActorGaze.Tui.Terminal;

namespace ActorGaze.Tui.Cli;

/// <summary>Tells systemd how a service of <c>Type=notify</c> stands; elsewhere nobody listens.</summary>
internal static class SystemdNotice
{
    public static void Ready(Surroundings around) => Say(around, "READY=1");

    public static void Stopping(Surroundings around) => Say(around, "STOPPING=1");

    private static void Say(Surroundings around, string state)
    {
        if (around.Environment("NOTIFY_SOCKET") is not { Length: > 1 } path) return;
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            socket.Connect(new UnixDomainSocketEndPoint(path[0] == '@' ? $"\0{path[1..]}" : path));
            socket.Send(Encoding.ASCII.GetBytes(state));
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            around.Error.WriteLine($"actorgaze: systemd could not be told {state}: {e.Message}");
        }
    }
}
