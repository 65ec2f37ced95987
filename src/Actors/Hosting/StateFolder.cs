using System.Globalization;
using ActorGaze.Actors.Persistence;
using ActorGaze.Actors.Runs;
using ActorGaze.Nn;
using Microsoft.Data.Sqlite;

namespace ActorGaze.Actors.Hosting;

/// <summary>Where everything of one engine lies. Naming a path touches no disk.</summary>
public sealed record StateFolder(string Root)
{
    public string Journal => Path.Combine(Root, "journal.db");

    public string Snapshots => Path.Combine(Root, "snapshots.db");

    public string Metrics => Path.Combine(Root, "metrics.db");

    public string Cache => Path.Combine(Root, "cache");

    public string Logs => Path.Combine(Root, "logs");

    public string Reports => Path.Combine(Root, "reports");

    public string Lock => Path.Combine(Root, "engine.lock");

    public string CheckpointsOf(RunId run) => Path.Combine(Root, "checkpoints", run.Value);

    /// <summary>Makes the folders and the databases.</summary>
    /// <exception cref="InvalidInputException">The folder cannot be written, or a database in it is damaged.</exception>
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

        foreach (var file in new[] { Journal, Snapshots })
        {
            try
            {
                Databases.Prepare(file);
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
    private readonly FileStream _file;

    private EngineLock(FileStream file) => _file = file;

    /// <exception cref="InvalidInputException">Another engine has the folder; the message has its process id.</exception>
    public static EngineLock Take(StateFolder folder)
    {
        try
        {
            var file = new FileStream(folder.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            file.SetLength(0);
            file.Write(System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
            file.Flush();
            return new EngineLock(file);
        }
        catch (IOException e)
        {
            throw new InvalidInputException($"{folder.Root}: another engine{Holder(folder.Lock)} has this state folder. Only one may.", e);
        }
    }

    public void Dispose()
    {
        _file.SetLength(0);
        _file.Dispose();
    }

    /// <summary>The runtime's own lock keeps a second reader of the runtime out; the number is read past it.</summary>
    private static string Holder(string file)
    {
        try
        {
            using var reader = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return new StreamReader(reader).ReadToEnd().Trim() is { Length: > 0 } pid ? $" (process {pid})" : "";
        }
        catch (IOException)
        {
            return "";
        }
    }
}
