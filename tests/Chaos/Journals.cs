using ActorGaze.Actors.Contracts;
using Npgsql;

namespace ActorGaze.Tests.Chaos;

/// <summary>Where disturbed state folders have their journals: SQLite in them, or a new database each of one server.</summary>
/// <param name="server">Any database of the server, by a user who may make others; null: SQLite.</param>
internal sealed class Journals(JournalAddress? server)
{
    private int _made;

    /// <summary>A place that nobody has used.</summary>
    public JournalAddress? Next()
    {
        if (server is null) return null;
        var name = FormattableString.Invariant($"chaos_{Environment.ProcessId}_{Interlocked.Increment(ref _made)}");
        using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder { Host = server.Host, Port = server.Port, Username = server.User, Database = server.Database }.ToString());
        connection.Open();
        using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        command.ExecuteNonQuery();
        return server with { Database = name };
    }
}
