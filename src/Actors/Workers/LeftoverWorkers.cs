using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace ActorGaze.Actors.Workers;

/// <summary>
/// Workers whose engine is gone end by themselves, at once. One that was stopped (SIGSTOP) cannot: the next engine of the state folder ends it.
/// </summary>
internal static class LeftoverWorkers
{
    /// <summary>Ends every worker of a state folder. For an engine that holds the folder's lock and has started none. Linux alone.</summary>
    public static void End(string stateFolder)
    {
        if (!OperatingSystem.IsLinux()) return;
        foreach (var id in Of(stateFolder))
        {
            try
            {
                using var process = Process.GetProcessById(id);
                process.Kill();
                process.WaitForExit(TimeSpan.FromSeconds(5));
            }
            catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
            {
                // it has ended, or it is another user's
            }
        }
    }

    private static List<int> Of(string stateFolder)
    {
        var found = new List<int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id)) continue;
            try
            {
                if (File.ReadAllText(Path.Combine(folder, "cmdline")).EndsWith($"\0worker\0--state\0{stateFolder}\0", StringComparison.Ordinal)) found.Add(id);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // it has ended, or it is another user's
            }
        }

        return found;
    }
}
