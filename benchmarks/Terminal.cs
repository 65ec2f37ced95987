using System.Diagnostics;
using System.Text;

namespace ActorGaze.Benchmarks;

/// <summary>The terminal UI as a process of its own, on a pseudo-terminal of 200 columns and 50 rows that <c>script</c> of util-linux holds.</summary>
internal sealed class Terminal : IDisposable
{
    private const string Script = "/usr/bin/script";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _script;
    private readonly TaskCompletionSource<TimeSpan> _drawn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _bytes;

    /// <param name="mark">What the first frame with the engine's figures in it says.</param>
    private Terminal(string state, string mark)
    {
        var started = Stopwatch.GetTimestamp();
        _script = Process.Start(new ProcessStartInfo(Script, ["-qfc", $"stty cols 200 rows 50; exec '{Daemon.Program}' tui --state '{state}'", "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { ["TERM"] = "xterm-256color", ["LC_ALL"] = "C.UTF-8" },
        })!;
        _ = Task.Factory.StartNew(() => Listen(started, mark), TaskCreationOptions.LongRunning);
    }

    /// <summary>Why there can be no terminal here; null where there can.</summary>
    public static string? Objection =>
        !OperatingSystem.IsLinux() ? "processor times are read from /proc, which is Linux's" : File.Exists(Script) ? null : $"{Script} (util-linux) is not there";

    /// <summary>Bytes that the screen was sent so far.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>The program's own process, that <c>script</c> started.</summary>
    public int ProcessId => ProcessFigures.ChildOf(_script.Id);

    /// <summary>A screen that has drawn a frame of the engine's, and how long that took from the process's start.</summary>
    public static async Task<(Terminal Screen, TimeSpan FirstFrame)> OpenAsync(string state, string mark)
    {
        var terminal = new Terminal(state, mark);
        return (terminal, await terminal._drawn.Task.WaitAsync(Patience));
    }

    /// <summary>Leaves by its key.</summary>
    public void Dispose()
    {
        _script.StandardInput.Write("q");
        _script.StandardInput.Flush();
        if (!_script.WaitForExit(Patience)) throw new InvalidOperationException("The screen does not leave.");
        _script.Dispose();
    }

    private void Listen(long started, string mark)
    {
        var (stream, buffer, seen) = (_script.StandardOutput.BaseStream, new byte[1 << 16], new StringBuilder());
        while (stream.Read(buffer) is > 0 and var count)
        {
            Interlocked.Add(ref _bytes, count);
            if (_drawn.Task.IsCompleted) continue;
            seen.Append(Encoding.Latin1.GetString(buffer, 0, count));
            if (seen.ToString().Contains(mark, StringComparison.Ordinal)) _drawn.TrySetResult(Stopwatch.GetElapsedTime(started));
        }

        _drawn.TrySetException(new InvalidOperationException($"The screen ended before it showed '{mark}': {seen}"));
    }
}
