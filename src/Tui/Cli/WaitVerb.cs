using System.CommandLine;
using System.Text.Json;
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
        using var interruption = new Interruption(call.Around);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel, interruption.Token);
        var known = JournalReader.Open(call.StateFolder).Sweeps();
        if (name is not null) JournalReader.Open(call.StateFolder).Sweep(name, call.StateFolder);
        using var client = new EngineClient(call.StateFolder);
        try
        {
            var told = ProgressLines.Nothing;
            await foreach (var frame in PatientFrames.Of(client, call, end.Token).ConfigureAwait(false))
            {
                var sweeps = frame.Sweeps.Where(sweep => name is null || sweep.Name == name).ToArray();
                var atRest = sweeps.Length >= (name is null ? known.Count : 1) && sweeps.All(sweep => sweep.AtRest);
                if (call.Around.IsOutBehind && !atRest) continue; // a slow reader is told later what it has not been told
                var runs = frame.Runs.Where(run => name is null || run.Sweep == name).ToArray();
                (told, var lines) = told.Tell(runs, frame.At, await MissedEpochs.AskAsync(client, told.Behind(runs), end.Token).ConfigureAwait(false));
                foreach (var (run, text) in lines) call.Around.Out.WriteLine(call.Json ? JsonSerializer.Serialize(new RunSaid(frame.At, run), Json.Options) : text);
                call.Around.Out.Flush();
                if (atRest) return Ended(call, sweeps, frame.At);
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

    private static int Ended(Call call, IReadOnlyList<SweepLine> sweeps, DateTimeOffset at)
    {
        foreach (var sweep in sweeps)
            call.Around.Out.WriteLine(call.Json
                ? JsonSerializer.Serialize(new SweepSaid(at, sweep), Json.Options)
                : $"{sweep.Name}: {string.Join(", ", sweep.Phases.Select(phase => $"{phase.Value} {phase.Key.Word()}"))}");
        return Status(sweeps.SelectMany(sweep => sweep.Phases.Keys));
    }

    /// <summary>Where no engine lives and nothing is left to do, there is nothing to wait for; null where there is.</summary>
    private static int? AllEnded(Call call, string? name)
    {
        var journal = JournalReader.Open(call.StateFolder);
        var sweeps = journal.Sweeps().Where(sweep => name is null || sweep.Name == name).ToArray();
        var runs = sweeps.SelectMany(sweep => journal.RunsOf(sweep.Name)).ToArray();
        return runs.Length == sweeps.Sum(sweep => sweep.Runs.Count) && runs.All(run => run.Ended) ? Status(runs.Select(run => run.Phase)) : null;
    }

    private static int Status(IEnumerable<RunPhase> phases) => phases.All(phase => phase is RunPhase.Completed or RunPhase.Cancelled) ? ExitStatus.Well : ExitStatus.Failed;

    private sealed record RunSaid(DateTimeOffset At, RunLine Run);

    private sealed record SweepSaid(DateTimeOffset At, SweepLine Sweep);
}
