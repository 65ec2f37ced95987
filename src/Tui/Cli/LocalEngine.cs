using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Control;
using ActorGaze.Actors.Engine;
using ActorGaze.Actors.Settings;
using ActorGaze.Actors.Storage;
using ActorGaze.Tui.Logging;
using Microsoft.AspNetCore.Builder;

namespace ActorGaze.Tui.Cli;

/// <summary>The engine in this process, with its log and its socket: what <c>up</c> and <c>run</c> hold.</summary>
internal sealed class LocalEngine : IAsyncDisposable
{
    private readonly EngineLog _log;
    private IDisposable? _exporter;
    private Task<WebApplication>? _door; // until it is opened
    private ControlServer? _server;

    private LocalEngine(Lab lab, EngineLog log, Task<WebApplication> door, IDisposable? exporter) =>
        (Lab, _log, _door, _exporter) = (lab, log, door, exporter);

    public Lab Lab { get; }

    /// <summary>As <see cref="Actors.Engine.Lab.BeginAsync"/>.</summary>
    public static async Task<LocalEngine> StartAsync(Call call, EngineSettings engine)
    {
        PrivateFiles.BecomeDefault();
        if (call.Around.Worker is null || engine.Lab.Workers == WorkerKind.Thread) NamedTorch.Load(call.Around);
        else NamedTorch.Require(call.Around);
        var log = Logs.Open(call.StateFolder, engine);
        var door = Task.Run(() => ControlServer.Build(new StateFolder(Path.GetFullPath(call.StateFolder)))); // beside the rest of the start
        try
        {
            var lab = await Lab.BeginAsync(engine.LabIn(call.StateFolder),
                new LabServices { Logging = log.Factory, Worker = call.Around.Worker, Plugins = call.Around.Plugins })
                .ConfigureAwait(false);
            if (FolderAccess.Warning(call.StateFolder) is { } open)
            {
                call.Around.Error.WriteLine($"actorgaze: {open}");
                log.Logger.Warning("{Warning}", open);
            }

            foreach (var warning in lab.Warnings) call.Around.Error.WriteLine($"actorgaze: {warning}");
            return new LocalEngine(lab, log, door, engine.Metrics.OtlpUrl is { } url ? OtlpExport.To(url) : null);
        }
        catch
        {
            await (await door.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
            await log.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Opens the socket; whoever asks there for the engine's end interrupts it.</summary>
    public async Task ListenAsync(Interruption interruption)
    {
        var door = await Interlocked.Exchange(ref _door, null)!.ConfigureAwait(false);
        _server = await ControlServer.StartAsync(Lab, interruption.Ask, door, _log.Factory).ConfigureAwait(false);
    }

    /// <summary>Asks for the end when the state folder is lost: the engine in it leaves by itself.</summary>
    public void EndWhenLost(Interruption interruption) => Lab.Lost.ContinueWith(
        _ => interruption.Ask(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

    /// <summary>For an engine that has left: true where it left because its folder was lost. Then that is told.</summary>
    public bool TellLoss(TextWriter error)
    {
        if (Lab.Loss is not { } loss) return false;
        error.WriteLine($"actorgaze: {loss}");
        return true;
    }

    public async ValueTask DisposeAsync() => await LeaveAsync().ConfigureAwait(false);

    /// <summary>Shuts the door, saves, leaves. False where not everything could be saved in time.</summary>
    public async Task<bool> LeaveAsync()
    {
        var server = Interlocked.Exchange(ref _server, null);
        if (server is not null) await server.DisposeAsync().ConfigureAwait(false);
        if (Interlocked.Exchange(ref _door, null) is { } shut)
            await (await shut.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
        var saved = await Lab.LeaveAsync().ConfigureAwait(false);
        if (Interlocked.Exchange(ref _exporter, null) is { } exporter) await Task.Run(exporter.Dispose)
            .ConfigureAwait(false); // last, so that it has the last figures
        await _log.DisposeAsync().ConfigureAwait(false);
        return saved;
    }
}
