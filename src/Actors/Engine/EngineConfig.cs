using ActorGaze.Actors.Crews;
using ActorGaze.Actors.Engine.Census;
using Akka.Configuration;

namespace ActorGaze.Actors.Engine;

/// <summary>How an engine's actor system is set up.</summary>
internal static class EngineConfig
{
    /// <param name="logged">Whether a log is there to write to.</param>
    /// <param name="journal">The journal's part.</param>
    public static Config Of(bool logged, Config journal) => ConfigurationFactory.ParseString(
        $$"""
        akka {
          loggers = [{{(logged ? "\"Akka.Hosting.Logging.LoggerFactoryLogger, Akka.Hosting\"" : "")}}]
          loglevel = {{(logged ? "INFO" : "OFF")}}
          stdout-loglevel = OFF
          log-dead-letters = off
          actor.telemetry.enabled = on
          actor.default-mailbox.mailbox-type = "{{NameOf<CountingMailbox>()}}"
          actor.mailbox.unbounded-deque-based.mailbox-type = "{{NameOf<CountingDequeMailbox>()}}"
          coordinated-shutdown.run-by-clr-shutdown-hook = off
        }
        """).WithFallback(CrewConfig.Dispatchers).WithFallback(journal)
        .WithFallback(Akka.Persistence.Sql.SqlPersistence.DefaultConfiguration);

    private static string NameOf<T>() => $"{typeof(T).FullName}, {typeof(T).Assembly.GetName().Name}";
}
