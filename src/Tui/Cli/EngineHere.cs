using ActorGaze.Actors.Control;
using ActorGaze.Actors.Hosting;
using ActorGaze.Actors.Settings;
using ActorGaze.Tui.Logging;
using Serilog.Core;
using Serilog.Extensions.Logging;

namespace ActorGaze.Tui.Cli;

/// <summary>The engine in this process, with its log and its socket: what <c>up</c> and <c>run</c> hold.</summary>
internal sealed class EngineHere : IAsyncDisposable
{
    private readonly Logger _log;
    private readonly SerilogLoggerFactory _logging;
    private ControlServer? _server;

    private EngineHere(Lab lab, Logger log, SerilogLoggerFactory logging) => (Lab, _log, _logging) = (lab, log, logging);

    public Lab Lab { get; }

    public static async Task<EngineHere> StartAsync(Call call, EngineSettings engine, Interruption interruption)
    {
        var log = Logs.Open(call.StateFolder, engine);
        var logging = new SerilogLoggerFactory(log);
        try
        {
            return new EngineHere(await Lab.StartAsync(engine.LabIn(call.StateFolder), new LabServices { Logging = logging }, interruption.Token).ConfigureAwait(false), log, logging);
        }
        catch
        {
            logging.Dispose();
            await log.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Opens the socket; whoever asks there for the engine's end interrupts it.</summary>
    public async Task ListenAsync(Interruption interruption) => _server = await ControlServer.StartAsync(Lab, interruption.Ask, _logging).ConfigureAwait(false);

    /// <summary>Shuts the door, saves, leaves.</summary>
    public async ValueTask DisposeAsync()
    {
        var server = Interlocked.Exchange(ref _server, null);
        if (server is not null) await server.DisposeAsync().ConfigureAwait(false);
        await Lab.DisposeAsync().ConfigureAwait(false);
        _logging.Dispose();
        await _log.DisposeAsync().ConfigureAwait(false);
    }
}
