using System.Globalization;
using ActorGaze.Actors.Persistence;
using ActorGaze.Actors.Runs;
using ActorGaze.Nn;
using Microsoft.Data.Sqlite;

namespace ActorGaze.Actors.Hosting;

/// <summary>Where everything of one engine lies. Naming a path touches no disk.</summary>
public sealed record StateFolder(string Root)
{
    private const int Corrupt = 11; // SQLITE_CORRUPT
    private const int NoDatabase = 26; // SQLITE_NOTADB

    public string Journal => Path.Combine(Root, "journal.db");

    public string Snapshots => Path.Combine(Root, "snapshots.db");

    public string Metrics => Path.Combine(Root, "metrics.db");

    public string Cache => Path.Combine(Root, "cache");

    public string Logs => Path.Combine(Root, "logs");

    public string Reports => Path.Combine(Root, "reports");

    public string Lock => Path.Combine(Root, "engine.lock");

    /// <summary>The process that has the lock: in a file of its own, since a locked one can be read by nobody.</summary>
    public string LockHolder => Path.Combine(Root, "engine.pid");

    /// <summary>Where a living engine answers.</summary>
    public string Socket => Path.Combine(Root, "engine.sock");

    public string CheckpointsOf(RunId run) => Path.Combine(Root, "checkpoints", NameRule.PathStep(run.Value));

    /// <summary>Makes the folders. Disturbs no engine that has them.</summary>
    /// <exception cref="InvalidInputException">The folder cannot be written.</exception>
    public void Prepare()
    {
        try
        {
            foreach (var folder in new[] { Root, Path.Combine(Root, "checkpoints"), Cache, Logs, Reports }) Directory.CreateDirectory(folder);
            var probe = Path.Combine(Root, FormattableString.Invariant($".probe-{Environment.ProcessId}"));
            File.WriteAllText(probe, "");
            File.Delete(probe);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"{Root}: the state folder cannot be written: {e.Message} --state or ACTORGAZE_STATE names another.", e);
        }
    }

    private bool HasCheckpoints =>
        Directory.Exists(Path.Combine(Root, "checkpoints")) && Directory.EnumerateFiles(Path.Combine(Root, "checkpoints"), "*.safetensors", SearchOption.AllDirectories).Any();

    /// <summary>Makes the databases, and looks whether they are sound. For whoever has the folder's lock.</summary>
    /// <exception cref="InvalidInputException">A database is damaged, or cannot be opened.</exception>
    public void PrepareDatabases()
    {
        if (new FileInfo(Journal) is { Exists: false } or { Length: 0 } && HasCheckpoints)
            throw new InvalidInputException($"{Journal}: this database is missing or empty, yet there are checkpoints of runs that it should know. It was left as it is. Put back a copy of it, or give --state another folder.");

        foreach (var file in new[] { Journal, Snapshots })
        {
            try
            {
                Databases.Prepare(file);
            }
            catch (SqliteException e) when (e.SqliteErrorCode is not (Corrupt or NoDatabase))
            {
                throw new InvalidInputException($"{file}: this database cannot be opened ({e.Message}). Nothing in it was changed.", e);
            }
            catch (SqliteException e)
            {
                throw new InvalidInputException(
                    $"{file}: this database is damaged ({e.Message}). It was left as it is. Put back a copy of it, or give --state another folder.", e);
            }
        }
    }
}

/// <summary>Says that an engine lives in a state folder; gone with the process, however that ends.</summary>
public sealed class EngineLock : IDisposable
{
    /// <summary>Whoever only looks whether an engine has the folder holds the lock for a moment too.</summary>
    private static readonly TimeSpan ALook = TimeSpan.FromMilliseconds(50);

    private readonly FileStream _file;
    private readonly StateFolder _folder;

    private EngineLock(FileStream file, StateFolder folder) => (_file, _folder) = (file, folder);

    /// <exception cref="InvalidInputException">Another engine has the folder; the message has its process id. Or the lock may not be opened.</exception>
    public static EngineLock Take(StateFolder folder)
    {
        var held = new EngineLock(Open(folder), folder);
        try
        {
            File.WriteAllText(folder.LockHolder, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return held;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            held._file.Dispose();
            throw new InvalidInputException($"{folder.LockHolder}: the engine's process number cannot be written here: {e.Message}", e);
        }
    }

    /// <summary>True while an engine, of whatever process, has the folder.</summary>
    public static bool IsHeld(StateFolder folder)
    {
        if (!File.Exists(folder.Lock)) return false;
        try
        {
            using var _ = new FileStream(folder.Lock, FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false; // another user's; who may not look is told so elsewhere
        }
    }

    private static FileStream Open(StateFolder folder)
    {
        var (file, why) = ((FileStream?)null, (IOException?)null);
        bool Opened()
        {
            try
            {
                file = new FileStream(folder.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                return true;
            }
            catch (IOException e)
            {
                why = e;
                return false;
            }
        }

        try
        {
            return SpinWait.SpinUntil(Opened, ALook) ? file! : throw new InvalidInputException($"{folder.Root}: another engine{Holder(folder.LockHolder)} has this state folder. Only one may.", why);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new InvalidInputException($"{folder.Lock}: the engine's lock cannot be opened: {e.Message}", e);
        }
    }

    public void Dispose()
    {
        File.Delete(_folder.LockHolder);
        _file.Dispose();
    }

    /// <summary>Nothing where the other engine is about to write it, or to leave.</summary>
    private static string Holder(string file)
    {
        try
        {
            return File.ReadAllText(file).Trim() is { Length: > 0 } pid ? $" (process {pid})" : "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
