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
        var journal = JournalReader.Open(call.StateFolder);
        var named = name is null ? null : journal.RequiredRun(name, call.StateFolder);
        var found = await EngineClient.FindAsync(call.StateFolder, cancel).ConfigureAwait(false);
        using var client = found?.Client;
        var answers = (client, named) switch
        {
            (null, null) => await OfflineAsync(call, engine.LabIn(call.StateFolder), [.. journal.Sweeps().SelectMany(sweep => journal.RunsOf(sweep.Name)).Where(run => !run.Ended)], steering).ConfigureAwait(false),
            (null, { } run) => await OfflineAsync(call, engine.LabIn(call.StateFolder), [run], steering).ConfigureAwait(false),
            ({ } live, null) => await live.PauseAllAsync(cancel).ConfigureAwait(false),
            ({ } live, { } run) => [Of(run.Spec!.Id, await steering.Live(live, run.Spec.Id).ConfigureAwait(false))],
        };

        call.Say(answers, all => all.Select(answer => answer.Text));
        return answers.All(answer => answer.Accepted) ? ExitStatus.Well : ExitStatus.WrongInput;
    }

    private static async Task<IReadOnlyList<RunAnswer>> OfflineAsync(
        Call call, LabSettings settings, IReadOnlyList<RunState> runs, Steering steering)
    {
        PrivateFiles.BecomeDefault();
        NamedTorch.Load(call.Around);
        await using var lab = await Lab.StartAsync(settings with { RunsAtOnce = 0 }).ConfigureAwait(false); // nothing trains: only journals are opened
        var answers = new List<RunAnswer>();
        foreach (var sweep in runs.GroupBy(run => run.Spec!.Sweep))
        {
            await lab.WakeAsync(sweep.Key).ConfigureAwait(false);
            foreach (var run in sweep) answers.Add(Of(run.Spec!.Id, await steering.Stopped(lab, run.Spec.Id).ConfigureAwait(false)));
        }

        return answers;
    }

    private static RunAnswer Of(RunId run, Answer answer) => answer.Match(text => new RunAnswer(run, true, text), why => new RunAnswer(run, false, why));

    /// <summary>One command, to a stopped folder opened for it, or to a living engine.</summary>
    private sealed record Steering(Func<Lab, RunId, Task<Answer>> Stopped, Func<IEngineClient, RunId, Task<Answer>> Live);
}
