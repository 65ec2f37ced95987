using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Nn;

namespace ActorGaze.Actors.Storage;

/// <summary>Where everything of one engine lies. Naming a path touches no disk.</summary>
public sealed record StateFolder(string Root)
{
    public string Journal => Path.Combine(Root, "journal.db");

    /// <summary>Says where in PostgreSQL the journal is; not there where the journal is in this folder.</summary>
    public string JournalUrl => Path.Combine(Root, "journal.url");

    public string Snapshots => Path.Combine(Root, "snapshots.db");

    public string Metrics => Path.Combine(Root, "metrics.db");

    public string Cache => Path.Combine(Root, "cache");

    public string Logs => Path.Combine(Root, "logs");

    public string Reports => Path.Combine(Root, "reports");

    /// <summary>What <c>gaze check</c> has found, by run.</summary>
    public string GazeChecks => Path.Combine(Root, "gaze-checks");

    public string GazeChecksOf(RunId run) => Path.Combine(GazeChecks, NameRule.PathStep(run.Value));

    public string Lock => Path.Combine(Root, "engine.lock");

    /// <summary>The process that has the lock: in a file of its own, since a locked one can be read by nobody.</summary>
    public string LockHolder => Path.Combine(Root, "engine.pid");

    /// <summary>Where a living engine answers.</summary>
    public string Socket => Path.Combine(Root, "engine.sock");

    /// <summary>The same socket's name before it listens. It is no longer than <see cref="Socket"/>.</summary>
    public string SocketBeforeListening => Path.Combine(Root, "engine.new");

    /// <summary>A folder, or a link to the one that <c>checkpoints.folder</c> names.</summary>
    public string Checkpoints => Path.Combine(Root, "checkpoints");

    /// <summary>Where most bytes go: the folder of checkpoints where that lies elsewhere.</summary>
    public string LargestPart => new DirectoryInfo(Checkpoints).LinkTarget is null ? Root : Checkpoints;

    public string CheckpointsOf(RunId run) => Path.Combine(Checkpoints, NameRule.PathStep(run.Value));

    /// <summary>Where files of a run go that are damaged or not its own: nothing deletes them from there.</summary>
    public string SetAsideOf(RunId run) => Path.Combine(Root, "set-aside", run.Value);

    /// <summary>Makes the folders. Disturbs no engine that has them.</summary>
    /// <exception cref="InvalidInputException">The folder cannot be written.</exception>
    /// <exception cref="PreventedException">Its checkpoints lie in a folder that is not there.</exception>
    public void Prepare()
    {
        CheckpointsLink.Check(Checkpoints);
        try
        {
            foreach (var folder in new[] { Root, Checkpoints, Cache, Logs, Reports }) PrivateFiles.MakeFolder(folder);
            var probe = Path.Combine(Root, FormattableString.Invariant($".probe-{Environment.ProcessId}"));
            File.WriteAllText(probe, "");
            File.Delete(probe);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException(
                $"{Root}: the state folder cannot be written: {e.Message} --state or ACTORGAZE_STATE names another.", e);
        }
    }

    /// <summary>Has checkpoints lie elsewhere. For whoever holds the folder's lock.</summary>
    /// <param name="folder">Null: where they lie.</param>
    /// <exception cref="InvalidInputException">They lie in another folder already, or that one cannot be used.</exception>
    internal void PutCheckpoints(string? folder)
    {
        try
        {
            CheckpointsLink.Make(Checkpoints, folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"checkpoints.folder: found {folder}, which cannot be used: {e.Message}", e);
        }
    }

    internal bool HasCheckpoints =>
        Directory.Exists(Checkpoints)
            && Directory.EnumerateFiles(Checkpoints, "*.safetensors", SearchOption.AllDirectories).Any();
}
