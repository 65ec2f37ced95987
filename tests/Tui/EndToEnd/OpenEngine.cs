using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Control;
using ActorGaze.Actors.Engine;

namespace ActorGaze.Tests.Tui.EndToEnd;

/// <summary>An engine in this process, in a state folder of its own, with its socket open.</summary>
public abstract class OpenEngine : IAsyncLifetime
{
    protected static CancellationToken Cancel => Deadline.Token;

    protected string Folder { get; } = Directory.CreateTempSubdirectory("open-").FullName;

    protected Lab Lab { get; private set; } = null!;

    private ControlServer? Server { get; set; }

    public async ValueTask InitializeAsync()
    {
        Lab = await Lab.StartAsync(new LabSettings(Folder) { RunsAtOnce = 1 }, cancel: Cancel);
        Server = await ControlServer.StartAsync(Lab, () => { });
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await ShutAsync();
        await Lab.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Closes the socket; the engine goes on.</summary>
    protected async Task ShutAsync()
    {
        if (Server is { } server) await server.DisposeAsync();
        Server = null;
    }
}
