using System.Globalization;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;

namespace ActorGaze.Actors.Cluster;

/// <summary>How long the leases last that engines of a state folder have granted, on disk: an engine that starts waits so long.</summary>
internal sealed class LeaseLength(StateFolder folder)
{
    private readonly string _file = Path.Combine(folder.Root, "cluster", "lease");

    /// <summary>Of an engine before this one; zero where none took nodes in.</summary>
    /// <exception cref="InvalidInputException">The file is not what an engine has written.</exception>
    public TimeSpan Read() => !File.Exists(_file) ? TimeSpan.Zero
        : TimeSpan.TryParseExact(File.ReadAllText(_file).Trim(), "c", CultureInfo.InvariantCulture, out var length) ? length
        : throw new InvalidInputException($"{_file}: found no time; allowed: what an engine has written there, such as 00:00:30.");

    /// <summary>From now on leases are so long.</summary>
    public void Write(TimeSpan length)
    {
        PrivateFiles.MakeFolder(Path.GetDirectoryName(_file)!);
        PrivateFiles.Write(_file, System.Text.Encoding.ASCII.GetBytes(length.ToString("c", CultureInfo.InvariantCulture)));
    }
}
