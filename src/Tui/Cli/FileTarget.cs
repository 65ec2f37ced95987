using ActorGaze.Nn;

namespace ActorGaze.Tui.Cli;

/// <summary>A file that a command makes. It is there whole or not at all.</summary>
/// <param name="Path">Absolute.</param>
internal sealed record FileTarget(string Path)
{
    /// <param name="name">What the user is told of: an argument or an option.</param>
    /// <param name="force">Replace a file that is there.</param>
    /// <exception cref="InvalidInputException">It cannot be the path of a file, or a file is there.</exception>
    public static FileTarget Of(string name, string asked, bool force)
    {
        if (asked.Length == 0 || asked.Contains('\0', StringComparison.Ordinal))
            throw new InvalidInputException($"{name}: found '{asked}'; allowed: the path of a new file.");
        var path = System.IO.Path.GetFullPath(asked);
        if (Directory.Exists(path)) throw new InvalidInputException($"{name}: found the folder {path}; allowed: the path of a new file.");
        if (!Directory.Exists(System.IO.Path.GetDirectoryName(path)))
            throw new InvalidInputException($"{path}: the folder of this file is not there. Make it first.");
        return force || !System.IO.Path.Exists(path)
            ? new FileTarget(path)
            : throw new InvalidInputException($"{path}: this file is there already. --force replaces it.");
    }

    /// <exception cref="PreventedException">The disk cannot be written.</exception>
    public async Task WriteAsync(Func<Stream, Task> write)
    {
        try
        {
            await WholeFile.WriteAsync(Path, write).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PreventedException($"{Path}: it cannot be written: {e.Message}", e);
        }
    }
}
