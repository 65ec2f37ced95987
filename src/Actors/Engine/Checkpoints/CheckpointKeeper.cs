using System.Collections.Immutable;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Crews;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;
using ActorGaze.Nn.Training;
using Akka.Event;

namespace ActorGaze.Actors.Engine.Checkpoints;

/// <summary>What is to be journalled before anyone trusts the run's checkpoints, and why the run cannot go on; null where it can.</summary>
internal sealed record CheckpointFindings(ImmutableList<RunEvent> Events, string? Wait)
{
    /// <summary>What kind of refusal <see cref="Wait"/> is to whoever asks the run to go on.</summary>
    public Refusal Kind { get; init; }

    public static CheckpointFindings None { get; } = new(ImmutableList<RunEvent>.Empty, null);
}

/// <summary>Looks into a run's folder of checkpoints while the run has no crew, and moves away what is none of its own.</summary>
internal sealed class CheckpointKeeper(StateFolder folder, RunId run, FolderGuard? guard)
{
    private readonly Dictionary<string, CheckpointRef> _dropped = [];
    private readonly HashSet<string> _told = [];

    private string Checkpoints => folder.CheckpointsOf(run);

    /// <summary>The state after an event that is read from the journal.</summary>
    /// <remarks>Notes what the event let go: its file may still be there, where the engine was killed before it could delete it.</remarks>
    public RunState Replay(RunState before, RunEvent read)
    {
        var after = before.Apply(read);
        if (read is RunEvent.CheckpointSetAside) return after; // that file was moved, not let go
        foreach (var gone in before.Checkpoints.Except(after.Checkpoints)) _dropped[gone.File] = gone;
        return after;
    }

    /// <summary>Whether the file of a checkpoint is in the folder.</summary>
    public bool IsThere(CheckpointRef checkpoint) => File.Exists(Path.Combine(Checkpoints, checkpoint.File));

    /// <summary>Reviews the folder, and moves what does not belong there.</summary>
    /// <param name="beginAgain">The run is told to begin again from the start: nothing is gone on from.</param>
    public CheckpointFindings Look(RunState state, DateTimeOffset now, ILoggingAdapter log, bool beginAgain = false)
    {
        if (state.Spec is null) return CheckpointFindings.None;
        // what is missing tells nothing of the run
        if (guard?.Loss is { } lost) return CheckpointFindings.None with { Wait = lost, Kind = Refusal.Prevented };
        try
        {
            var found = Found(state, log);
            if (beginAgain)
            {
                if (state.Decide(new RunCommand.Retry(true), now).Events.IsEmpty) return CheckpointFindings.None;
                var aside = found.Select(f => new FileReason(f.File, "the run was told to begin again from the start"));
                return new CheckpointFindings(Events(state, SetAside(aside, log), now), null);
            }

            var review = CheckpointReview.Of(state, IsThere, found, found.IsEmpty ? null : ImagesOf(state), Checkpoints);
            foreach (var kept in review.Keep.Where(kept => _told.Add(kept.File)))
                log.Info("{File} stays where it is: {Reason}", kept.File, kept.Why);
            var commands = SetAside(review.SetAside, log);
            if (!review.Missing.IsEmpty) commands.Add(new RunCommand.DropMissing(review.Missing));
            commands.AddRange(review.Adopt);
            if (review.Wait is { } wait && state.Phase is (RunPhase.Queued or RunPhase.Running or RunPhase.Recovering))
                commands.Add(new RunCommand.Pause(wait));
            return new CheckpointFindings(Events(state, commands, now), review.Wait);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.Warning("{Folder} cannot be looked into: {Reason}", Checkpoints, e.Message);
            return CheckpointFindings.None;
        }
    }

    private ImmutableList<FoundFile> Found(RunState state, ILoggingAdapter log)
    {
        if (!Directory.Exists(Checkpoints)) return [];
        var named = state.Checkpoints.Select(c => c.File).ToHashSet();
        var found = new List<FoundFile>();
        var files = Directory.EnumerateFiles(Checkpoints, CheckpointFolder.Pattern).Select(path => Path.GetFileName(path)!);
        foreach (var file in files.Where(file => !named.Contains(file)))
        {
            if (Read(file, log) is not { } read) continue;
            if (read.What is { } what && IsLetGo(state, what.Checkpoint)) CheckpointFolder.Delete(Checkpoints, [what.Checkpoint], log);
            else found.Add(read);
        }

        return [.. found];
    }

    /// <summary>Null where the disk does not let it be read: then it is left alone.</summary>
    private FoundFile? Read(string file, ILoggingAdapter log)
    {
        try
        {
            return new FoundFile(file, CheckpointDescription.Read(Path.Combine(Checkpoints, file)), null);
        }
        catch (DamagedCheckpointException e)
        {
            return new FoundFile(file, null, $"it is damaged: {e.Reason}");
        }
        catch (InvalidInputException e)
        {
            return new FoundFile(file, null, e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.Warning("{File} cannot be read and is left alone: {Reason}", Path.Combine(Checkpoints, file), e.Message);
            return null;
        }
    }

    /// <summary>The very file that the journal named and let go for newer ones, which are there.</summary>
    private bool IsLetGo(RunState state, CheckpointRef found) =>
        _dropped.TryGetValue(found.File, out var dropped) && dropped.Sha256 == found.Sha256
        && state.Checkpoints.Any(newer => newer.At.CompareTo(found.At) > 0 && IsThere(newer));

    /// <summary>The data set that the newest checkpoint at hand was made with.</summary>
    private string? ImagesOf(RunState state)
    {
        try
        {
            var latest = state.Checkpoints.FindLast(IsThere);
            return latest is null ? null : CheckpointDescription.Read(Path.Combine(Checkpoints, latest.File)).Images;
        }
        catch (Exception e) when (e is DamagedCheckpointException or InvalidInputException)
        {
            return null; // its crew will find that out
        }
    }

    private List<RunCommand> SetAside(IEnumerable<FileReason> files, ILoggingAdapter log)
    {
        var moved = new List<RunCommand>();
        foreach (var (file, why) in files)
        {
            if (CheckpointFolder.SetAside(folder, run, file, why, log) is { } to) moved.Add(new RunCommand.NoteSetAside(file, to, why));
        }

        return moved;
    }

    private static ImmutableList<RunEvent> Events(RunState state, IEnumerable<RunCommand> commands, DateTimeOffset now)
    {
        var events = ImmutableList<RunEvent>.Empty;
        foreach (var command in commands)
        {
            var decision = state.Decide(command, now);
            events = events.AddRange(decision.Events);
            state = decision.Events.Aggregate(state, (s, e) => s.Apply(e));
        }

        return events;
    }
}
