using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ActorGaze.Tests.Actors.Faults;

/// <summary>The program itself, <c>actorgaze run</c>, in a process of its own.</summary>
internal sealed class Program : IDisposable
{
    public const int Int = 2;
    public const int Kill = 9;
    public const int Term = 15;

    private readonly Process _process;
    private readonly Task<string> _complaints;
    private readonly Task<string> _told;

    public Program(string state, string sweep)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Signals are sent as Linux does.");
        _process = Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "actorgaze"), ["run", sweep, "--state", state, "--plain"])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        (_told, _complaints) = (_process.StandardOutput.ReadToEndAsync(), _process.StandardError.ReadToEndAsync());
    }

    public int Id => _process.Id;

    /// <summary>Until the run has a checkpoint of that epoch on disk.</summary>
    public async Task Saves(string checkpoints, int epoch)
    {
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!Directory.Exists(checkpoints) || Directory.GetFiles(checkpoints, FormattableString.Invariant($"e{epoch:0000}-*.safetensors")).Length == 0)
        {
            Assert.False(_process.HasExited, "It ended before anything was saved.");
            await ticks.WaitForNextTickAsync(TestEngine.Cancel);
        }
    }

    public void Signal(int number) => Assert.Equal(0, Send(_process.Id, number));

    public async Task<(int Status, string Error)> Ends()
    {
        await _process.WaitForExitAsync(TestEngine.Cancel);
        await _told;
        return (_process.ExitCode, await _complaints);
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Send(int process, int signal);
}
