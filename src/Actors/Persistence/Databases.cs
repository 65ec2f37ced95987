using System.Data.Common;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Persistence.Sql.Config;
using LinqToDB;
using LinqToDB.Interceptors;
using Microsoft.Data.Sqlite;

namespace ActorGaze.Actors.Persistence;

/// <summary>The journal and the snapshots: two SQLite files in write-ahead mode, every commit synced to disk.</summary>
internal static class Databases
{
    private const string JournalPath = "akka.persistence.journal.sql";
    private const string SnapshotPath = "akka.persistence.snapshot-store.sql";

    /// <summary>How long a locked file is waited for before a write fails.</summary>
    private const int BusySeconds = 60;

    public static Config Config { get; } = ConfigurationFactory.ParseString(
        $$"""
        akka.persistence {
          max-concurrent-recoveries = 32
          journal {
            plugin = "{{JournalPath}}"
            sql {
              provider-name = "SQLite.MS"
              auto-initialize = true
              circuit-breaker { max-failures = 10, call-timeout = 120s, reset-timeout = 5s }
            }
          }
          snapshot-store {
            plugin = "{{SnapshotPath}}"
            sql { provider-name = "SQLite.MS", auto-initialize = true }
          }
        }
        akka.actor {
          serializers.actorgaze = "{{typeof(JournalSerializer).AssemblyQualifiedName!.Replace("\"", "")}}"
          serialization-bindings {
            {{string.Join("\n    ", Manifests.Bound.Select(type => $"\"{type.FullName}, {type.Assembly.GetName().Name}\" = actorgaze"))}}
          }
        }
        """);

    public static Setup Options(string journal, string snapshots)
    {
        var setup = new MultiDataOptionsSetup();
        setup.AddDataOptions(JournalPath, Options(journal));
        setup.AddDataOptions(SnapshotPath, Options(snapshots));
        return setup;
    }

    /// <summary>Makes the file if it is not there, and sets its write-ahead mode, which stays in the file.</summary>
    /// <exception cref="SqliteException">The file is no database, or is damaged.</exception>
    public static void Prepare(string file)
    {
        using var connection = new SqliteConnection(ConnectionString(file));
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = WAL; PRAGMA quick_check(1);";
        using var reader = command.ExecuteReader();
        reader.Read();
        reader.NextResult();
        reader.Read();
        if (reader.GetString(0) is not "ok" and var verdict) throw new SqliteException(verdict.ReplaceLineEndings(" "), 11);
    }

    internal static string ConnectionString(string file) =>
        new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = BusySeconds, Pooling = true }.ToString();

    private static DataOptions Options(string file) =>
        new DataOptions().UseConnectionString(ProviderName.SQLiteMS, ConnectionString(file)).UseInterceptor(new EveryCommitToDisk());

    private sealed class EveryCommitToDisk : ConnectionInterceptor
    {
        public override void ConnectionOpened(ConnectionEventData eventData, DbConnection connection) => Set(connection);

        public override Task ConnectionOpenedAsync(ConnectionEventData eventData, DbConnection connection, CancellationToken cancellationToken)
        {
            Set(connection);
            return Task.CompletedTask;
        }

        private static void Set(DbConnection connection)
        {
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA synchronous = FULL;";
            command.ExecuteNonQuery();
        }
    }
}
