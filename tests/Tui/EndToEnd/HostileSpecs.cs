using System.Net.Sockets;
using System.Text;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Control;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;
using ActorGaze.Tui.Client;

namespace ActorGaze.Tests.Tui.EndToEnd;

/// <summary>What clients that are broken, greedy or gone do to an engine: nothing.</summary>
[Slow]
public sealed class HostileSpecs : OpenEngine
{
    [Theory]
    [InlineData("\u0000\u0001\u0002garbage\r\n\r\n", "400")]
    [InlineData("GET\r\n\r\n", "400")]
    [InlineData("GET /v1/nothing HTTP/1.1\r\nHost: e\r\n\r\n", "404")]
    [InlineData("DELETE /v1/engine HTTP/1.1\r\nHost: e\r\n\r\n", "405")]
    [InlineData("POST /v1/runs/no-such/pause HTTP/1.1\r\nHost: e\r\nContent-Length: 0\r\n\r\n", "404")]
    [InlineData("POST /v1/runs/%00%2F..%2F/pause HTTP/1.1\r\nHost: e\r\nContent-Length: 0\r\n\r\n", "40")]
    [InlineData("GET /v1/log?lines=abc HTTP/1.1\r\nHost: e\r\n\r\n", "400")]
    [InlineData("GET /v1/log?lines=999999 HTTP/1.1\r\nHost: e\r\n\r\n", "400")]
    [InlineData("GET /v1/log?level=loud HTTP/1.1\r\nHost: e\r\n\r\n", "400")]
    [InlineData("POST /v1/sweeps HTTP/1.1\r\nHost: e\r\nContent-Length: 99000000\r\n\r\n{", "413")]
    [InlineData("POST /v1/sweeps HTTP/1.1\r\nHost: e\r\nContent-Length: 8\r\n\r\nnot json", "422")]
    [InlineData("POST /v1/sweeps HTTP/1.1\r\nHost: e\r\nContent-Length: 4\r\n\r\nnull", "422")]
    [InlineData("POST /v1/sweeps HTTP/1.1\r\nHost: e\r\nContent-Length: 2\r\n\r\n{}", "422")]
    public async Task What_makes_no_sense_is_refused_and_the_engine_lives(string request, string status)
    {
        using var socket = Connect();
        await socket.SendAsync(Encoding.Latin1.GetBytes(request), Cancel);

        Assert.StartsWith($"HTTP/1.1 {status}", await SomeOfAsync(socket), StringComparison.Ordinal);
        await LivesAsync();
    }

    [Fact]
    public async Task A_header_without_end_is_refused_and_the_engine_lives()
    {
        using var socket = Connect();
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET /v1/engine HTTP/1.1\r\nHost: e\r\nX: {new string('x', 100_000)}"), Cancel);

        Assert.StartsWith("HTTP/1.1 431", await SomeOfAsync(socket), StringComparison.Ordinal);
        await LivesAsync();
    }

