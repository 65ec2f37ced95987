using System.Text;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;
using ActorGaze.Nn.Training;

namespace ActorGaze.Actors.Persistence.Stores;

/// <summary>
/// The address in a state folder's file <c>journal.url</c>: where in PostgreSQL its journal is. Without the file the journal is in the
/// folder.
/// </summary>
internal static class RememberedJournal
{
    /// <returns>Null where there is no such file.</returns>
    /// <exception cref="InvalidInputException">The file holds something else, or cannot be read.</exception>
    public static JournalAddress? Read(StateFolder folder)
    {
        try
        {
            if (!File.Exists(folder.JournalUrl)) return null;
            var text = File.ReadAllText(folder.JournalUrl).Trim();
            return JournalAddress.TryParse(text, out var address, out var wrong)
                ? address
                : throw new InvalidInputException(
                    $"{folder.JournalUrl}: found '{JournalAddress.WithoutPassword(text)}'; allowed: {wrong}.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"{folder.JournalUrl}: cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Durable when it returns.</summary>
    /// <param name="address">Null: the journal is in the folder from now on.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static void Write(StateFolder folder, JournalAddress? address)
    {
        if (address is null)
        {
            File.Delete(folder.JournalUrl);
        }
        else
        {
            var beside = FormattableString.Invariant($"{folder.JournalUrl}.{Environment.ProcessId}");
            using (var file = new FileStream(beside, FileMode.Create, FileAccess.Write))
            {
                file.Write(Encoding.UTF8.GetBytes($"{address}\n"));
                file.Flush(flushToDisk: true);
            }

            File.Move(beside, folder.JournalUrl, overwrite: true);
        }

        DurableFolder.Sync(folder.Root);
    }
}
