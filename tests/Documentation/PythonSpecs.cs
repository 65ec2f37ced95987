using System.Diagnostics;
using ActorGaze.Actors.Persistence;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Tests.Tui.EndToEnd;

namespace ActorGaze.Tests.Documentation;

/// <summary>docs/python/read_state.py on a state folder that the program has left.</summary>
[Slow]
public sealed class PythonSpecs : IDisposable
{
    private readonly Actorgaze _program = new();

    public void Dispose() => _program.Dispose();

    [Fact]
    public async Task Python_alone_reads_epochs_mean_gazes_and_weights()
    {
        Assert.SkipWhen(await PythonAsync("--version") is null, "There is no python3 here.");
        var (status, output, error) = await _program.SayAsync("run", _program.Short, "--plain");
        Assert.True(status == 0, output + error);

        var told = await PythonAsync(Path.Combine(Snippet.Root, "docs", "python", "read_state.py"), _program.State);

        var run = JournalReader.Open(_program.State).Run(new RunId(Actorgaze.ShortRun))!;
        Assert.NotNull(told);
        Assert.Contains($"{Actorgaze.ShortRun}: completed, 1 epochs", told, StringComparison.Ordinal);
        var evaluation = run.Epochs[0].Evaluation;
        Assert.Contains(FormattableString.Invariant($"epoch 1: kappa {evaluation.Kappa:F4}, gaze deviation {evaluation.GazeDeviation:F6}"), told, StringComparison.Ordinal);
        Assert.Matches(@"\.weight \[\d+, \d+, \d+, \d+\] norm \d", told);
        Assert.Matches("safetensors: (not installed|1 checkpoints, the same weights)", told);
        TestContext.Current.SendDiagnosticMessage(told);
    }

    /// <summary>What python3 says; null where there is none, or it does not end well.</summary>
    private static async Task<string?> PythonAsync(params string[] words)
    {
        try
        {
            using var python = Process.Start(new ProcessStartInfo("python3", words) { RedirectStandardOutput = true, RedirectStandardError = true, Environment = { ["PYTHONIOENCODING"] = "utf-8" } })!;
            var (output, error) = (python.StandardOutput.ReadToEndAsync(), python.StandardError.ReadToEndAsync());
            await python.WaitForExitAsync();
            if (python.ExitCode != 0) TestContext.Current.SendDiagnosticMessage(await error);
            return python.ExitCode == 0 ? await output : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
