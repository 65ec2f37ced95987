using System.Collections.Immutable;
using System.CommandLine;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Control.Frames;
using ActorGaze.Actors.Engine.Runs;
using ActorGaze.Actors.Persistence;
using ActorGaze.Nn;
using ActorGaze.Tui.Client;
using ActorGaze.Tui.Rendering;
using ActorGaze.Tui.Terminal;

namespace ActorGaze.Tui.Cli;

/// <summary><c>wait [SWEEP]</c>: progress lines until all is done. Ending it stops nothing.</summary>
internal static class WaitVerb
{
    public static Command Make(Surroundings around)
    {
        var name = new Argument<string?>("SWEEP")
        {
            Description = "A sweep's name, as ps lists it; none: all of them.", Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("wait", "Waits until every run has ended or stands still, and tells how it goes. Exit status 1 where one "
            + "failed or stands still.") { name };
        command.SetAction((parsed, cancel) => WaitAsync(Call.Of(parsed, around), parsed.GetValue(name), cancel));
        return command;
    }

    private static async Task<int> WaitAsync(Call call, string? name, CancellationToken cancel)
    {
        call.CheckSets();
        using var interruption = new Interruption(call.Around);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel, interruption.Token);
        var journal = call.Journal();
        var known = name is null ? journal.Sweeps() : [journal.Sweep(name, call.StateFolder)];
        var waited = new WaitedSweeps([.. known.Select(sweep => sweep.Name)]);
        using var client = new EngineClient(call.StateFolder, call.Warn);
        try
        {
            var told = ProgressLines.Nothing;
            await foreach (var frame in ReconnectingFrames.Of(client, call, end.Token).ConfigureAwait(false))
            {
                SweepLine[] sweeps = [.. frame.Sweeps.Where(sweep => name is null || sweep.Name == name)];
                (waited, var now) = waited.On(sweeps, frame.At, missing => IsAtRest(known.First(sweep => sweep.Name == missing), journal));
                if (call.Around.IsOutBehind && now is Waited.GoesOn) continue; // a slow reader is told later what it has not been told
                var runs = frame.Runs.Where(run => name is null || run.Sweep == name).ToArray();
                // a busy engine
                if (await MissedEpochs.AskAsync(client, told.Behind(runs), end.Token).ConfigureAwait(false) is not { } missed) continue;
                (told, var lines) = told.Tell(runs, frame.At, missed);
                foreach (var (run, text) in lines) call.Around.Out.WriteLine(call.Json ? WaitDocuments.Of(frame.At, run) : text);
                call.Around.Out.Flush();
                var others = known.Where(sweep => Array.TrueForAll(sweeps, line => line.Name != sweep.Name));
                if (now is Waited.Over)
                    return Ended(call, sweeps, [.. others.Select(sweep => (sweep.Name, Phases(journal, sweep)))], frame.At);
                if (now is Waited.NotHere none)
                {
                    throw new InvalidInputException(
                        $"{call.StateFolder}: the engine here does not work on {string.Join(", ", none.Sweeps)}, so waiting has no end. "
                        + "'actorgaze submit FILE' hands it in.");
                }
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
            return Ended(call, [.. frame.Sweeps], [], frame.At);
        }
    }

    /// <param name="others">Sweeps that are waited for and that the engine does not work on, as their journals have them.</param>
    private static int Ended(
        Call call, SweepLine[] sweeps, IReadOnlyList<(string Name, IReadOnlyDictionary<RunPhase, int> Phases)> others, DateTimeOffset at)
    {
        foreach (var sweep in sweeps.Where(sweep => sweep.Refusal is not null))
            call.Around.Error.WriteLine($"actorgaze: {sweep.Name}: the engine did not take it up: {sweep.Refusal}");
        foreach (var (name, counts) in others)
        {
            var phases = counts.Select(phase => $"{phase.Value} {phase.Key.Word()}");
            call.Around.Error.WriteLine($"actorgaze: {name}: the engine does not work on it; {string.Join(", ", phases)}");
        }

        foreach (var sweep in sweeps.Where(sweep => sweep.Refusal is null || call.Json))
            call.Around.Out.WriteLine(call.Json ? WaitDocuments.Of(at, sweep) : WaitDocuments.TextOf(sweep));
        var all = sweeps.SelectMany(sweep => sweep.PhaseCounts()).Where(count => count.Runs > 0).Select(count => count.Phase)
            .Concat(others.SelectMany(sweep => sweep.Phases.Keys));
        var sound = sweeps.All(sweep => sweep.Refusal is null) && all.All(phase => phase is RunPhase.Completed or RunPhase.Cancelled);
        return sound ? ExitStatus.Well : ExitStatus.Failed;
    }

    /// <summary>Where no engine lives and nothing is left to do, there is nothing to wait for; null where there is.</summary>
    private static Frame? AllEnded(Call call, string? name)
    {
        var frame = WaitDocuments.FrameOf(call.Journal(), name, call.Around.Clock.GetUtcNow());
        return frame.Sweeps.All(sweep => sweep.Standing == sweep.Runs)
            && frame.Runs.All(run => run.Phase is RunPhase.Completed or RunPhase.Failed or RunPhase.Cancelled) ? frame : null;
    }

    private static IReadOnlyDictionary<RunPhase, int> Phases(JournalReader journal, SweepSpec sweep) =>
        journal.RunsOf(sweep.Name).CountBy(run => run.Phase).ToDictionary();

    private static bool IsAtRest(SweepSpec sweep, JournalReader journal) =>
        journal.RunsOf(sweep.Name).All(run => run.Ended || run.Phase == RunPhase.Paused);
}
