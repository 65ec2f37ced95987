using System.Diagnostics;
using ActorGaze.Tests.Actors.Workers;

namespace ActorGaze.Tests.Tui.EndToEnd;

/// <summary>The built program as a process of its own, in a state folder of its own, with sweeps that take moments or for ever.</summary>
internal sealed class Actorgaze : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60); // against hanging; nothing waits for it to pass

    private readonly List<Process> _started = [];

    public Actorgaze()
    {
        Folder = Directory.CreateTempSubdirectory("ag-").FullName;
        Short = Sweep("short", epochs: 1);
        Endless = Sweep("endless", epochs: 90_000);
    }

    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "actorgaze");

    public string Folder { get; }

    public string State => Path.Combine(Folder, "state");

    public string Socket => Path.Combine(State, "engine.sock");

    /// <summary>A sweep file: one run of a few steps.</summary>
    public string Short { get; }

    /// <summary>A sweep file: one run that is never done.</summary>
    public string Endless { get; }

    public const string ShortRun = "short-l1-w0-t1";

    public const string EndlessRun = "endless-l1-w0-t1";

    /// <summary>An engine that is ready: it has said so.</summary>
    public Task<Process> UpAsync() => UpAsync([]);

    /// <param name="before">Words in front of the program, such as env and a variable.</param>
    /// <param name="settings">As --set takes them.</param>
    public async Task<Process> UpAsync(string[] before, params string[] settings)
    {
        string[] words = [.. before, Program, "up", "--state", State, .. settings.Prepend("engine.runs-at-once=2").SelectMany(setting => new[] { "--set", setting })];
        var up = StartOther(words[0], words[1..]);
        var line = await up.StandardOutput.ReadLineAsync().WaitAsync(LongestWait);
        Assert.True(line?.Contains("the engine is up", StringComparison.Ordinal) == true, line ?? await up.StandardError.ReadToEndAsync());
        return up;
    }

    /// <summary>The program from start to end, on this state folder.</summary>
    public async Task<(int Status, string Output, string Error)> SayAsync(params string[] words)
    {
        var process = Start([.. words, "--state", State]);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        return (await StatusOfAsync(process), await output, await error);
    }

    public static async Task<int> StatusOfAsync(Process process)
    {
        await process.WaitForExitAsync().WaitAsync(LongestWait);
        return process.ExitCode;
    }

    public Process Start(params string[] words) => StartOther(Program, words);

    public Process StartOther(string program, params string[] words)
    {
        var start = new ProcessStartInfo(program, words) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["XDG_CONFIG_HOME"] = Path.Combine(Folder, "config"); // what is chosen on a screen is kept there
        var process = Process.Start(start)!;
        _started.Add(process);
        return process;
    }

    public void Dispose()
    {
        foreach (var process in _started)
        {
            if (!process.HasExited) process.Kill();
            process.WaitForExit();
            process.Dispose();
        }

        WorkerList.End(State); // those of an engine that was killed may be about to end
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>A sweep file of one run, so many epochs of a few steps long.</summary>
    public string Sweep(string name, int epochs)
    {
        var file = Path.Combine(Folder, $"{name}.conf");
        File.WriteAllText(file, $$"""
            sweep { name = {{name}}, levels = [1], data = phantoms-localised }
            phantoms { classes = 2, train-per-class = 8, test-per-class = 2 }
            training { epochs = {{epochs}}, batch-size = 4 }
            """);
        return file;
    }
}
