using System.Net.Sockets;
using System.Text;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Engine;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn.Data.Phantoms;
using ActorGaze.Tui.Client;

namespace ActorGaze.Tests.Tui.EndToEnd;

/// <summary>What watchers of a working engine get, however slow they are.</summary>
[Slow]
public sealed class WatcherSpecs : OpenEngine
{
    private static readonly RunId Trained = new("s-trained");

    [Fact]
    public async Task Whoever_did_not_read_for_a_while_is_sent_what_the_system_kept_and_then_the_newest_and_the_engine_kept_none_for_it()
    {
        await SubmitAsync(waiting: 150); // so that a whole frame is far more than the system keeps for a reader
        using var client = new EngineClient(Folder);
        while ((await client.FrameAsync(Cancel)).Runs.Length < 151) await Task.Delay(20, Cancel);
        using var sleeper = await WatchAsync();
        var first = (await ReceiveAsync(sleeper, 1))[0];

        long newest = 0;
        for (var i = 0; i < 600; i++) newest = (await client.FrameAsync(Cancel)).Number;
        var then = await ReceiveAsync(sleeper, newest);

        Assert.True(newest >= first + 600);
        Assert.True(then.Count < 400 && then[^1] - then[^2] > 100, $"{first}, then {string.Join(", ", then)}; the newest was {newest}."); // what the system keeps of its own accord, and then the newest
    }

    [Fact]
    public async Task Two_hundred_watchers_that_never_read_do_not_keep_a_run_from_training()
    {
        await SubmitAsync(waiting: 0);
        var sleepers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => WatchAsync()));
        using var client = new EngineClient(Folder);

        var (from, to) = (0, 0);
        await foreach (var frame in client.FramesAsync(Cancel))
        {
            if (frame.Runs.FirstOrDefault(run => run.Id == Trained) is not { } run) continue;
            if (from == 0) from = run.EpochsDone + 1;
            to = run.EpochsDone;
            if (to >= from + 3) break;
        }

        Assert.True((await client.PauseAsync(Trained, Cancel)).IsAccepted);
        Assert.All(sleepers, sleeper => Assert.True(sleeper.Connected));
        foreach (var sleeper in sleepers) sleeper.Dispose();
    }

    [Fact]
    public async Task An_engine_that_leaves_ends_its_watchers_streams_between_two_frames()
    {
        await SubmitAsync(waiting: 0);
        using var client = new EngineClient(Folder);
        using var raw = await WatchAsync();
        await using var frames = client.FramesAsync(Cancel).GetAsyncEnumerator(Cancel);
        Assert.True(await frames.MoveNextAsync());
        Assert.Equal(1, await raw.ReceiveAsync(new byte[1], Cancel)); // it is being served

        var closing = ShutAsync();
        var gone = await Assert.ThrowsAsync<EngineGoneException>(async () =>
        {
            while (await frames.MoveNextAsync()) { }
        });
        await closing;

        Assert.Contains("(it has left)", gone.Message, StringComparison.Ordinal);
        Assert.EndsWith("\n\n\r\n0\r\n\r\n", await AllOfAsync(raw), StringComparison.Ordinal); // the last frame whole, and the end of the stream
    }

    private async Task SubmitAsync(int waiting)
    {
        var run = new RunSpec(Trained)
        {
            Sweep = "s", Network = NetworkSpec.OfLevel(1), Data = "phantoms-localised", Phantoms = new PhantomSpec(PhantomKind.Localised, Classes: 2, TrainPerClass: 8, TestPerClass: 2),
            Epochs = 90_000, GazeWeight = 5, Training = new() { BatchSize = 4 },
        };
        var sweep = SweepSpec.Of("s", [run, .. Enumerable.Range(0, waiting).Select(i => run with { Id = new RunId($"s-waits-{i:000}") })]);
        Assert.True((await Lab.SubmitAsync(sweep)).IsAccepted);
    }

    private async Task<Socket> WatchAsync()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(new StateFolder(Folder).Socket), Cancel);
        await socket.SendAsync("GET /v1/frames HTTP/1.1\r\nHost: e\r\n\r\n"u8.ToArray(), Cancel);
        return socket;
    }

    /// <summary>The numbers of the frames that come, until one is there that is no older than asked for.</summary>
    private static async Task<IReadOnlyList<long>> ReceiveAsync(Socket socket, long until)
    {
        var (text, buffer, numbers) = (new StringBuilder(), new byte[65_536], new List<long>());
        while (numbers.Count == 0 || numbers[^1] < until)
        {
            var count = await socket.ReceiveAsync(buffer, Cancel);
            Assert.True(count > 0, "The engine hung up.");
            text.Append(Encoding.UTF8.GetString(buffer, 0, count));
            numbers = [.. text.ToString().Split('\n').Where(line => line.StartsWith("id: ", StringComparison.Ordinal)).Select(line => long.Parse(line[4..], System.Globalization.CultureInfo.InvariantCulture))];
        }

        return numbers;
    }

    private static async Task<string> AllOfAsync(Socket socket)
    {
        var (text, buffer) = (new StringBuilder(), new byte[65_536]);
        while (await socket.ReceiveAsync(buffer, Cancel) is > 0 and var count) text.Append(Encoding.UTF8.GetString(buffer, 0, count));
        return text.ToString();
    }
}
