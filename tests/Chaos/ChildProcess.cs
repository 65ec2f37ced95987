using System.Diagnostics;
using System.Reflection;

namespace ActorGaze.Tests.Chaos;

/// <summary>How a child's life ended.</summary>
/// <param name="Lines">All it said.</param>
/// <param name="Killed">By SIGKILL, its own or ours.</param>
internal sealed record ChildLife(IReadOnlyList<string> Lines, bool Killed, int ExitCode, string Complaints);

/// <summary>Starts this program again as a child, listens to it, and kills it when its time has come.</summary>
internal static class ChildProcess
{
    /// <summary>What comes before this program's own arguments.</summary>
    public static string[] Own { get; } =
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [Assembly.GetExecutingAssembly().Location] : [];

    private const int KilledStatus = 128 + 9;
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(120);

    /// <param name="order">What it is to do.</param>
    /// <param name="plan">When it is killed from outside; null: never.</param>
    /// <exception cref="ChaosException">It fell silent, or ended in a way that nobody asked for.</exception>
    public static async Task<ChildLife> RunAsync(ChildOrder order, Instant? plan = null)
    {
        using var process = Process.Start(StartInfo(order)) ?? throw new ChaosException("No child could be started.");
        var complaints = process.StandardError.ReadToEndAsync();
        var lines = new List<string>();
        var death = plan is { AfterSteps: 0 } ? KillAfterAsync(process, plan.Delay) : null;
        var steps = 0;
        while (await NextLineAsync(process, lines) is { } line)
        {
            lines.Add(line);
            if (line.StartsWith("step ", StringComparison.Ordinal)) steps++;
            if (death is null && plan is not null && steps >= plan.AfterSteps) death = KillAfterAsync(process, plan.Delay);
        }

        await process.WaitForExitAsync();
        if (death is not null) await death;
        var life = new ChildLife(lines, process.ExitCode == KilledStatus, process.ExitCode, (await complaints).Trim());
        return life.Killed || life.ExitCode == 0 ? life : throw new ChaosException($"The child ended with status {life.ExitCode}: {life.Complaints}");
    }

    private static async Task<string?> NextLineAsync(Process process, List<string> lines)
    {
        try
        {
            return await process.StandardOutput.ReadLineAsync().WaitAsync(LongestSilence);
        }
        catch (TimeoutException)
        {
            process.Kill();
            throw new ChaosException($"The child said nothing for {LongestSilence} after '{lines.LastOrDefault("its birth")}'.");
        }
    }

    private static async Task KillAfterAsync(Process process, TimeSpan delay)
    {
        using var ended = new CancellationTokenSource();
        var exit = process.WaitForExitAsync(ended.Token);
        await Task.WhenAny(exit, Task.Delay(delay, ended.Token));
        process.Kill();
        await ended.CancelAsync();
    }

    private static ProcessStartInfo StartInfo(ChildOrder order)
    {
        return new ProcessStartInfo(Environment.ProcessPath!, [.. Own, "child", order.ToArgument()])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
    }
}

/// <summary>An instant in a child's life: so long after it has taken so many steps (0: after its birth).</summary>
internal sealed record Instant(int AfterSteps, TimeSpan Delay);

/// <summary>The promise did not hold, or could not be tested.</summary>
internal sealed class ChaosException(string message) : Exception(message);
