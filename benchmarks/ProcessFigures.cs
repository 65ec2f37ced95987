using System.Globalization;

namespace ActorGaze.Benchmarks;

/// <summary>What Linux tells of a process: its processor time, thread by thread where that is asked, and its memory.</summary>
internal static class ProcessFigures
{
    private const string TrainerThread = "actorgaze.train"; // as the dispatcher names it, cut by the kernel
    private const double TicksPerSecond = 100; // USER_HZ, on every architecture that .NET knows

    /// <summary>Seconds of processor time that a process has used, its threads that ended included.</summary>
    public static double Seconds(int process) => SecondsIn($"/proc/{process}/stat");

    /// <summary>Seconds of processor time that an engine has used for all else than its trainers' steps.</summary>
    public static double SecondsBesideTraining(int process) => Seconds(process) - TrainersIn(process);

    /// <summary>Seconds of processor time that an engine's trainers, those that live, have used: in its own process, and in its workers.</summary>
    public static double SecondsOfTraining(int process) => TrainersIn(process) + ChildrenOf(process).Sum(TrainersIn);

    /// <summary>The processes that a process has started, those that live.</summary>
    public static IReadOnlyList<int> ChildrenOf(int process) =>
    [
        .. Directory.GetDirectories($"/proc/{process}/task")
            .SelectMany(thread => ReadOrNothing($"{thread}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(id => int.Parse(id, CultureInfo.InvariantCulture)),
    ];

    /// <summary>Megabytes of resident memory.</summary>
    public static double Megabytes(int process) =>
        double.Parse(File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmRSS", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1000;

    /// <summary>Megabytes of memory that no other process has a part in: without the mapped image store and program files.</summary>
    public static double OwnMegabytes(int process) => Rollup(process, "Private_Clean") + Rollup(process, "Private_Dirty");

    /// <summary>The same, and of each page that others have too its share.</summary>
    public static double ProportionalMegabytes(int process) => Rollup(process, "Pss");

    private static double Rollup(int process, string what) => double.Parse(
        File.ReadLines($"/proc/{process}/smaps_rollup").First(line => line.StartsWith($"{what}:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture) / 1000;

    /// <summary>The first process that a process of one thread started.</summary>
    public static int ChildOf(int process) => int.Parse(File.ReadAllText($"/proc/{process}/task/{process}/children").Split(' ')[0], CultureInfo.InvariantCulture);

    private static double TrainersIn(int process) => Directory.GetDirectories($"/proc/{process}/task")
        .Where(thread => ReadOrNothing($"{thread}/comm").StartsWith(TrainerThread, StringComparison.Ordinal)).Sum(thread => SecondsIn($"{thread}/stat"));

    /// <summary>Nothing where the thread has ended since; a trainer's does not.</summary>
    private static string ReadOrNothing(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static double SecondsIn(string file)
    {
        var text = File.ReadAllText(file);
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' '); // from the third on
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
    }
}
