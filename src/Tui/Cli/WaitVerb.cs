using System.CommandLine;
using ActorGaze.Actors.Control;
using ActorGaze.Actors.Persistence;
using ActorGaze.Actors.Runs;
using ActorGaze.Nn;
using ActorGaze.Tui.Client;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Cli;

/// <summary><c>wait [SWEEP]</c>: progress lines until all is done. Ending it stops nothing.</summary>
internal static class WaitVerb
{
    public static Command Make(Surroundings around)
    {
        var name = new Argument<string?>("SWEEP") { Description = "A sweep's name, as ps lists it; none: all of them.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("wait", "Waits until every run has ended or stands still, and tells how it goes. Exit status 1 where one failed or stands still.") { name };
        command.SetAction((parsed, cancel) => WaitAsync(Call.Of(parsed, around), parsed.GetValue(name), cancel));
        return command;
    }

    private static async Task<int> WaitAsync(Call call, string? name, CancellationToken cancel)
    {
        call.CheckSets();
        using var interruption = new Interruption(() => { });
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel, interruption.Token);
        var known = JournalReader.Open(call.StateFolder).Sweeps();
        if (name is not null) JournalReader.Open(call.StateFolder).Sweep(name, call.StateFolder);
        using var client = new EngineClient(call.StateFolder, call.Warn);
        try
        {
            var told = ProgressLines.Nothing;
            await foreach (var frame in client.SteadyFramesAsync(call.Warn, call.Around.Clock, end.Token).ConfigureAwait(false))
            {
                var sweeps = frame.Sweeps.Where(sweep => name is null || sweep.Name == name).ToArray();
                var runs = frame.Runs.Where(run => name is null || run.Sweep == name);
                (told, var lines) = told.Tell(runs, frame.At);
                foreach (var (run, text) in lines) call.Around.Out.WriteLine(call.Json ? WaitDocuments.Of(frame.At, run) : text);
                call.Around.Out.Flush();
                if (sweeps.Length >= (name is null ? known.Count : 1) && sweeps.All(sweep => sweep.AtRest)) return Ended(call, sweeps, frame.At);
            }

            return ExitStatus.Interrupted;
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            return ExitStatus.Interrupted;
        }
        catch (EngineGoneException e) when (e is not EngineVersionException && AllEnded(call, name) is { } frame)
        {
            foreach (var (run, text) in ProgressLines.Nothing.Tell(frame.Runs, frame.At).Lines)
                call.Around.Out.WriteLine(call.Json ? WaitDocuments.Of(frame.At, run) : text);
            return Ended(call, frame.Sweeps, frame.At);
        }
    }

    private static int Ended(Call call, IReadOnlyList<SweepLine> sweeps, DateTimeOffset at)
    {
        foreach (var sweep in sweeps) call.Around.Out.WriteLine(call.Json ? WaitDocuments.Of(at, sweep) : WaitDocuments.TextOf(sweep));
        return sweeps.SelectMany(sweep => sweep.PhaseCounts()).All(count => count.Runs == 0 || count.Phase is RunPhase.Completed or RunPhase.Cancelled)
            ? ExitStatus.Well
            : ExitStatus.Failed;
    }

    /// <summary>Where no engine lives and nothing is left to do, there is nothing to wait for; null where there is.</summary>
    private static Frame? AllEnded(Call call, string? name)
    {
        var frame = WaitDocuments.FrameOf(JournalReader.Open(call.StateFolder), name, call.Around.Clock.GetUtcNow());
        return frame.Sweeps.All(sweep => sweep.Standing == sweep.Runs)
            && frame.Runs.All(run => run.Phase is RunPhase.Completed or RunPhase.Failed or RunPhase.Cancelled) ? frame : null;
    }
}
