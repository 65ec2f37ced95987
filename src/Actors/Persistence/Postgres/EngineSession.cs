using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Persistence.Stores;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;
using Npgsql;

namespace ActorGaze.Actors.Persistence.Postgres;

/// <summary>
/// Says that an engine, or a copy, has a journal in PostgreSQL: a lock that lasts as long as a session of its own, and a token without
/// which nothing can be written. Who takes the lock puts a token of its own in place of the one before, so that an engine that lost its
/// session without noticing can write nothing more.
/// </summary>
internal sealed class EngineSession : IDisposable
{
    private const long Key = 0x4163_746F_7247_617A; // any number that nobody else locks: "ActorGaz"
    private const string LookTime = "2s"; // a killed engine's session ends within that
    private const string TokenTime = "30s"; // writes of an engine before this one come to an end within that

    private const int BeatSeconds = 10; // a server that takes longer is away

    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(5);

    private readonly JournalAddress _address;
    private readonly CancellationTokenSource _end = new();
    private Task _keeping = Task.CompletedTask;
    private bool _isLocked = true;

    private EngineSession(JournalAddress address, NpgsqlConnection connection) => (_address, Connection) = (address, connection);

    /// <summary>Of this session; nobody's else from <see cref="Keep"/> on.</summary>
    public NpgsqlConnection Connection { get; private set; }

    /// <summary>What lets its holder write.</summary>
    public string Token { get; } = Guid.NewGuid().ToString("N");

    /// <param name="folder">Of whoever takes it, for the message to others.</param>
    /// <param name="makes">Makes the tables where they are not there.</param>
    /// <exception cref="InvalidInputException">Another engine has the journal, or the address does not lead to one.</exception>
    /// <exception cref="PreventedException">The server does not answer.</exception>
    public static EngineSession Take(JournalAddress address, StateFolder folder, bool makes)
    {
        NpgsqlConnection? connection = null;
        try
        {
            connection = PostgresConnections.Open(PostgresConnections.Lasting(address));
            Lock(connection, address);
            if (makes) PostgresSchema.Make(connection, address);
            else if (!PostgresSchema.IsThere(connection))
                throw new InvalidInputException($"journal.url: {address}: there is no journal in this database.");
            var session = new EngineSession(address, connection);
            session.PutToken(folder);
            return session;
        }
        catch (Exception e)
        {
            connection?.Dispose();
            if (PostgresFaults.Explain(address, e) is { } explained) throw explained;
            throw;
        }
    }

    /// <summary>
    /// Looks every second whether the session lives, and makes a new one where it does not. Where another engine took the journal
    /// meanwhile, that is final.
    /// </summary>
    /// <param name="lost">Told a sentence then.</param>
    public void Keep(Action<string> lost) => _keeping = Task.Run(() => KeepAsync(lost, _end.Token));

    public void Dispose()
    {
        _end.Cancel();
        _keeping.Wait(LongestEnd);
        Connection.Dispose();
        _end.Dispose();
    }

    /// <summary>Which engine has a journal, or had it last, in words.</summary>
    private static string Holder(NpgsqlConnection connection)
    {
        if (!PostgresSchema.IsThere(connection)) return "another engine";
        using var command = new NpgsqlCommand("SELECT process_id, host, folder FROM actorgaze_engine", connection);
        using var reader = command.ExecuteReader();
        return reader.Read()
            ? FormattableString.Invariant(
                $"another engine (process {reader.GetInt32(0)} on {reader.GetString(1)}, state folder {reader.GetString(2)})")
            : "another engine";
    }

    private static void Lock(NpgsqlConnection connection, JournalAddress address)
    {
        try
        {
            JournalRows.Scalar(connection, $"SET lock_timeout = '{LookTime}'");
            JournalRows.Scalar(connection, $"SELECT pg_advisory_lock({Key})");
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            throw new InvalidInputException($"journal.url: {address}: {Holder(connection)} has this journal. Only one may.", e);
        }
    }

    private void PutToken(StateFolder folder)
    {
        JournalRows.Scalar(Connection, $"SET lock_timeout = '{TokenTime}'");
        using var command = new NpgsqlCommand(
            """
            INSERT INTO actorgaze_engine (token, process_id, host, folder) VALUES ($1, $2, $3, $4)
            ON CONFLICT (one) DO UPDATE SET token = $1, process_id = $2, host = $3, folder = $4, since = now()
            """, Connection);
        foreach (var value in new object[] { Token, Environment.ProcessId, Environment.MachineName, folder.Root })
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        command.ExecuteNonQuery();
        JournalRows.Scalar(Connection, $"SELECT set_config('{PostgresConnections.TokenSetting}', '{Token}', false)");
    }

    private async Task KeepAsync(Action<string> lost, CancellationToken end)
    {
        while (true)
        {
            await Task.Delay(Beat, TimeProvider.System, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (end.IsCancellationRequested) return;
            try
            {
                if (!_isLocked) await LockAgainAsync(end).ConfigureAwait(false);
                if (await IsMineAsync(end).ConfigureAwait(false)) continue;
                lost($"journal.url: {_address}: {Holder(Connection)} has this journal now. Nothing is acknowledged from then on.");
                return;
            }
            catch (Exception e) when (e is NpgsqlException or IOException or InvalidOperationException or OperationCanceledException
                or System.Net.Sockets.SocketException or TimeoutException)
            {
                _isLocked = false; // writes fail or not as the server finds; this only looks for what has become of the lock
            }
        }
    }

    /// <summary>
    /// A lock that is not free may be that of this engine's own session before, which the server still believes in: the token tells.
    /// </summary>
    private async Task LockAgainAsync(CancellationToken end)
    {
        await Connection.DisposeAsync().ConfigureAwait(false);
        Connection = new NpgsqlConnection(PostgresConnections.Lasting(_address));
        await Connection.OpenAsync(end).ConfigureAwait(false);
        using var command = new NpgsqlCommand($"SELECT pg_try_advisory_lock({Key})", Connection) { CommandTimeout = BeatSeconds };
        _isLocked = await command.ExecuteScalarAsync(end).ConfigureAwait(false) is true;
    }

    private async Task<bool> IsMineAsync(CancellationToken end)
    {
        using var command = new NpgsqlCommand("SELECT token FROM actorgaze_engine", Connection) { CommandTimeout = BeatSeconds };
        return await command.ExecuteScalarAsync(end).ConfigureAwait(false) is string token && token == Token;
    }
}
