namespace ActorGaze.Actors.Storage;

/// <summary>Whether a disk has room. It is asked for the room, not for how much is free: a quota can leave less.</summary>
public static class DiskRoom
{
    /// <summary>True where so many bytes could be written into a folder now. Leaves nothing behind.</summary>
    public static bool Has(string folder, long bytes)
    {
        // The name is that of half a save, so that a start clears away what a power cut leaves of it.
        var probe = Path.Combine(folder, FormattableString.Invariant($".room.tmp-{Environment.ProcessId}-{Guid.NewGuid():N}"));
        try
        {
            using var file = new FileStream(probe, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                BufferSize = 0,
                PreallocationSize = Math.Max(1, bytes),
                Options = FileOptions.DeleteOnClose,
            });
            file.WriteByte(0); // where a file system cannot set room aside
            return true;
        }
        catch (IOException)
        {
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            return true; // something else is wrong, and a save says what
        }
    }
}
