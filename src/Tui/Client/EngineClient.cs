using System.Net.Http.Json;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using ActorGaze.Actors;
using ActorGaze.Actors.Census;
using ActorGaze.Actors.Control;
using ActorGaze.Actors.Hosting;
using ActorGaze.Actors.Persistence;
using ActorGaze.Actors.Runs;
using ActorGaze.Actors.Sweeps;

namespace ActorGaze.Tui.Client;

/// <summary>The engine behind a state folder's socket.</summary>
internal sealed class EngineClient : IEngineClient
{
    private static readonly TimeSpan MostPatience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    private readonly StateFolder _folder;
    private readonly HttpClient _http;

    public EngineClient(string stateFolder)
    {
        _folder = new StateFolder(stateFolder);
        _http = new HttpClient(new SocketsHttpHandler { ConnectCallback = (_, cancel) => ConnectAsync(cancel), UseProxy = false })
        {
            BaseAddress = new Uri("http://engine"),
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>The engine that lives in a state folder; null where none answers.</summary>
    public static async Task<(EngineClient Client, EngineFacts Facts)?> FindAsync(string stateFolder, CancellationToken cancel = default)
    {
        var client = new EngineClient(stateFolder);
        try
        {
            return (client, await client.EngineAsync(cancel).ConfigureAwait(false));
        }
        catch (EngineGoneException)
        {
            client.Dispose();
            return null;
        }
    }

    public Task<EngineFacts> EngineAsync(CancellationToken cancel) => GetAsync<EngineFacts>("/v1/engine", cancel);

    public Task<Frame> FrameAsync(CancellationToken cancel) => GetAsync<Frame>("/v1/scoreboard", cancel);

    public Task<CensusNode> CensusAsync(CancellationToken cancel) => GetAsync<CensusNode>("/v1/actors", cancel);

    public async Task<IReadOnlyList<LogLine>> LogAsync(int lines, string? run, string? level, CancellationToken cancel) => await GetAsync<LogLine[]>(
        $"/v1/log?lines={lines}{(run is null ? "" : $"&run={Uri.EscapeDataString(run)}")}{(level is null ? "" : $"&level={Uri.EscapeDataString(level)}")}", cancel).ConfigureAwait(false);

    public Task<RunState?> RunAsync(RunId run, CancellationToken cancel) => TryGetAsync<RunState>(PathOf(run), cancel);

    public async Task<IReadOnlyList<JournalEntry<RunEvent>>> EventsAsync(RunId run, CancellationToken cancel) =>
        [.. (await TryGetAsync<JsonObject[]>($"{PathOf(run)}/events", cancel).ConfigureAwait(false) ?? []).Select(node => EventJson.Read(node, run))];

    public async IAsyncEnumerable<Frame> FramesAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var newest = Channel.CreateBounded<Frame>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        var listening = ListenAsync(newest.Writer, end.Token);
        try
        {
            await foreach (var frame in newest.Reader.ReadAllAsync(cancel).ConfigureAwait(false)) yield return frame;
        }
        finally
        {
            await end.CancelAsync().ConfigureAwait(false);
            await listening.ConfigureAwait(false);
        }
    }

    public Task<Answer> SubmitAsync(SweepSpec sweep, CancellationToken cancel) => CommandAsync("/v1/sweeps", JsonContent.Create(sweep, options: Json.Options), cancel);

    public Task<Answer> PauseAsync(RunId run, CancellationToken cancel) => CommandAsync($"{PathOf(run)}/pause", null, cancel);

    public Task<Answer> ResumeAsync(RunId run, CancellationToken cancel) => CommandAsync($"{PathOf(run)}/resume", null, cancel);

    public Task<Answer> CancelAsync(RunId run, CancellationToken cancel) => CommandAsync($"{PathOf(run)}/cancel", null, cancel);

    public Task<Answer> RetryAsync(RunId run, bool fromStart, CancellationToken cancel) =>
        CommandAsync($"{PathOf(run)}/retry?fromStart={(fromStart ? "true" : "false")}", null, cancel);

    public Task<Answer> DownAsync(CancellationToken cancel) => CommandAsync("/v1/down", null, cancel);

    public Task<IReadOnlyList<RunAnswer>> PauseAllAsync(CancellationToken cancel) => ToAllAsync("/v1/pause-all", cancel);

    public Task<IReadOnlyList<RunAnswer>> ResumeAllAsync(CancellationToken cancel) => ToAllAsync("/v1/resume-all", cancel);

    public Task<IReadOnlyList<RunAnswer>> CancelAllAsync(CancellationToken cancel) => ToAllAsync("/v1/cancel-all", cancel);

    public Task<IReadOnlyList<RunAnswer>> RetryAllAsync(bool fromStart, CancellationToken cancel) =>
        ToAllAsync($"/v1/retry-all?fromStart={(fromStart ? "true" : "false")}", cancel);

    public void Dispose() => _http.Dispose();

    private static string PathOf(RunId run) => $"/v1/runs/{Uri.EscapeDataString(run.Value)}";

    /// <summary>Each change is folded as it comes, so that a frame nobody took in time may be dropped whole.</summary>
    private async Task ListenAsync(ChannelWriter<Frame> newest, CancellationToken cancel)
    {
        try
        {
            using var response = await SendAsync(HttpMethod.Get, "/v1/frames", null, HttpCompletionOption.ResponseHeadersRead, cancel).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode) throw Gone(await ReasonAsync(response, cancel).ConfigureAwait(false), null);
            using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false));
            var frame = Frame.Empty;
            while (await LineAsync(lines, cancel).ConfigureAwait(false) is { } line)
            {
                if (!line.StartsWith("data: ", StringComparison.Ordinal)) continue;
                frame = JsonSerializer.Deserialize<FrameChange>(line.AsSpan(6), Json.Options)!.Over(frame);
                newest.TryWrite(frame);
            }

