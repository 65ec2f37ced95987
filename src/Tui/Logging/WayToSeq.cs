using System.Net;

namespace ActorGaze.Tui.Logging;

/// <summary>
/// The way to a Seq server. It is shut when the program leaves, whatever the server does: what it has not taken stays in the buffer.
/// </summary>
internal sealed class WayToSeq() : DelegatingHandler(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
{
    private readonly CancellationTokenSource _shut = new();

    /// <summary>Hears of every answer, with its status.</summary>
    public Action<HttpStatusCode>? Answered { get; set; }

    /// <summary>The last events may still pass for so long.</summary>
    public void ShutAfter(TimeSpan farewell) => _shut.CancelAfter(farewell);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _shut.Token);
        var response = await base.SendAsync(request, either.Token).ConfigureAwait(false);
        await response.Content.LoadIntoBufferAsync(either.Token).ConfigureAwait(false);
        Answered?.Invoke(response.StatusCode);
        return response;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _shut.Dispose();
        base.Dispose(disposing);
    }
}