    [Theory]
    [InlineData("{\"name\":\"s\",\"runs\":[{\"id\":\"r\",\"network\":{\"name\":\"level9\"}}]}", "runs[0].network.name: found")]
    [InlineData("{\"name\":\"s\",\"runs\":[{\"id\":\"r\",\"threads\":-1}]}", "runs[0].threads: found")]
    [InlineData("{\"name\":\"s\",\"runs\":[{\"id\":\"r\",\"gazeWeight\":\"NaN\"}]}", "runs[0].gazeWeight: found")]
    [InlineData("{\"name\":\"s\",\"runs\":[{\"id\":\"r\",\"data\":\"here/there\"}]}", "runs[0].data: found")]
    [InlineData("{\"name\":\"s\",\"runs\":[{\"id\":\"r\",\"gaze\":{\"distance\":\"l3\"}}]}", "runs[0].gaze.distance: found")]
    [InlineData("{\"name\":\"s\",\"runs\":[{\"id\":\"r\",\"gaze\":{\"distance\":77}}]}", "runs[0].gaze.distance: found 77; allowed: text.")]
    [InlineData("{\"name\":\"s\",\"runs\":[{\"id\":\"../r\"}]}", "runs[0].id: found '../r'; allowed: 1 to 200 of the ASCII letters")]
    [InlineData("{\"name\":\"..\",\"runs\":[{\"id\":\"r\"}]}", "name: found '..'; allowed: 1 to 80 of the ASCII letters")]
    [InlineData("{\"name\":\"s\",\"runs\":[{\"trial\":1}]}", "runs[0]: it needs an id.")]
    [InlineData("{\"name\":\"s\",\"runs\":[null]}", "runs[0]: it needs an id.")]
    [InlineData("{\"name\":\"s\",\"runs\":[{\"id\":\"r\",\"training\":null}]}", "runs[0].training: found null; leave it out for its default.")]
    [InlineData("{\"name\":\"s\",\"runs\":[{\"id\":\"r\",\"epohcs\":1}]}", "runs[0].epohcs: there is no such field; allowed: id, sweep, trial,")]
    [InlineData("{\"name\":\"s\",\"runs\":[]}", "runs: found '0'; allowed: 1 to 10000 of them.")]
    public async Task A_sweep_that_could_not_be_run_is_refused_with_the_key_that_is_wrong(string json, string reason)
    {
        using var socket = Connect();
        await socket.SendAsync(Encoding.ASCII.GetBytes($"POST /v1/sweeps HTTP/1.1\r\nHost: e\r\nContent-Length: {json.Length}\r\n\r\n{json}"), Cancel);

        var answer = await SomeOfAsync(socket);
        Assert.StartsWith("HTTP/1.1 422", answer, StringComparison.Ordinal);
        Assert.Contains(reason, answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_hundred_clients_that_never_read_and_fifty_half_requests_keep_nobody_waiting()
    {
        var sockets = Enumerable.Range(0, 250).Select(_ => Connect()).ToArray();
        try
        {
            foreach (var watcher in sockets.Take(200)) await watcher.SendAsync("GET /v1/frames HTTP/1.1\r\nHost: e\r\n\r\n"u8.ToArray(), Cancel);
            foreach (var half in sockets.Skip(200)) await half.SendAsync("POST /v1/sweeps HTTP/1.1\r\nHost: e\r\nContent-Length: 100\r\n\r\n{\"na"u8.ToArray(), Cancel);

            await LivesAsync();
            using var client = new EngineClient(Folder);
            var seen = 0;
            await foreach (var frame in client.FramesAsync(Cancel))
                if (++seen == 3) break;
            Assert.IsType<Answer.Refused>(await client.PauseAsync(new RunId("no-such"), Cancel));
        }
        finally
        {
            foreach (var socket in sockets) socket.Dispose();
        }

        await LivesAsync();
    }

    [Fact]
    public async Task A_state_folder_whose_socket_would_have_too_long_a_name_is_refused_by_name()
    {
        var folder = new StateFolder(Path.Combine(Folder, new string('x', 100)));

        var wrong = Assert.Throws<InvalidInputException>(() => ControlSocket.Listen(folder));

        Assert.StartsWith($"{folder.Socket}: the path of the engine's socket has", wrong.Message, StringComparison.Ordinal);
        Assert.Null(await EngineClient.FindAsync(folder.Root, cancel: Cancel));
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void Whoever_finds_the_socket_can_connect_to_it()
    {
        var folder = new StateFolder(Directory.CreateTempSubdirectory("sock-").FullName);
        File.WriteAllText(folder.Socket, "what a dead engine left");
        File.WriteAllText(folder.SocketBeforeListening, "what an engine left that died a little earlier");

        using var listening = ControlSocket.Listen(folder); // nobody accepts yet
        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        client.Connect(new UnixDomainSocketEndPoint(folder.Socket));

        Assert.Equal([folder.Socket], Directory.GetFileSystemEntries(folder.Root));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.Socket));
        Directory.Delete(folder.Root, recursive: true);
    }

    private async Task LivesAsync()
    {
        using var client = new EngineClient(Folder);
        Assert.Equal(Environment.ProcessId, (await client.EngineAsync(Cancel)).ProcessId);
    }

    private Socket Connect()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(new StateFolder(Folder).Socket));
        return socket;
    }

    /// <summary>The answer's beginning, as long as a problem is.</summary>
    private static async Task<string> SomeOfAsync(Socket socket)
    {
        var (answer, buffer) = (new StringBuilder(), new byte[4096]);
        while (!answer.ToString().Contains("\r\n0\r\n", StringComparison.Ordinal) && !answer.ToString().Contains("Content-Length: 0", StringComparison.Ordinal)
            && await socket.ReceiveAsync(buffer, Cancel) is > 0 and var count) answer.Append(Encoding.UTF8.GetString(buffer, 0, count));
        return answer.ToString();
    }
}
