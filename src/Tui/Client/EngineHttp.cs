using System.Net.Sockets;
using System.Text.Json;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Control;
using ActorGaze.Actors.Control.Dto;
using ActorGaze.Actors.Control.Frames;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;

namespace ActorGaze.Tui.Client;

/// <summary>HTTP over a state folder's socket: requests out, records or exceptions back.</summary>
internal sealed class EngineHttp : IDisposable
{
    /// <summary>The one answer that does not end.</summary>
    public const string Stream = "/v1/frames";

    private readonly StateFolder _folder;
    private readonly HttpClient _http;

    public EngineHttp(StateFolder folder)
    {
        _folder = folder;
        // what an engine never asks for is left out: it need not be compiled
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = (_, cancel) => ConnectAsync(cancel), UseProxy = false, UseCookies = false, AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
        };
        _http = new HttpClient(handler)
        {
            BaseAddress = new Uri("http://engine"),
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    public void Dispose() => _http.Dispose();

    /// <summary>An engine that neither answers nor goes is not waited for without end.</summary>
    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, HttpContent? body, TimeSpan most, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(most);
        try
        {
            var until = path == Stream ? HttpCompletionOption.ResponseHeadersRead : HttpCompletionOption.ResponseContentRead;
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

    /// <summary>Why something was not done.</summary>
    public static async Task<string> ReasonAsync(HttpResponseMessage response, CancellationToken cancel) =>
        Read<ProblemDto>(await response.Content.ReadAsStringAsync(cancel).ConfigureAwait(false))?.Detail
            ?? $"It answered {(int)response.StatusCode}.";

    /// <summary>What was done, in the engine's words; null where they cannot be read, which undoes nothing.</summary>
    public static async Task<string?> TextAsync(HttpResponseMessage response, CancellationToken cancel) =>
        Read<AcceptedDto>(await response.Content.ReadAsStringAsync(cancel).ConfigureAwait(false))?.Text;

    /// <summary>A question that was not answered: the engine is busy, has a bug, or is another program's.</summary>
    public async Task<Exception> NotDoneAsync(HttpResponseMessage response, string path, CancellationToken cancel)
    {
        var reason = await ReasonAsync(response, cancel).ConfigureAwait(false);
        return ControlStatus.KindOf((int)response.StatusCode) switch
        {
            Refusal.TryAgain => new EngineBusyException($"{_folder.Root}: {reason}"),
            Refusal.Prevented => new PreventedException($"{_folder.Root}: {reason}"),
            Refusal.EngineBug => new EngineBugException($"{_folder.Root}: {reason}"),
            _ => Gone($"it does not answer {path}: {reason}", null),
        };
    }

    public static async Task<T> JsonOfAsync<T>(HttpResponseMessage response, string path, CancellationToken cancel)
        where T : class => Parse<T>(await response.Content.ReadAsByteArrayAsync(cancel).ConfigureAwait(false), path);

    public static T Parse<T>(ReadOnlySpan<byte> json, string path)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, DtoJson.Forgiving) ?? throw new JsonException("it is null");
        }
        catch (JsonException e)
        {
            throw new BrokenAnswerException($"the engine's answer to {path} cannot be read ({e.Message.Split('\n')[0].TrimEnd('.')}).", e);
        }
    }

    private static T? Read<T>(string json)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, DtoJson.Forgiving);
        }
        catch (JsonException)
        {
            return null; // the status has said what matters
        }
    }

    public EngineGoneException Gone(string why, Exception? inner) => new(
        $"{_folder.Root}: no engine answers here ({why.TrimEnd('.')}). "
        + (EngineLock.IsHeld(_folder) ? "A process has this folder: it starts, leaves or is stuck." : "'actorgaze up' starts one."),
        inner);
}
