using ActorGaze.Actors.Engine;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorGaze.Actors.Control;

/// <summary>The engine's door: HTTP over a Unix socket in its state folder, for this user alone.</summary>
public sealed class ControlServer : IAsyncDisposable
{
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    private const int LeastAhead = 16 * 1024; // bytes that the system keeps for a watcher who does not read

    private readonly WebApplication _app;
    private readonly FramePulse _pulse;
    private readonly GpuWatch? _gpus;
    private readonly StateFolder _folder;
    private int _shut;

    private ControlServer(WebApplication app, FramePulse pulse, GpuWatch? gpus, StateFolder folder) =>
        (_app, _pulse, _gpus, _folder) = (app, pulse, gpus, folder);

    internal IReadOnlyList<Endpoint> Endpoints => _app.Services.GetRequiredService<EndpointDataSource>().Endpoints;

    /// <summary>Every route as "GET /v1/engine".</summary>
    internal IReadOnlyList<string> Routes =>
    [
        .. Endpoints.OfType<RouteEndpoint>()
            .SelectMany(e => e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Select(method =>
                $"{method} {e.RoutePattern.RawText}") ?? []),
    ];

    /// <summary>Opens the door.</summary>
    /// <param name="leave">What is done where someone asks the engine to leave.</param>
    /// <param name="logging">Where what goes wrong is told; null: nowhere.</param>
    /// <exception cref="InvalidInputException">The socket's path is too long.</exception>
    /// <exception cref="PreventedException">The socket's path cannot be written.</exception>
    public static Task<ControlServer> StartAsync(Lab lab, Action leave, ILoggerFactory? logging = null, TimeProvider? clock = null) =>
        StartAsync(lab, leave, Build(lab.Folder), logging, clock);

    /// <param name="app">What <see cref="Build"/> made, which may have been before there was an engine. Disposed with the server.</param>
    internal static async Task<ControlServer> StartAsync(Lab lab, Action leave, WebApplication app, ILoggerFactory? logging,
        TimeProvider? clock = null)
    {
        var time = clock ?? TimeProvider.System;
        var gpus = GpuWatch.HasNumbersOfNvidiaSmi(lab.Workers is not null) ? new GpuWatch(time) : null;
        var machine = new MachineWatch(lab.Folder.Root, () => lab.Devices.Concat(lab.Nodes.SelectMany(node => node.Slots).Distinct()), time,
            () => lab.Workers, gpus);
        var pulse = new FramePulse(lab.ScoreboardAsync, machine.Look, time);
        ControlRoutes.Map(app, lab, pulse, leave, (logging ?? NullLoggerFactory.Instance).CreateLogger("ActorGaze.Control"));
        try
        {
            await app.StartAsync().ConfigureAwait(false);
            return new ControlServer(app, pulse, gpus, lab.Folder);
        }
        catch
        {
            await app.DisposeAsync().ConfigureAwait(false);
            pulse.Dispose();
            gpus?.Dispose();
            Remove(lab.Folder);
            throw;
        }
    }

    /// <summary>Shuts the door; whoever watches is let go.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _shut, 1) != 0) return;
        Remove(_folder); // who comes now reads that no engine is here
        await _app.StopAsync().ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
        _pulse.Dispose();
        _gpus?.Dispose();
    }

    private static void Remove(StateFolder folder)
    {
        if (File.Exists(folder.Socket)) File.Delete(folder.Socket); // the folder itself may be gone
    }

    /// <summary>A server that has no routes yet and does not listen. The folder need not be there.</summary>
    internal static WebApplication Build(StateFolder folder)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>(); // signals are the program's
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = Farewell);
        builder.Services.Configure<SocketTransportOptions>(options => options.CreateBoundListenSocket = _ => ControlSocket.Listen(folder));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = 1024;
            kestrel.Limits.MaxRequestBodySize = ControlRoutes.MostBytes;
            kestrel.Limits.MaxRequestHeaderCount = 32;
            kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            kestrel.Limits.MaxResponseBufferSize = 0; // a frame is written when the one before was taken, so that it is the newest
            kestrel.Limits.MinResponseDataRate = null; // a watcher may be slow; a stream has a limit of its own
            if (ControlSocket.Objection(folder) is { } reason) throw new InvalidInputException(reason);
            kestrel.ListenUnixSocket(folder.Socket, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                listen.Use(next => connection =>
                {
                    if (connection.Features.Get<IConnectionSocketFeature>()?.Socket is not { } socket || !ControlSocket.IsMine(socket))
                        return Task.CompletedTask;
                    socket.SendBufferSize = LeastAhead;
                    return next(connection);
                });
            });
        });
        return builder.Build();
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