            throw Gone("it has left", null);
        }
        catch (Exception e)
        {
            newest.TryComplete(e); // whoever reads the frames is thrown it
        }
    }

    private async Task<T> GetAsync<T>(string path, CancellationToken cancel) =>
        await TryGetAsync<T>(path, cancel).ConfigureAwait(false) ?? throw Gone($"it does not know {path}; is it of another version?", null);

    private async Task<T?> TryGetAsync<T>(string path, CancellationToken cancel)
    {
        using var response = await SendAsync(HttpMethod.Get, path, null, HttpCompletionOption.ResponseContentRead, cancel).ConfigureAwait(false);
        if (response.StatusCode == System.Net.HttpStatusCode.NotFound) return default;
        if (!response.IsSuccessStatusCode) throw Gone(await ReasonAsync(response, cancel).ConfigureAwait(false), null);
        return await response.Content.ReadFromJsonAsync<T>(Json.Options, cancel).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<RunAnswer>> ToAllAsync(string path, CancellationToken cancel)
    {
        using var response = await SendAsync(HttpMethod.Post, path, null, HttpCompletionOption.ResponseContentRead, cancel).ConfigureAwait(false);
        return response.IsSuccessStatusCode
            ? (await response.Content.ReadFromJsonAsync<RunAnswer[]>(Json.Options, cancel).ConfigureAwait(false))!
            : throw Gone(await ReasonAsync(response, cancel).ConfigureAwait(false), null);
    }

    private async Task<Answer> CommandAsync(string path, HttpContent? body, CancellationToken cancel)
    {
        using var response = await SendAsync(HttpMethod.Post, path, body, HttpCompletionOption.ResponseContentRead, cancel).ConfigureAwait(false);
        return response.IsSuccessStatusCode
            ? (await response.Content.ReadFromJsonAsync<Answer.Accepted>(Json.Options, cancel).ConfigureAwait(false))!
            : new Answer.Refused(await ReasonAsync(response, cancel).ConfigureAwait(false));
    }

    /// <summary>An engine that neither answers nor goes is not waited for without end.</summary>
    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? body, HttpCompletionOption until, CancellationToken cancel)
    {
        var most = until == HttpCompletionOption.ResponseHeadersRead ? Silence : MostPatience;
        using var request = new HttpRequestMessage(method, path) { Content = body };
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(most);
        try
        {
            return await _http.SendAsync(request, until, patience.Token).ConfigureAwait(false);
        }
        catch (HttpRequestException e)
        {
            throw Gone(e.GetBaseException().Message, e);
        }
        catch (OperationCanceledException e) when (!cancel.IsCancellationRequested)
        {
            throw Gone($"not within {most.TotalSeconds:0} seconds", e);
        }
    }

    private async Task<string?> LineAsync(StreamReader lines, CancellationToken cancel)
    {
        try
        {
            return await lines.ReadLineAsync(cancel).AsTask().WaitAsync(Silence, cancel).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or HttpRequestException or TimeoutException)
        {
            throw Gone(e.Message, e);
        }
    }

    private async ValueTask<Stream> ConnectAsync(CancellationToken cancel)
    {
        if (ControlSocket.Objection(_folder) is { } reason) throw new IOException(reason);
        if (!File.Exists(_folder.Socket)) throw new IOException("there is no engine.sock");
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(_folder.Socket), cancel).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<string> ReasonAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        try
        {
            return (await response.Content.ReadFromJsonAsync<Problem>(Json.Options, cancel).ConfigureAwait(false))!.Detail;
        }
        catch (JsonException)
        {
            return $"It answered {(int)response.StatusCode}.";
        }
    }

    private EngineGoneException Gone(string why, Exception? inner) => new(
        $"{_folder.Root}: no engine answers here ({why.TrimEnd('.')}). {(EngineLock.IsHeld(_folder) ? "A process has this folder: it starts, leaves or is stuck." : "'actorgaze up' starts one.")}", inner);
}
