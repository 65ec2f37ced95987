using System.Diagnostics;
using System.Globalization;
using ActorGaze.Actors.Storage;
using ActorGaze.Tui.Reports;

namespace ActorGaze.Benchmarks;

/// <summary>What it takes to write a large sweep for other programs, and a report: the built program over journals that were written for it.</summary>
internal static class Exports
{
    private const int RunsOfReport = 200;

    /// <param name="folder">Two state folders are made in it.</param>
    /// <param name="runs">Completed runs of the larger one.</param>
    /// <param name="epochs">Of each run.</param>
    public static IEnumerable<Table> Measure(string folder, int runs, int epochs)
    {
        yield return Reports(Path.Combine(folder, "report"), epochs);
        yield return Files(Path.Combine(folder, "exports"), runs, epochs);
    }

    private static Table Reports(string state, int epochs)
    {
        Scale.WriteJournal(state, RunsOfReport, epochs);
        string[][] rows = [.. new[] { "first", "again" }.Select(time =>
        {
            var (seconds, processor, memory) = Call("report", Scale.Done, "--state", state);
            var page = new FileInfo(Path.Combine(ReportFolder.PathOf(state, Scale.Done), "report.html")).Length;
            return new[] { time, $"{seconds:0.0}", "10", $"{processor:0.0}", $"{memory:0}", $"{page / 1e6:0.0}", "8" };
        })];
        return new Table(
            $"`report` of {RunsOfReport} runs with {RunsOfReport * epochs} epochs",
            ["time", "s", "to reach", "processor time, s", "most memory, MB", "page, MB", "to reach"], rows);
    }

    private static Table Files(string state, int runs, int epochs)
    {
        Scale.WriteJournal(state, runs, epochs);
        var output = Path.Combine(state, "out");
        (string Name, string[] Words)[] commands =
        [
            .. new[] { "csv", "json", "parquet" }.Select(format =>
                ($"results --format {format}", new[] { "results", Scale.Done, "--format", format, "--out", Path.Combine(output, format) })),
            ("export parquet", ["export", "parquet", Scale.Done, Path.Combine(output, "tables")]),
            ("export tensorboard", ["export", "tensorboard", Scale.Done, Path.Combine(output, "events")]),
        ];
        Directory.CreateDirectory(output);
        var bytes = new FileInfo(new StateFolder(state).Journal).Length;
        return new Table(
            $"{runs} runs with {runs * (long)epochs} epochs in a journal of {bytes / 1e9:0.0} GB, {Environment.ProcessorCount} cores",
            ["command", "s", "processor time, s", "most memory, MB", "written, MB"],
            [
                .. commands.Select(command =>
                {
                    var before = Written(output);
                    var (seconds, processor, memory) = Call([.. command.Words, "--state", state]);
                    return new[] { $"`{command.Name}`", $"{seconds:0.0}", $"{processor:0.0}", $"{memory:0}", $"{(Written(output) - before) / 1e6:0.0}" };
                }),
            ]);
    }

    private static long Written(string folder) => new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);

    /// <summary>The program from start to end; its memory is looked at all the while.</summary>
    private static (double Seconds, double Processor, double Megabytes) Call(params string[] words)
    {
        var start = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo(Daemon.Program, words) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var (most, processor) = (0.0, 0.0);
        while (!process.WaitForExit(20)) (most, processor) = (Math.Max(most, Looked(MostMemory, process.Id)), Math.Max(processor, Looked(ProcessFigures.Seconds, process.Id)));
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Task.WaitAll(output, error);
        return process.ExitCode == 0
            ? (seconds, processor, most)
            : throw new InvalidOperationException($"actorgaze {string.Join(' ', words)} ended with {process.ExitCode}: {error.Result}");
    }

    /// <summary>0 where the process has just ended.</summary>
    private static double Looked(Func<int, double> look, int process)
    {
        try
        {
            return look(process);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>In megabytes.</summary>
    private static double MostMemory(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith("VmHWM", StringComparison.Ordinal));
        return line is null ? 0 : double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1000;
    }
}
