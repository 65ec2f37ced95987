using Microsoft.Extensions.Logging;
using Serilog.Core;
using Serilog.Extensions.Logging;

namespace ActorGaze.Tui.Logging;

/// <summary>The open log: its files, and the way to Seq where there is one.</summary>
internal sealed class EngineLog : IAsyncDisposable
{
    private readonly SerilogLoggerFactory _factory;
    private WayToSeq? _seq;

    public EngineLog(Logger logger, WayToSeq? seq)
    {
        (Logger, _seq) = (logger, seq);
        _factory = new SerilogLoggerFactory(logger);
    }

    public Logger Logger { get; }

    public ILoggerFactory Factory => _factory;

    /// <summary>How long Seq has for the last events; what it has not taken then is offered again at the next start.</summary>
    public TimeSpan Farewell { get; init; }

    public async ValueTask DisposeAsync()
    {
        using var seq = Interlocked.Exchange(ref _seq, null);
        seq?.ShutAfter(Farewell);
        _factory.Dispose();
        await Task.Run(async () => await Logger.DisposeAsync().ConfigureAwait(false)).ConfigureAwait(false); // its way to Seq blocks
    }
}
