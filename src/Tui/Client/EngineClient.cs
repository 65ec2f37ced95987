using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Nodes;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Control.Dto;
using ActorGaze.Actors.Control.Frames;
using ActorGaze.Actors.Engine.Census;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;

namespace ActorGaze.Tui.Client;

/// <summary>The engine behind a state folder's socket.</summary>
internal sealed class EngineClient : IEngineClient
{
    private static readonly TimeSpan MostPatience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    private const string Engine = "/v1/engine";
    private const string Down = "/v1/down";

    private readonly StateFolder _folder;
    private readonly EngineHttp _http;
    private readonly Action<string>? _tell;
    private bool _compared;
    private string? _told;

    /// <param name="tell">Is told, once, how an engine of another version differs; null: nobody is.</param>
    public EngineClient(string stateFolder, Action<string>? tell = null)
    {
        (_folder, _tell) = (new StateFolder(stateFolder), tell);
        _http = new EngineHttp(_folder);
    }

    /// <summary>The engine that lives in a state folder; null where none answers.</summary>
    /// <exception cref="EngineVersionException">One answers that this program does not understand.</exception>
    /// <exception cref="BrokenAnswerException">One answers with what cannot be read.</exception>
    public static async Task<(EngineClient Client, EngineFacts Facts)?> FindAsync(
        string stateFolder, Action<string>? tell = null, CancellationToken cancel = default)
    {
        var client = new EngineClient(stateFolder, tell);
        try
        {
            var facts = await client.EngineAsync(cancel).ConfigureAwait(false);
            client.Compare(facts);
            return (client, facts);
        }
        catch (EngineGoneException e) when (e is not (EngineVersionException or BrokenAnswerException))
        {
            client.Dispose();
            return null;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    public async Task<EngineFacts> EngineAsync(CancellationToken cancel) =>
        (await ReadAsync<EngineDto>(Engine, cancel).ConfigureAwait(false) ?? throw Unknown(Engine)).ToFacts();

    public async Task<IReadOnlyList<NodeFacts>> NodesAsync(CancellationToken cancel) =>
        [.. (await TryGetAsync<NodeDto?[]>("/v1/nodes", cancel).ConfigureAwait(false) ?? []).OfType<NodeDto>()
            .Select(node => node.ToFacts())];

    public async Task<Frame> FrameAsync(CancellationToken cancel) =>
        (await GetAsync<FrameDto>("/v1/scoreboard", cancel).ConfigureAwait(false)).ToFrame();

    public async Task<CensusNode> CensusAsync(CancellationToken cancel) =>
        (await GetAsync<CensusDto>("/v1/actors", cancel).ConfigureAwait(false)).ToNode();

    public async Task<IReadOnlyList<LogLine>> LogAsync(int lines, string? run, string? level, CancellationToken cancel)
    {
        var path = $"/v1/log?lines={lines}" + (run is null ? "" : $"&run={Uri.EscapeDataString(run)}")
            + (level is null ? "" : $"&level={Uri.EscapeDataString(level)}");
        return [.. (await GetAsync<LogLineDto?[]>(path, cancel).ConfigureAwait(false)).OfType<LogLineDto>().Select(line => line.ToLine())];
    }

    public async Task<RunView?> RunAsync(RunId run, CancellationToken cancel) =>
        await TryGetAsync<RunDto>(PathOf(run), cancel).ConfigureAwait(false) is { } dto ? RunView.Of(dto, run) : null;

    public async Task<IReadOnlyList<EventView>> EventsAsync(RunId run, CancellationToken cancel) =>
        [.. (await TryGetAsync<EventDto?[]>($"{PathOf(run)}/events", cancel).ConfigureAwait(false) ?? [])
            .OfType<EventDto>().Select(dto => EventView.Of(dto, run))];

    public async Task<ImageCourse> CourseAsync(RunId run, int image, CancellationToken cancel)
    {
        var path = $"{PathOf(run)}/course?image={image}";
        await CompareAsync(cancel).ConfigureAwait(false);
        using var response = await _http.SendAsync(HttpMethod.Get, path, null, MostPatience, cancel).ConfigureAwait(false);
        if (response.IsSuccessStatusCode)
            return new ImageCourse.Told(
                (await EngineHttp.JsonOfAsync<SampleCourseDto>(response, path, cancel).ConfigureAwait(false)).ToCourse());
        return ImageCourse.Refusals.Contains(response.StatusCode)
            ? new ImageCourse.NotTold(await EngineHttp.ReasonAsync(response, cancel).ConfigureAwait(false))
            : throw await _http.NotDoneAsync(response, path, cancel).ConfigureAwait(false);
    }

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

    public Task<Answer> SubmitAsync(SweepSpec sweep, CancellationToken cancel) =>
        CommandAsync("/v1/sweeps", JsonContent.Create(SweepDto.Of(sweep), options: DtoJson.Forgiving), cancel);

    public Task<Answer> PauseAsync(RunId run, CancellationToken cancel) => CommandAsync($"{PathOf(run)}/pause", null, cancel);

    public Task<Answer> ResumeAsync(RunId run, bool acceptPlugin, CancellationToken cancel) =>
        CommandAsync($"{PathOf(run)}/resume{Flags(("acceptPlugin", acceptPlugin))}", null, cancel);

    public Task<Answer> CancelAsync(RunId run, CancellationToken cancel) => CommandAsync($"{PathOf(run)}/cancel", null, cancel);

    public Task<Answer> RetryAsync(RunId run, bool fromStart, bool acceptPlugin, CancellationToken cancel) =>
        CommandAsync($"{PathOf(run)}/retry{Flags(("fromStart", fromStart), ("acceptPlugin", acceptPlugin))}", null, cancel);

    public Task<Answer> DownAsync(CancellationToken cancel) => CommandAsync(Down, null, cancel);

    public Task<IReadOnlyList<RunAnswer>> PauseAllAsync(CancellationToken cancel) => ToAllAsync("/v1/pause-all", cancel);

    public Task<IReadOnlyList<RunAnswer>> ResumeAllAsync(bool acceptPlugin, CancellationToken cancel) =>
        ToAllAsync($"/v1/resume-all{Flags(("acceptPlugin", acceptPlugin))}", cancel);

    public Task<IReadOnlyList<RunAnswer>> CancelAllAsync(CancellationToken cancel) => ToAllAsync("/v1/cancel-all", cancel);

    public Task<IReadOnlyList<RunAnswer>> RetryAllAsync(bool fromStart, bool acceptPlugin, CancellationToken cancel) =>
        ToAllAsync($"/v1/retry-all{Flags(("fromStart", fromStart), ("acceptPlugin", acceptPlugin))}", cancel);

    public void Dispose() => _http.Dispose();

    /// <summary>Those that are set; an engine's default is false.</summary>
    private static string Flags(params IEnumerable<(string Name, bool Set)> flags) =>
        string.Join('&', flags.Where(flag => flag.Set).Select(flag => $"{flag.Name}=true")) is { Length: > 0 } set ? $"?{set}" : "";

    /// <exception cref="InvalidInputException">No run is called so, and the path would lead elsewhere.</exception>
    private static string PathOf(RunId run) => run.Value is "" or "." or ".." || run.Value.Contains('/', StringComparison.Ordinal)
        ? throw new InvalidInputException($"There is no run '{run}' here.")
        : $"/v1/runs/{Uri.EscapeDataString(run.Value)}";

    /// <summary>Each change is folded as it comes, so that a frame nobody took in time may be dropped whole.</summary>
    private async Task ListenAsync(ChannelWriter<Frame> newest, CancellationToken cancel)
    {
        try
        {
            _compared = false; // the engine may be another one than last time
            await CompareAsync(cancel).ConfigureAwait(false);
            using var response = await _http.SendAsync(HttpMethod.Get, EngineHttp.Stream, null, Silence, cancel).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode) throw await _http.NotDoneAsync(response, EngineHttp.Stream, cancel).ConfigureAwait(false);
            var body = await response.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
            var events = SseParser.Create(body, (_, data) => EngineHttp.Parse<FrameChangeDto>(data, EngineHttp.Stream));
            var changes = events.EnumerateAsync(cancel).GetAsyncEnumerator(cancel);
            var frames = new FrameAssembly();
            while (await InTimeAsync(changes, cancel).ConfigureAwait(false)) newest.TryWrite(frames.Next(changes.Current.Data.ToChange()));

            throw _http.Gone("it has left", null);
        }
        catch (Exception e)
        {
            newest.TryComplete(e); // whoever reads the frames is thrown it
        }
    }

    /// <summary>Looks once whether the engine and this program understand each other.</summary>
    private async Task CompareAsync(CancellationToken cancel)
    {
        if (!_compared) Compare(await EngineAsync(cancel).ConfigureAwait(false));
    }

    private void Compare(EngineFacts facts)
    {
        var difference = ControlContract.Compare(facts, ControlContract.ProgramVersion);
        if (difference is { Refuses: true }) throw new EngineVersionException($"{_folder.Root}: {difference.Text}");
        if (difference is not null && difference.Text != _told) _tell?.Invoke(difference.Text);
        (_compared, _told) = (true, difference?.Text);
    }

    private async Task<T> GetAsync<T>(string path, CancellationToken cancel)
        where T : class => await TryGetAsync<T>(path, cancel).ConfigureAwait(false) ?? throw Unknown(path);

    /// <summary>Null where there is no such thing.</summary>
    private async Task<T?> TryGetAsync<T>(string path, CancellationToken cancel)
        where T : class
    {
        await CompareAsync(cancel).ConfigureAwait(false);
        return await ReadAsync<T>(path, cancel).ConfigureAwait(false);
    }

    private async Task<T?> ReadAsync<T>(string path, CancellationToken cancel)
        where T : class
    {
        using var response = await _http.SendAsync(HttpMethod.Get, path, null, MostPatience, cancel).ConfigureAwait(false);
        if (response.StatusCode == System.Net.HttpStatusCode.NotFound) return null;
        return response.IsSuccessStatusCode
            ? await EngineHttp.JsonOfAsync<T>(response, path, cancel).ConfigureAwait(false)
            : throw await _http.NotDoneAsync(response, path, cancel).ConfigureAwait(false);
    }

    private EngineGoneException Unknown(string path) => _http.Gone($"it does not know {path}; is it of another version?", null);

    private async Task<IReadOnlyList<RunAnswer>> ToAllAsync(string path, CancellationToken cancel)
    {
        await CompareAsync(cancel).ConfigureAwait(false);
        using var response = await _http.SendAsync(HttpMethod.Post, path, null, MostPatience, cancel).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode) throw await _http.NotDoneAsync(response, path, cancel).ConfigureAwait(false);
        return [.. (await EngineHttp.JsonOfAsync<RunAnswerDto?[]>(response, path, cancel).ConfigureAwait(false))
            .OfType<RunAnswerDto>().Select(dto => dto.ToAnswer())];
    }

    private async Task<Answer> CommandAsync(string path, HttpContent? body, CancellationToken cancel)
    {
        if (path != Down) await CompareAsync(cancel).ConfigureAwait(false); // any program may end any engine
        using var response = await _http.SendAsync(HttpMethod.Post, path, body, MostPatience, cancel).ConfigureAwait(false);
        return response.IsSuccessStatusCode
            ? new Answer.Accepted(await EngineHttp.TextAsync(response, cancel).ConfigureAwait(false) ?? "Done.")
            : new Answer.Refused(
                await EngineHttp.ReasonAsync(response, cancel).ConfigureAwait(false), ControlStatus.KindOf((int)response.StatusCode));
    }

    /// <summary>False where the stream has ended. A stream that is silent for too long counts as gone.</summary>
    private async Task<bool> InTimeAsync(IAsyncEnumerator<SseItem<FrameChangeDto>> changes, CancellationToken cancel)
    {
        try
        {
            return await changes.MoveNextAsync().AsTask().WaitAsync(Silence, cancel).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or HttpRequestException or TimeoutException)
        {
            throw _http.Gone(e.Message, e);
        }
    }
}
