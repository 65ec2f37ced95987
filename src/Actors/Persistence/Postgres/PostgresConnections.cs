using ActorGaze.Actors.Contracts;
using Npgsql;

namespace ActorGaze.Actors.Persistence.Postgres;

/// <summary>
/// How connections to a journal in PostgreSQL are made. Passwords are found by Npgsql, in PGPASSWORD and in password files.
/// </summary>
internal static class PostgresConnections
{
    /// <summary>The server's own setting that carries an engine's token.</summary>
    public const string TokenSetting = "actorgaze.engine";

    private const int ConnectSeconds = 10;
    private const int CommandSeconds = 30;
    private const int LongSeconds = 600; // for what reads a whole journal
    private const int AliveSeconds = 10; // of silence, before a peer is asked whether it is there
    private const int MostConnections = 32;

    /// <summary>For whoever only reads, from a pool.</summary>
    public static string Reading(JournalAddress address) => Of(address, pooled: true, LongSeconds, "-c default_transaction_read_only=on");

    /// <summary>For an engine's actors, from a pool.</summary>
    /// <param name="token">What lets it write.</param>
    /// <param name="commits">True where the server, left alone, does not wait for the disk before it acknowledges.</param>
    public static string Writing(JournalAddress address, string token, bool commits) =>
        Of(address, pooled: true, CommandSeconds, $"-c {TokenSetting}={token}{(commits ? " -c synchronous_commit=on" : "")}");

    /// <summary>
    /// For one session that lasts. Both sides notice within half a minute that the other machine is gone.
    /// </summary>
    public static string Lasting(JournalAddress address) =>
        Of(address, pooled: false, LongSeconds,
            $"-c tcp_keepalives_idle={AliveSeconds} -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3");

    /// <summary>An open connection. The caller disposes it.</summary>
    public static NpgsqlConnection Open(string how)
    {
        var connection = new NpgsqlConnection(how);
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Closes what a pool keeps.</summary>
    public static void ClosePooled(string how)
    {
        using var pooled = new NpgsqlConnection(how);
        NpgsqlConnection.ClearPool(pooled);
    }

    private static string Of(JournalAddress address, bool pooled, int commandSeconds, string options)
    {
        var how = new NpgsqlConnectionStringBuilder
        {
            Host = address.Host, Port = address.Port, Username = address.User, Database = address.Database, ApplicationName = "actorgaze",
            Timeout = ConnectSeconds, CommandTimeout = commandSeconds, Pooling = pooled, MaxPoolSize = MostConnections, Options = options,
            GssEncryptionMode = GssEncryptionMode.Disable,
        };
        if (!address.IsSocket) (how.TcpKeepAlive, how.TcpKeepAliveTime, how.TcpKeepAliveInterval) = (true, AliveSeconds, AliveSeconds);
        if (address.SslMode is { } mode)
            how.SslMode = Enum.Parse<SslMode>(mode.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);
        if (address.SslRootCertificate is { } authority) how.RootCertificate = authority;
        return how.ToString();
    }
}
