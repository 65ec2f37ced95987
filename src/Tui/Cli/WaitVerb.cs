using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using ActorGaze.Actors.Control;
using ActorGaze.Actors.Persistence;
using ActorGaze.Actors.Runs;
using ActorGaze.Actors.Sweeps;
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
        var journal = JournalReader.Open(call.StateFolder);
        var known = name is null ? journal.Sweeps() : [journal.Sweep(name, call.StateFolder)];
        var waited = new WaitedSweeps([.. known.Select(sweep => sweep.Name)]);
        using var client = new EngineClient(call.StateFolder);
        try
        {
            var told = ProgressLines.Nothing;
            await foreach (var frame in client.FramesAsync(end.Token).ConfigureAwait(false))
            {
                SweepLine[] sweeps = [.. frame.Sweeps.Where(sweep => name is null || sweep.Name == name)];
                (waited, var now) = waited.On(sweeps, frame.At, missing => IsAtRest(known.First(sweep => sweep.Name == missing), journal));
                var runs = frame.Runs.Where(run => name is null || run.Sweep == name);
                (told, var lines) = told.Tell(runs, frame.At);
                foreach (var (run, text) in lines) call.Around.Out.WriteLine(call.Json ? JsonSerializer.Serialize(new RunSaid(frame.At, run), Json.Options) : text);
                call.Around.Out.Flush();
                var others = known.Where(sweep => Array.TrueForAll(sweeps, line => line.Name != sweep.Name));
                if (now is Waited.Over)
                    return Ended(call, sweeps, [.. others.Select(sweep => (sweep.Name, journal.RunsOf(sweep.Name)))], frame.At);
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
        catch (EngineGoneException) when (AllEnded(call, name) is { } status)
        {
            return status;
        }
    }

    /// <param name="others">Sweeps that are waited for and that the engine does not work on, as their journals have them.</param>
    private static int Ended(
        Call call, SweepLine[] sweeps, IReadOnlyList<(string Name, ImmutableList<RunState> Runs)> others, DateTimeOffset at)
    {
        foreach (var sweep in sweeps.Where(sweep => sweep.Refusal is not null))
            call.Around.Error.WriteLine($"actorgaze: {sweep.Name}: the engine did not take it up: {sweep.Refusal}");
        foreach (var (name, runs) in others)
            call.Around.Error.WriteLine($"actorgaze: {name}: the engine does not work on it; {Phases(runs.CountBy(run => run.Phase))}");
        foreach (var sweep in sweeps.Where(sweep => sweep.Refusal is null || call.Json))
            call.Around.Out.WriteLine(call.Json
                ? JsonSerializer.Serialize(new SweepSaid(at, sweep), Json.Options)
                : $"{sweep.Name}: {Phases(sweep.Phases)}");
        return sweeps.Any(sweep => sweep.Refusal is not null)
            ? ExitStatus.Failed
            : Status(sweeps.SelectMany(sweep => sweep.Phases.Keys).Concat(others.SelectMany(sweep => sweep.Runs).Select(run => run.Phase)));
    }

    private static string Phases(IEnumerable<KeyValuePair<RunPhase, int>> phases) =>
        string.Join(", ", phases.Select(phase => $"{phase.Value} {phase.Key.Word()}"));

    /// <summary>Where no engine lives and nothing is left to do, there is nothing to wait for; null where there is.</summary>
    private static int? AllEnded(Call call, string? name)
    {
        var journal = JournalReader.Open(call.StateFolder);
        var sweeps = journal.Sweeps().Where(sweep => name is null || sweep.Name == name).ToArray();
        var runs = sweeps.SelectMany(sweep => journal.RunsOf(sweep.Name)).ToArray();
        return runs.Length == sweeps.Sum(sweep => sweep.Runs.Count) && runs.All(run => run.Ended) ? Status(runs.Select(run => run.Phase)) : null;
    }

    private static bool IsAtRest(SweepSpec sweep, JournalReader journal) =>
        journal.RunsOf(sweep.Name) is var runs
        && runs.Count == sweep.Runs.Count && runs.All(run => run.Ended || run.Phase == RunPhase.Paused);

    private static int Status(IEnumerable<RunPhase> phases) => phases.All(phase => phase is RunPhase.Completed or RunPhase.Cancelled) ? ExitStatus.Well : ExitStatus.Failed;

    private sealed record RunSaid(DateTimeOffset At, RunLine Run);

    private sealed record SweepSaid(DateTimeOffset At, SweepLine Sweep);
}
