using System.Globalization;

namespace ActorGaze.Actors.Storage;

/// <summary>Which process has a state folder, as <c>engine.pid</c> tells it.</summary>
/// <param name="ProcessId">Stands alone on the first line.</param>
/// <param name="Boot">The id of the machine's boot; null where the system has none, or the file is an older version's.</param>
/// <param name="Started">When the process started, in clock ticks after the boot; null likewise.</param>
/// <param name="Host">The machine's name; null in an older version's file.</param>
internal sealed record EngineRecord(int ProcessId, string? Boot, long? Started, string? Host)
{
    public static EngineRecord OfThisProcess() =>
        new(Environment.ProcessId, BootId(), StartOf(Environment.ProcessId), Environment.MachineName);

    /// <summary>The record in a file; null where there is none, or none that can be read.</summary>
    public static EngineRecord? Read(string file)
    {
        try
        {
            return Parse(File.ReadAllText(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // the other engine is about to write it, or to leave
        }
    }

    public static EngineRecord? Parse(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.TrimEntries);
        if (!int.TryParse(lines[0], NumberStyles.None, CultureInfo.InvariantCulture, out var process)) return null;
        string? Value(string name) =>
            Array.Find(lines, line => line.StartsWith($"{name} ", StringComparison.Ordinal))?[(name.Length + 1)..];
        var started = long.TryParse(Value("started"), NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) ? ticks : (long?)null;
        return new EngineRecord(process, Value("boot"), started, Value("host"));
    }

    public string Text =>
        FormattableString.Invariant($"{ProcessId}\n") + Line("boot", Boot)
        + Line("started", Started?.ToString(CultureInfo.InvariantCulture)) + Line("host", Host);

    /// <summary>When a process of this machine started; null where there is no such process, or the system does not tell.</summary>
    public static long? StartOf(int process)
    {
        try
        {
            // The second field, the program's name in brackets, may hold spaces and brackets.
            var stat = File.ReadAllText(FormattableString.Invariant($"/proc/{process}/stat"));
            return long.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[StartField - 3], CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>True where a process of this machine has that number.</summary>
    public static bool IsAlive(int process)
    {
        if (OperatingSystem.IsLinux()) return Directory.Exists(FormattableString.Invariant($"/proc/{process}"));
        try
        {
            using var found = System.Diagnostics.Process.GetProcessById(process);
            return !found.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private const int StartField = 22; // of /proc/PID/stat, from 1

    private static string? BootId()
    {
        try
        {
            return File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string Line(string name, string? value) => value is null ? "" : $"{name} {value}\n";
}
