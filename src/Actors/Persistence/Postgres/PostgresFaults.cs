using System.Net.Sockets;
using System.Security.Cryptography;
using ActorGaze.Actors.Contracts;
using ActorGaze.Nn;
using Npgsql;

namespace ActorGaze.Actors.Persistence.Postgres;

/// <summary>What goes wrong with PostgreSQL, in words.</summary>
internal static class PostgresFaults
{
    private const string Password = "The password comes from PGPASSWORD, or from the file that PGPASSFILE names (else ~/.pgpass)";

    /// <summary>Whether the server is away just now: it did not answer, stopped, starts, or has no room.</summary>
    public static bool IsAway(Exception fault) => Chain(fault).OfType<PostgresException>().FirstOrDefault() is { } told
        // connection, resources, shutdown, system
        ? told.SqlState is ['0', '8', ..] or ['5', '3', ..] or ['5', '7', 'P', ..] or ['5', '8', ..]
        : Chain(fault).Any(e => e is NpgsqlException or SocketException or TimeoutException or EndOfStreamException);

    /// <summary>Whether there are no tables, because no engine ever had this database.</summary>
    public static bool IsWithoutTables(Exception fault) => fault is PostgresException { SqlState: PostgresErrorCodes.UndefinedTable };

    /// <summary>A message that names the key and the address; null where it is no fault of PostgreSQL.</summary>
    public static Exception? Explain(JournalAddress address, Exception fault)
    {
        var at = $"journal.url: {address}";
        return fault switch
        {
            PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } e =>
                new InvalidInputException($"{at}: the server refuses the user {address.User}: {e.MessageText}. {Password}.", e),
            PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } e =>
                new InvalidInputException(
                    $"{at}: the server has no database '{address.Database}'. 'createdb -O {address.User} {address.Database}' makes one.",
                    e),
            PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } e =>
                new InvalidInputException(
                    $"{at}: the user {address.User} may not do what an engine does: {e.MessageText}. Let it own the database.", e),
            PostgresException e when IsAway(e) => new PreventedException($"{at}: the server cannot be used just now: {e.MessageText}.", e),
            PostgresException e => new InvalidInputException($"{at}: the journal cannot be used: {e.MessageText} ({e.SqlState}).", e),
            NpgsqlException e when e.Message.Contains("No password", StringComparison.Ordinal) =>
                new InvalidInputException($"{at}: the server asks for a password, and there is none. {Password}.", e),
            _ when IsAway(fault) => new PreventedException($"{at}: the server does not answer: {Reason(address, fault)}", fault),
            CryptographicException or IOException or UnauthorizedAccessException =>
                new InvalidInputException($"{at}: the connection cannot be made: {fault.Message}", fault),
            _ => null,
        };
    }

    /// <summary>.NET says "Cannot assign requested address" of a socket's file that is not there.</summary>
    private static string Reason(JournalAddress address, Exception fault) =>
        address.IsSocket && Chain(fault).Any(e => e is SocketException { SocketErrorCode: SocketError.AddressNotAvailable })
            ? $"there is no socket of one in {address.Host}"
            : Chain(fault).Last().Message;

    /// <summary>A fault, and all that is behind it.</summary>
    private static IEnumerable<Exception> Chain(Exception fault) =>
        (fault is AggregateException several ? several.InnerExceptions : fault.InnerException is { } inner ? [inner]
            : (IEnumerable<Exception>)[])
            .SelectMany(Chain).Prepend(fault);
}
