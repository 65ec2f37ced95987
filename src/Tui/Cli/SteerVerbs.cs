using System.CommandLine;
using ActorGaze.Actors;
using ActorGaze.Actors.Control;
using ActorGaze.Actors.Hosting;
using ActorGaze.Actors.Persistence;
using ActorGaze.Actors.Runs;
using ActorGaze.Nn;
using ActorGaze.Tui.Client;

namespace ActorGaze.Tui.Cli;

/// <summary><c>pause</c>, <c>resume</c>, <c>cancel</c>, <c>retry</c>: acknowledged when durable. Without a running engine they change what the next start finds.</summary>
internal static class SteerVerbs
{
    public static IEnumerable<Command> Make(Surroundings around)
    {
        yield return PauseVerb(around);
        yield return Verb(around, "resume", "Lets a paused run go on.", _ => new((lab, run) => lab.ResumeAsync(run), (engine, run) => engine.ResumeAsync(run)));
        yield return Verb(around, "cancel", "Ends a run; what it has learned stays on disk.", _ => new((lab, run) => lab.CancelAsync(run), (engine, run) => engine.CancelAsync(run)));
        yield return RetryVerb(around);
    }

    private static Command PauseVerb(Surroundings around)
    {
        var pause = new Steering((lab, run) => lab.PauseAsync(run), (engine, run) => engine.PauseAsync(run));
        var name = new Argument<string?>("RUN") { Description = "A run's name, as ps lists it.", Arity = ArgumentArity.ZeroOrOne };
        var all = new Option<bool>("--all") { Description = "Every run that has not ended." };
        var command = new Command("pause", "Lets a run stand still, its state on disk, until it is resumed.") { name, all };
        command.SetAction((parsed, cancel) => (parsed.GetValue(name), parsed.GetValue(all)) switch
        {
            ({ } run, false) => SteerAsync(Call.Of(parsed, around), run, pause, cancel),
            (null, true) => SteerAsync(Call.Of(parsed, around), null, pause, cancel),
            _ => throw new InvalidInputException("pause: give a RUN, or --all, and not both."),
        });
        return command;
    }

    private static Command RetryVerb(Surroundings around)
    {
        var fromStart = new Option<bool>("--from-start") { Description = "Forget what it has learned, and begin again." };
        var command = Verb(around, "retry", "Tries a failed or cancelled run again, from its newest sound checkpoint.", parsed =>
            new((lab, run) => lab.RetryAsync(run, parsed.GetValue(fromStart)), (engine, run) => engine.RetryAsync(run, parsed.GetValue(fromStart))));
        command.Add(fromStart);
        return command;
    }

    private static Command Verb(Surroundings around, string verb, string what, Func<ParseResult, Steering> steering)
    {
        var name = new Argument<string>("RUN") { Description = "A run's name, as ps lists it." };
        var command = new Command(verb, what) { name };
        command.SetAction((parsed, cancel) => SteerAsync(Call.Of(parsed, around), parsed.GetRequiredValue(name), steering(parsed), cancel));
        return command;
    }

    /// <param name="name">Null: every run that has not ended.</param>
    private static async Task<int> SteerAsync(Call call, string? name, Steering steering, CancellationToken cancel)
    {
        var engine = call.EngineAlone();
        var found = await EngineClient.FindAsync(call.StateFolder, call.Warn, cancel).ConfigureAwait(false);
        using var client = found?.Client; // one that lives knows its runs, also where its journal is newer than this program
        var answers = (client, name) switch
        {
            (null, _) => await OfflineAsync(engine.LabIn(call.StateFolder), Stopped(call.StateFolder, name), steering).ConfigureAwait(false),
            ({ } live, null) => await live.PauseAllAsync(cancel).ConfigureAwait(false),
            ({ } live, { } run) => [RunAnswer.Of(RunId.Known(run), await steering.Live(live, RunId.Known(run)).ConfigureAwait(false))],
        };

        call.SayAnswers(answers, answer => (answer.Accepted, answer.Text));
        return ExitStatus.Of(answers.Select(answer => answer.Refusal), noSense: ExitStatus.Failed);
    }

    private static IReadOnlyList<RunState> Stopped(string stateFolder, string? name)
    {
        var journal = JournalReader.Open(stateFolder);
        return name is null
            ? [.. journal.Sweeps().SelectMany(sweep => journal.RunsOf(sweep.Name)).Where(run => !run.Ended)]
            : [journal.RequiredRun(name, stateFolder)];
    }

    private static async Task<IReadOnlyList<RunAnswer>> OfflineAsync(LabSettings settings, IReadOnlyList<RunState> runs, Steering steering)
    {
        await using var lab = await Lab.StartAsync(settings with { RunsAtOnce = 0 }).ConfigureAwait(false); // nothing trains: only journals are opened
        var answers = new List<RunAnswer>();
        foreach (var sweep in runs.GroupBy(run => run.Spec!.Sweep))
        {
            await lab.WakeAsync(sweep.Key).ConfigureAwait(false);
            foreach (var run in sweep) answers.Add(RunAnswer.Of(run.Spec!.Id, await steering.Stopped(lab, run.Spec.Id).ConfigureAwait(false)));
        }

        return answers;
    }

    /// <summary>One command, to a stopped folder opened for it, or to a living engine.</summary>
    private sealed record Steering(Func<Lab, RunId, Task<Answer>> Stopped, Func<IEngineClient, RunId, Task<Answer>> Live);
}
