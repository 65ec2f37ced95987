using System.Diagnostics;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Control.Frames;
using ActorGaze.Tui.Client;

namespace ActorGaze.Benchmarks;

/// <summary>The built program's engine as a process of its own, in a state folder of its own.</summary>
internal sealed class Daemon : IAsyncDisposable
{
    private readonly Process _process;

    private Daemon(Process process, string state) => (_process, State, Client) = (process, state, new EngineClient(state));

    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "actorgaze");

    public string State { get; }

    public IEngineClient Client { get; }

    public int ProcessId => _process.Id;

    /// <summary>An engine that has said that it is up.</summary>
    public static async Task<Daemon> UpAsync(string state, int runsAtOnce, params string[] sets)
    {
        var process = Process.Start(new ProcessStartInfo(Program, ["up", "--state", state, "--set", $"engine.runs-at-once={runsAtOnce}", .. sets.SelectMany(set => new[] { "--set", set })]) { RedirectStandardOutput = true })!;
        var said = await process.StandardOutput.ReadLineAsync();
        return said is not null ? new Daemon(process, state) : throw new InvalidOperationException("The engine did not come up.");
    }

    /// <summary>The program from start to end, its output thrown away.</summary>
    public static void Call(params string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo(Program, words) { RedirectStandardOutput = true })!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"actorgaze {string.Join(' ', words)} ended with {process.ExitCode}.");
    }

    /// <summary>The first frame that is so.</summary>
    public async Task<Frame> UntilAsync(Func<Frame, bool> so)
    {
        await foreach (var frame in Client.FramesAsync())
            if (so(frame)) return frame;
        throw new InvalidOperationException("The engine has left.");
    }

    /// <summary>How many steps each of these runs has taken in all, and when: at the moment when it is next seen to have taken one.</summary>
    public async Task<IReadOnlyList<(long Steps, long At)>> StepsAsync(IReadOnlyList<RunId> runs)
    {
        var (before, seen) = (await CountsAsync(), new Dictionary<RunId, (long Steps, long At)>());
        while (seen.Count < runs.Count)
        {
            await Task.Delay(5);
            var (now, at) = (await CountsAsync(), Stopwatch.GetTimestamp());
            foreach (var run in runs.Where(run => now[run] != before[run])) seen.TryAdd(run, (now[run], at));
        }

        return [.. runs.Select(run => seen[run])];

        async Task<Dictionary<RunId, long>> CountsAsync() => (await Client.FrameAsync()).Runs
            .Where(run => runs.Contains(run.Id)).ToDictionary(run => run.Id, run => (((run.Epoch ?? 1) - 1L) * (run.StepsPerEpoch ?? 0)) + (run.Step ?? 0));
    }

    public static void Demand(Answer answer)
    {
        if (answer is Answer.Refused refused) throw new InvalidOperationException(refused.Reason);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await Client.DownAsync();
        Client.Dispose();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
