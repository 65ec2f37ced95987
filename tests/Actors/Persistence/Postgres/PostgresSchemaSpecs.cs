using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Persistence.Postgres;
using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence.Sql;

namespace ActorGaze.Tests.Actors.Persistence.Postgres;

/// <summary>The tables in PostgreSQL, which the engine makes itself.</summary>
[Slow]
public sealed class PostgresSchemaSpecs
{
    [Fact]
    public async Task The_tables_have_the_columns_that_akka_persistence_sql_makes_and_names_compare_byte_by_byte()
    {
        var (ours, theirs) = (PostgresServer.SharedDatabase(), PostgresServer.SharedDatabase());
        using (var connection = PostgresConnections.Open(PostgresConnections.Lasting(ours))) PostgresSchema.Make(connection, ours);

        await MadeByAkka(theirs);

        const string Columns =
            """
            SELECT string_agg(format('%s.%s %s %s', table_name, column_name, data_type, is_nullable), E'\n' ORDER BY table_name, ordinal_position)
            FROM information_schema.columns WHERE table_name IN ('journal', 'snapshot', 'tags')
            """;
        Assert.Equal(PostgresServer.Ask(theirs, Columns), PostgresServer.Ask(ours, Columns));
        Assert.Equal("C", PostgresServer.Ask(ours, "SELECT collation_name FROM information_schema.columns WHERE table_name = 'journal' AND column_name = 'persistence_id'"));
    }

    private static async Task MadeByAkka(JournalAddress database)
    {
        var plugin = $"provider-name = PostgreSQL.15, auto-initialize = true, connection-string = \"Host={database.Host};Username={database.User};Database={database.Database}\"";
        var config = ConfigurationFactory.ParseString(
            $$"""
            akka.loglevel = OFF
            akka.persistence.journal { plugin = akka.persistence.journal.sql, sql { {{plugin}} } }
            akka.persistence.snapshot-store { plugin = akka.persistence.snapshot-store.sql, sql { {{plugin}} } }
            """).WithFallback(SqlPersistence.DefaultConfiguration);
        using var system = ActorSystem.Create("tables", config);
        var persistence = Akka.Persistence.Persistence.Instance.Apply(system);
        Assert.NotEqual(persistence.JournalFor(null), persistence.SnapshotStoreFor(null)); // both are started by being asked for
        while (PostgresServer.Ask(database, "SELECT to_regclass('snapshot') IS NOT NULL AND to_regclass('tags') IS NOT NULL") is not true)
            await Task.Delay(20, Deadline.Token);
        await system.Terminate();
    }
}
