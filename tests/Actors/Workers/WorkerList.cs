using System.Diagnostics;
using System.Globalization;

namespace ActorGaze.Tests.Actors.Workers;

/// <summary>The worker processes of a state folder, as the system has them.</summary>
internal static class WorkerList
{
    public static HashSet<int> Of(string stateFolder)
    {
        var found = new HashSet<int>();
        foreach (var folder in Directory.GetDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), out _)))
        {
            try
            {
                var words = File.ReadAllText(Path.Combine(folder, "cmdline")).Split('\0');
                if (words is [_, "worker", "--state", var state, ..] && state == stateFolder) found.Add(int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture));
            }
            catch (IOException)
            {
                // it ended meanwhile
            }
        }

        return found;
    }

    /// <summary>Kills them and waits until they are gone.</summary>
    public static void End(string stateFolder)
    {
        if (!OperatingSystem.IsLinux()) return;
        foreach (var id in Of(stateFolder))
        {
            try
            {
                using var process = Process.GetProcessById(id);
                process.Kill();
                process.WaitForExit();
            }
            catch (ArgumentException)
            {
                // it ended meanwhile
            }
        }
    }

    public static void Signal(string signal, IEnumerable<int> processes)
    {
        using var kill = Process.Start("/bin/kill", [$"-{signal}", .. processes.Select(id => $"{id}")]);
        kill.WaitForExit();
    }
}
