using System.Diagnostics;
using ActorGaze.Actors.Contracts;
using Npgsql;
using Xunit.Sdk;

[assembly: AssemblyFixture(typeof(ActorGaze.Tests.Actors.Persistence.Postgres.PostgresServers))]

namespace ActorGaze.Tests.Actors.Persistence.Postgres;

/// <summary>Stops the server that the tests of this process share.</summary>
public sealed class PostgresServers : IDisposable
{
    public void Dispose() => PostgresServer.StopShared();
}

/// <summary>
/// A server of PostgreSQL, started from the distribution's binaries in a folder of its own, with a socket there and no port. The super user
/// <c>postgres</c> needs no password; the user <c>locked</c> does.
/// </summary>
internal sealed class PostgresServer : IDisposable
{
    public const string Password = "open-sesame";

    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);
    private static readonly Lazy<PostgresServer> Shared = new(() => new PostgresServer());
    private static int _databases;

    private readonly string _binaries;
    private Process? _process;

    public PostgresServer()
    {
        _binaries = Binaries ?? throw new UnreachableException("Tests that need a server look for it first.");
        Folder = Directory.CreateTempSubdirectory("pg-").FullName;
        if (IsRoot) Say("chown", Nobody, Folder);
        SayAs(Path.Combine(_binaries, "initdb"), "-D", Data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync");
        File.WriteAllText(Path.Combine(Data, "pg_hba.conf"), "local all locked scram-sha-256\nlocal all all trust\n");
        Start();
        Run("postgres", $"CREATE ROLE locked LOGIN PASSWORD '{Password}'");
    }

    public string Folder { get; }

    /// <summary>The newest server's binaries of this machine, where Debian and its children have them; null: none.</summary>
    public static string? Binaries { get; } =
        Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Select(folder => Path.Combine(folder, "bin"))
                .Where(folder => File.Exists(Path.Combine(folder, "initdb"))).OrderBy(folder => folder, StringComparer.Ordinal).LastOrDefault()
            : null;

    private static bool IsRoot => Environment.UserName == "root";

    private static string Nobody { get; } = "nobody";

    private string Data => Path.Combine(Folder, "data");

    /// <summary>An empty database of the shared server. A test without a server is skipped, with its reason.</summary>
    public static JournalAddress SharedDatabase()
    {
        Require();
        return Shared.Value.NewDatabase();
    }

    /// <summary>Skips a test where no server can be started.</summary>
    public static void Require()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The server is started from the folders of Linux distributions.");
        Assert.SkipWhen(Binaries is null, "There is no server of PostgreSQL under /usr/lib/postgresql (apt install postgresql).");
        Assert.SkipWhen(IsRoot && !File.Exists("/usr/bin/setpriv"), "PostgreSQL does not run as root, and there is no setpriv to become another user.");
    }

    public static void StopShared()
    {
        if (Shared.IsValueCreated) Shared.Value.Dispose();
    }

    public JournalAddress NewDatabase()
    {
        var name = FormattableString.Invariant($"t{Interlocked.Increment(ref _databases)}");
        Run("postgres", $"CREATE DATABASE {name}");
        return At(name);
    }

    public JournalAddress At(string database, string user = "postgres") => new(user, Folder, 5432, database);

    /// <summary>One statement, as the super user.</summary>
    public void Run(string database, string sql)
    {
        using var connection = Open(database);
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    public static void Run(JournalAddress address, string sql) => Ask(address, sql);

    /// <summary>The first value of a query.</summary>
    public static object? Ask(JournalAddress address, string sql)
    {
        using var connection = Open(address.Host, address.Database);
        using var command = new NpgsqlCommand(sql, connection);
        return command.ExecuteScalar();
    }

    /// <summary>Starts it, and waits until it answers.</summary>
    public void Start()
    {
        // The shell stops the server when this process is gone, however that ends.
        string[] server = [.. As, Path.Combine(_binaries, "postgres"), "-D", Data, "-k", Folder, "-c", "listen_addresses=", "-c", "max_connections=200"];
        _process = Process.Start(new ProcessStartInfo("sh", ["-c", "\"$@\" & server=$!; read -r _; kill -$signal $server; wait $server", "sh", .. server])
        {
            RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true, Environment = { ["signal"] = "QUIT" },
        })!;
        _process.ErrorDataReceived += (_, _) => { };
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        if (!SpinWait.SpinUntil(Answers, LongestStart)) throw new XunitException($"The server in {Folder} did not come up.");
    }

    /// <summary>Ends it at once, as a power cut would, and returns when it is gone.</summary>
    public void Stop()
    {
        _process!.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
        _process = null;
    }

    public void Dispose()
    {
        NpgsqlConnection.ClearAllPools();
        if (_process is not null) Stop();
        Directory.Delete(Folder, recursive: true);
    }

    private static string[] As => IsRoot ? ["setpriv", $"--reuid={Nobody}", "--regid=nogroup", "--clear-groups"] : [];

    private static void SayAs(params string[] words) => Say([.. As, .. words]);

    private static void Say(params string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo(words[0], words[1..]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var complaints = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new XunitException($"{string.Join(' ', words)}: {complaints.Result}");
    }

    private bool Answers()
    {
        try
        {
            using var connection = Open("postgres");
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private NpgsqlConnection Open(string database) => Open(Folder, database);

    private static NpgsqlConnection Open(string host, string database)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder { Host = host, Username = "postgres", Database = database, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }
}
