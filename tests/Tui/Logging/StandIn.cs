using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;

namespace ActorGaze.Tests.Tui.Logging;

/// <summary>Stands in for a Seq server or a collector. Its address refuses connections until it is up.</summary>
internal sealed class StandIn : IAsyncDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _answers = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WebApplication? _app;
    private int _answered;

    public StandIn() => _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));

    public sealed record Post(string Path, string? Key, string? Type, byte[] Body);

    public string Url => $"http://127.0.0.1:{((IPEndPoint)_socket.LocalEndPoint!).Port}";

    public ConcurrentQueue<Post> Posts { get; } = [];

    public int Answered => _answered;

    /// <summary>What it answers with.</summary>
    public int Status { get; set; } = StatusCodes.Status201Created;

    /// <summary>Until someone waits for its first answer.</summary>
    public Task Asked => _asked.Task.WaitAsync(TimeSpan.FromMinutes(1), Deadline.Token);

    /// <summary>Every event of every post that was answered.</summary>
    public IReadOnlyList<JsonElement> Events =>
        [.. Posts.SelectMany(post => Encoding.UTF8.GetString(post.Body).Split('\n', StringSplitOptions.RemoveEmptyEntries)).Select(line => JsonDocument.Parse(line).RootElement)];

    /// <param name="answering">Otherwise it takes what is sent and never says a word, until it is told to.</param>
    public async Task<StandIn> UpAsync(bool answering = true)
    {
        if (answering) Answer();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.Services.Configure<SocketTransportOptions>(options => options.CreateBoundListenSocket = _ => _socket);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen((IPEndPoint)_socket.LocalEndPoint!));
        _app = builder.Build();
        _app.Run(TakeAsync);
        await _app.StartAsync(Deadline.Token);
        return this;
    }

    public void Answer() => _answers.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        Answer();
        if (_app is not null) await _app.DisposeAsync();
        _socket.Dispose();
    }

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        _asked.TrySetResult();
        await _answers.Task;
        if (context.RequestAborted.IsCancellationRequested) return; // who asked is gone
        Posts.Enqueue(new Post($"{context.Request.Method} {context.Request.Path}", context.Request.Headers["X-Seq-ApiKey"], context.Request.ContentType, body.ToArray()));
        Interlocked.Increment(ref _answered);
        context.Response.StatusCode = Status;
        await context.Response.WriteAsync("{\"MinimumLevelAccepted\":null}");
    }
}
