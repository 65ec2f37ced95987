using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using ActorGaze.Nn;

namespace ActorGaze.Actors.Workers;

/// <summary>
/// Workers whose engine is gone end by themselves, at once. One that was stopped (SIGSTOP) cannot: the next engine of the state folder ends
/// it.
/// </summary>
internal static class LeftoverWorkers
{
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Ends every worker of a state folder. For an engine that holds the folder's lock and has started none. Linux alone.
    /// </summary>
    /// <returns>Processes that were told to end and have not yet.</returns>
    public static IReadOnlyList<int> End(string stateFolder)
    {
        var stay = new List<int>();
        if (!OperatingSystem.IsLinux() || FileStatus.Of(stateFolder, out _) is not { } folder) return stay;
        foreach (var id in Of(folder))
        {
            try
            {
                using var process = Process.GetProcessById(id);
                process.Kill();
                if (!process.WaitForExit(LongestEnd)) stay.Add(id);
            }
            catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
            {
                // it has ended, or it is another user's
            }
        }

        return stay;
    }

    private static List<int> Of(FileStatus folder)
    {
        var found = new List<int>();
        foreach (var place in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(place), NumberStyles.None, CultureInfo.InvariantCulture, out var id)) continue;
            try
            {
                // Its path is looked up as the process sees it: in another container the same name is another folder.
                if (File.ReadAllText(Path.Combine(place, "cmdline")).Split('\0') is [.., "worker", "--state", var path, ""]
                    && FileStatus.Of($"{place}/root{path}", out _)?.IsSameFile(folder) == true) found.Add(id);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // it has ended, or it is another user's
            }
        }

        return found;
    }
}
