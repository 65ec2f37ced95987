using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using ActorGaze.Actors.Storage;

namespace ActorGaze.Tests.Tui.Client;

/// <summary>Something at an engine's socket that answers as it is told: an engine of another version, a busy one, a broken one.</summary>
internal sealed class FakeEngine : IDisposable
{
    public const string Now = "2026-03-01T12:00:00Z";

    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly ConcurrentDictionary<string, ConcurrentQueue<(int Status, string Body)>> _answers = new();
    private readonly ConcurrentQueue<string> _asked = new();

    public FakeEngine(string engine = """{"contract":"3.0","processId":42,"version":"0.1.0","slots":1,"devices":["cpu"]}""")
    {
        File.WriteAllText(new StateFolder(Folder).Journal, ""); // of an engine before its first event
        _socket.Bind(new UnixDomainSocketEndPoint(new StateFolder(Folder).Socket));
        _socket.Listen();
        Answer("GET /v1/engine", 200, engine);
        _ = Task.Run(ServeAsync);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("fake-").FullName;

    /// <summary>Every request so far, as "GET /v1/engine".</summary>
    public IReadOnlyCollection<string> Asked => _asked;

    /// <summary>A frame with one sweep, as the stream has it.</summary>
    public static string Frame(string phase, bool atRest, string more = "") => "event: frame\ndata: "
        + $$"""{"number":1,"at":"{{Now}}","whole":true,{{more}}"sweeps":[{"name":"s","runs":1,"standing":1,"phases":{"{{phase}}":1},"atRest":{{(atRest ? "true" : "false")}}}],"runs":[{"id":"s-r","sweep":"s","phase":"{{phase}}"}]}"""
        + "\n\n";

    /// <summary>One more answer; the last one is given ever after.</summary>
    public FakeEngine Answer(string request, int status, string body)
    {
        _answers.GetOrAdd(request, _ => new()).Enqueue((status, body));
        return this;
    }

    public void Dispose()
    {
        _socket.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            Socket client;
            try
            {
                client = await _socket.AcceptAsync();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return; // disposed
            }

            _ = Task.Run(() => AnswerAsync(client));
        }
    }

    private async Task AnswerAsync(Socket client)
    {
        using (client)
        {
            var (head, buffer) = (new StringBuilder(), new byte[4096]);
            while (!head.ToString().Contains("\r\n\r\n", StringComparison.Ordinal) && await client.ReceiveAsync(buffer) is > 0 and var count) head.Append(Encoding.Latin1.GetString(buffer, 0, count));
            var request = string.Join(' ', head.ToString().Split(' ', '?').Take(2));
            _asked.Enqueue(request);
            var (status, body) = _answers.TryGetValue(request, out var queue) ? Next(queue) : (404, "{}");
            var bytes = Encoding.UTF8.GetBytes(body);
            var kind = body.StartsWith("event:", StringComparison.Ordinal) ? "text/event-stream" : "application/json";
            await client.SendAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status} Because\r\nContent-Type: {kind}\r\nContent-Length: {bytes.Length}\r\nConnection: close\r\n\r\n"));
            await client.SendAsync(bytes);
            client.Shutdown(SocketShutdown.Both);
        }
    }

    private static (int Status, string Body) Next(ConcurrentQueue<(int Status, string Body)> queue) => queue.Count > 1 && queue.TryDequeue(out var next) ? next : queue.TryPeek(out var last) ? last : (404, "{}");
}
