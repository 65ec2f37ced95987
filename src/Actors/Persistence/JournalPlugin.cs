using ActorGaze.Actors.Contracts.Serialization;
using ActorGaze.Actors.Persistence.Stores;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Persistence.Sql.Config;

namespace ActorGaze.Actors.Persistence;

/// <summary>Akka.Persistence.Sql over the journal that an engine has.</summary>
internal static class JournalPlugin
{
    private const string JournalPath = "akka.persistence.journal.sql";
    private const string SnapshotPath = "akka.persistence.snapshot-store.sql";

    public static Config Config(IHeldJournal held) => ConfigurationFactory.ParseString(
        $$"""
        akka.persistence {
          max-concurrent-recoveries = 32
          journal {
            plugin = "{{JournalPath}}"
            sql {
              class = "{{NameOf(typeof(GuardedJournal))}}"
              provider-name = "{{held.Provider}}"
              auto-initialize = {{(held.TablesAreMade ? "true" : "false")}}
              circuit-breaker { max-failures = 10, call-timeout = 120s, reset-timeout = 5s }
            }
          }
          snapshot-store {
            plugin = "{{SnapshotPath}}"
            sql {
              class = "{{NameOf(typeof(ForgivingSnapshots))}}"
              provider-name = "{{held.Provider}}"
              auto-initialize = {{(held.TablesAreMade ? "true" : "false")}}
            }
          }
        }
        akka.actor {
          serializers.actorgaze = "{{NameOf(typeof(JournalSerializer))}}"
          serialization-bindings {
            {{string.Join("\n    ", Manifests.Bound.Select(type => $"\"{NameOf(type)}\" = actorgaze"))}}
          }
        }
        """);

    /// <summary>Hands the journal to its actors.</summary>
    public static ActorSystemSetup Setup(IHeldJournal held)
    {
        var options = new MultiDataOptionsSetup();
        options.AddDataOptions(JournalPath, held.Journal);
        options.AddDataOptions(SnapshotPath, held.Snapshots);
        return ActorSystemSetup.Create(options, new HeldSetup(held), held.Guard.ForActors());
    }

    /// <summary>The journal of the engine whose actors these are; null in a system without one.</summary>
    public static IHeldJournal? In(ActorSystem system) =>
        system.Settings.Setup.Get<HeldSetup>() is { HasValue: true } setup ? setup.Value.Held : null;

    private static string NameOf(Type type) => $"{type.FullName}, {type.Assembly.GetName().Name}";

    private sealed class HeldSetup(IHeldJournal held) : Setup
    {
        public IHeldJournal Held => held;
    }
}
