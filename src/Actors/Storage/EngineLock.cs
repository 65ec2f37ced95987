using System.Net.Sockets;
using ActorGaze.Nn;

namespace ActorGaze.Actors.Storage;

/// <summary>Says that an engine lives in a state folder; gone with the process, however that ends.</summary>
public sealed class EngineLock : IDisposable
{
    /// <summary>Whoever only looks whether an engine has the folder holds the lock for a moment too.</summary>
    private static readonly TimeSpan LookTime = TimeSpan.FromMilliseconds(50);

    private readonly FileStream _file;
    private readonly StateFolder _folder;
    private readonly EngineRecord _record;

    private EngineLock(FileStream file, StateFolder folder, EngineRecord record) => (_file, _folder, _record) = (file, folder, record);

    /// <summary>
    /// Takes the lock. Where locks mean nothing, the socket and the recorded process say whether another engine has the folder.
    /// </summary>
    /// <exception cref="InvalidInputException">Another engine has the folder; the message has its process id. Or the lock may not be
    /// opened.</exception>
    public static EngineLock Take(StateFolder folder)
    {
        var file = Open(folder);
        try
        {
            var (here, before) = (EngineRecord.OfThisProcess(), EngineRecord.Read(folder.LockHolder));
            if (Occupancy.Objection(folder, Look(folder, before, here)) is { } reason) throw new InvalidInputException(reason);
            Write(folder, before, here);
            return new EngineLock(file, folder, here);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            file.Dispose();
            throw new InvalidInputException($"{folder.LockHolder}: the engine's process number cannot be written here: {e.Message}", e);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>True while an engine, of whatever process, has the folder.</summary>
    public static bool IsHeld(StateFolder folder)
    {
        if (!File.Exists(folder.Lock)) return false;
        try
        {
            using var _ = new FileStream(folder.Lock, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (IOException)
        {
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false; // another user's; who may not look is told so elsewhere
        }

        // The lock is free, or means nothing here. A process that lives and left no record has left the folder.
        return EngineRecord.Read(folder.LockHolder) is { } record
            && Occupancy.Objection(folder, Look(folder, record, EngineRecord.OfThisProcess())) is not null;
    }

    /// <summary>
    /// Gives the folder back. The record is deleted where it is this engine's: the path may lead to another folder by now.
    /// </summary>
    public void Dispose()
    {
        DeleteRecord(_folder);
        _file.Dispose();
    }

    /// <summary>Deletes this engine's record in a folder; another engine's stays.</summary>
    internal void DeleteRecord(StateFolder folder)
    {
        if (EngineRecord.Read(folder.LockHolder) == _record) File.Delete(folder.LockHolder);
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
            if (SpinWait.SpinUntil(Opened, LookTime)) return file!;
            var who = Occupancy.Named(EngineRecord.Read(folder.LockHolder));
            throw new InvalidInputException($"{folder.Root}: another engine{who} has this state folder. Only one may.", why);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new InvalidInputException($"{folder.Lock}: the engine's lock cannot be opened: {e.Message}", e);
        }
    }

    private static Sighting Look(StateFolder folder, EngineRecord? record, EngineRecord here) => new(
        LocksWork(folder.Lock), IsOverNetwork(folder.Root), Answers(folder.Socket), record, here,
        record is null ? null : EngineRecord.StartOf(record.ProcessId), record is not null && EngineRecord.IsAlive(record.ProcessId));

    /// <summary>Tries whether a lock keeps another out: two in one process keep each other out as those of two processes do.</summary>
    private static bool LocksWork(string file)
    {
        try
        {
            using var first = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.None);
            using var second = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.None);
            return false;
        }
        catch (IOException)
        {
            return true; // the first where this process has the lock already, the second otherwise
        }
    }

    private static bool IsOverNetwork(string folder)
    {
        try
        {
            var drive = new DriveInfo(folder);
            var overFuse = drive.DriveFormat.StartsWith("fuse", StringComparison.Ordinal) && drive.DriveFormat != "fuseblk";
            return overFuse || drive.DriveType == DriveType.Network;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return false; // the system does not tell; the lock was free
        }
    }

    private static bool Answers(string path)
    {
        if (!File.Exists(path)) return false;
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            return false; // a dead engine's, or a path that no socket can have
        }
    }

    /// <summary>Puts this engine's record in place of the one that was judged. Where two engines come at once, one is refused.</summary>
    private static void Write(StateFolder folder, EngineRecord? judged, EngineRecord here)
    {
        var mine = FormattableString.Invariant($"{folder.LockHolder}.{here.ProcessId}");
        var old = mine + ".old";
        File.WriteAllText(mine, here.Text);
        try
        {
            if (File.Exists(folder.LockHolder))
            {
                File.Move(folder.LockHolder, old, overwrite: true);
                if (EngineRecord.Read(old) != judged)
                {
                    File.Move(old, folder.LockHolder, overwrite: false);
                    throw TakenNow(folder);
                }

                File.Delete(old);
            }

            File.Move(mine, folder.LockHolder, overwrite: false);
        }
        catch (IOException) when (EngineRecord.Read(folder.LockHolder) is not null)
        {
            throw TakenNow(folder); // another engine's record came in between
        }
        finally
        {
            File.Delete(mine);
        }
    }

    private static InvalidInputException TakenNow(StateFolder folder)
    {
        var who = Occupancy.Named(EngineRecord.Read(folder.LockHolder));
        return new InvalidInputException($"{folder.Root}: another engine{who} took this state folder just now. Only one may.");
    }
}
