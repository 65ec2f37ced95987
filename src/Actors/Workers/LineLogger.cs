using ActorGaze.Actors.Contracts.Crews;
using Akka.Actor;
using Akka.Dispatch;
using Akka.Event;

namespace ActorGaze.Actors.Workers;

/// <summary>Sends a worker's log to its engine, which has the one log.</summary>
internal sealed class LineLogger : ReceiveActor, IRequiresMessageQueue<ILoggerMessageQueueSemantics>
{
    public LineLogger()
    {
        var line = Context.System.Settings.Setup.Get<WorkerHost.LineSetup>().Value.Line;
        Receive<InitializeLogger>(_ => Sender.Tell(new LoggerInitialized()));
        Receive<LogEvent>(e => line.Tell(new WorkerReport.Logged(e.LogLevel(), NameOf(e.LogSource), $"{e.Message}", e.Cause?.ToString())));
    }

    /// <summary>An actor by its own name; its path tells no more in a process that has one crew.</summary>
    private static string NameOf(string source) => source[(source.LastIndexOf('/') + 1)..];
}
