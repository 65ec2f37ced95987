namespace ActorGaze.Nn;

/// <summary>Writes files so that a reader finds the old file or the new one, never half of one.</summary>
public static class WholeFile
{
    /// <exception cref="IOException">The disk cannot be written; the old file is as it was.</exception>
    public static void Write(string path, byte[] bytes) => Write(path, partial =>
    {
        File.WriteAllBytes(partial, bytes);
        return true;
    });

    /// <summary>Has a file written beside the path, and renames it to the path. Nothing is left beside it when the writing fails.</summary>
    /// <param name="write">Writes the whole file at the path that it is given. What it returns is returned.</param>
    /// <param name="beside">Where it is written; null: beside the path, under a name that ends in <c>.partial</c>.</param>
    public static T Write<T>(string path, Func<string, T> write, string? beside = null)
    {
        var partial = beside ?? $"{path}.{Guid.NewGuid():N}.partial";
        try
        {
            var result = write(partial);
            File.Move(partial, path, overwrite: true);
            return result;
        }
        finally
        {
            File.Delete(partial);
        }
    }

    /// <summary>The same for writing that takes its time.</summary>
    /// <param name="write">Writes the whole file into the stream.</param>
    public static async Task WriteAsync(string path, Func<Stream, Task> write)
    {
        var partial = $"{path}.{Guid.NewGuid():N}.partial";
        try
        {
            await using (var stream = File.Create(partial)) await write(stream).ConfigureAwait(false);
            File.Move(partial, path, overwrite: true);
        }
        finally
        {
            File.Delete(partial);
        }
    }
}
