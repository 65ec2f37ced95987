using System.Net.Sockets;
using ActorGaze.Actors.Contracts;

namespace ActorGaze.Tests.Actors.Persistence.Postgres;

/// <summary>Stands between an engine and its server. Once armed, it swallows the answer to the next commit, and cuts that connection.</summary>
internal sealed class CuttingProxy : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cut-").FullName;
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly JournalAddress _server;
    private int _armed;

    public CuttingProxy(JournalAddress server)
    {
        _server = server;
        _listener.Bind(new UnixDomainSocketEndPoint(SocketIn(_folder)));
        _listener.Listen();
        _ = AcceptAsync();
    }

    public JournalAddress Address => _server with { Host = _folder };

    /// <summary>How many answers were swallowed.</summary>
    public int Cuts { get; private set; }

    public void Arm() => Volatile.Write(ref _armed, 1);

    public void Dispose()
    {
        _listener.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string SocketIn(string folder) => Path.Combine(folder, ".s.PGSQL.5432");

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // the test is over
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using var server = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        using (client)
        {
            await server.ConnectAsync(new UnixDomainSocketEndPoint(SocketIn(_server.Host)));
            await Task.WhenAny(PassAsync(client, server, _ => false), PassAsync(server, client, IsToBeCut));
        }
    }

    private bool IsToBeCut(ReadOnlyMemory<byte> answer)
    {
        if (answer.Span.IndexOf("COMMIT\0"u8) < 0 || Interlocked.Exchange(ref _armed, 0) == 0) return false;
        Cuts++;
        return true;
    }

    private static async Task PassAsync(Socket from, Socket to, Func<ReadOnlyMemory<byte>, bool> cuts)
    {
        try
        {
            var buffer = new byte[64 << 10];
            while (await from.ReceiveAsync(buffer) is > 0 and var read)
            {
                if (cuts(buffer.AsMemory(0, read))) return;
                for (var sent = 0; sent < read;) sent += await to.SendAsync(buffer.AsMemory(sent, read - sent));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // cut, or left
        }
    }
}
