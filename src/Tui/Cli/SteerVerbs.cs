using System.CommandLine;
using ActorGaze.Actors;
using ActorGaze.Actors.Hosting;
using ActorGaze.Actors.Persistence;
using ActorGaze.Actors.Runs;
using ActorGaze.Nn;

namespace ActorGaze.Tui.Cli;

/// <summary><c>pause</c>, <c>resume</c>, <c>cancel</c>, <c>retry</c>: acknowledged when durable. Without a running engine they change what the next start finds.</summary>
internal static class SteerVerbs
{
    public static IEnumerable<Command> Make(Surroundings around)
    {
        yield return PauseVerb(around);
        yield return Verb(around, "resume", "Lets a paused run go on.", (lab, run) => lab.ResumeAsync(run));
        yield return Verb(around, "cancel", "Ends a run; what it has learned stays on disk.", (lab, run) => lab.CancelAsync(run));
        yield return RetryVerb(around);
    }

    private static Command PauseVerb(Surroundings around)
    {
        var name = new Argument<string?>("RUN") { Description = "A run's name, as ps lists it.", Arity = ArgumentArity.ZeroOrOne };
        var all = new Option<bool>("--all") { Description = "Every run that has not ended." };
        var command = new Command("pause", "Lets a run stand still, its state on disk, until it is resumed.") { name, all };
        command.SetAction((parsed, _) => (parsed.GetValue(name), parsed.GetValue(all)) switch
        {
            ({ } run, false) => SteerAsync(Call.Of(parsed, around), [run], (lab, id) => lab.PauseAsync(id)),
            (null, true) => SteerAsync(Call.Of(parsed, around), null, (lab, id) => lab.PauseAsync(id)),
            _ => throw new InvalidInputException("pause: give a RUN, or --all, and not both."),
        });
        return command;
    }

    private static Command RetryVerb(Surroundings around)
    {
        var fromStart = new Option<bool>("--from-start") { Description = "Forget what it has learned, and begin again." };
        var command = Verb(around, "retry", "Tries a failed or cancelled run again, from its newest sound checkpoint.", (lab, run, parsed) => lab.RetryAsync(run, parsed.GetValue(fromStart)));
        command.Add(fromStart);
        return command;
    }

    private static Command Verb(Surroundings around, string verb, string what, Func<Lab, RunId, Task<Answer>> steer) => Verb(around, verb, what, (lab, run, _) => steer(lab, run));

    private static Command Verb(Surroundings around, string verb, string what, Func<Lab, RunId, ParseResult, Task<Answer>> steer)
    {
        var name = new Argument<string>("RUN") { Description = "A run's name, as ps lists it." };
        var command = new Command(verb, what) { name };
        command.SetAction((parsed, _) => SteerAsync(Call.Of(parsed, around), [parsed.GetRequiredValue(name)], (lab, run) => steer(lab, run, parsed)));
        return command;
    }

    /// <param name="names">Null: every run that has not ended.</param>
    private static async Task<int> SteerAsync(Call call, string[]? names, Func<Lab, RunId, Task<Answer>> steer)
    {
        var journal = JournalReader.Open(call.StateFolder);
        RunState[] runs = names is null
            ? [.. journal.Sweeps().SelectMany(sweep => journal.RunsOf(sweep.Name)).Where(run => !run.Ended)]
            : [.. names.Select(name => journal.RequiredRun(name, call.StateFolder))];

        var settings = call.EngineAlone().LabIn(call.StateFolder) with { RunsAtOnce = 0 }; // nothing trains: only journals are opened
        await using var lab = await Lab.StartAsync(settings).ConfigureAwait(false);
        var answers = new List<Steered>();
        foreach (var sweep in runs.GroupBy(run => run.Spec!.Sweep))
        {
            await lab.WakeAsync(sweep.Key).ConfigureAwait(false);
            foreach (var run in sweep)
                answers.Add((await steer(lab, run.Spec!.Id).ConfigureAwait(false)).Match(text => new Steered(run.Spec.Id, true, text), why => new Steered(run.Spec.Id, false, why)));
        }

        call.Say(answers, all => all.Select(answer => answer.Text));
        return answers.All(answer => answer.Accepted) ? ExitStatus.Well : ExitStatus.WrongInput;
    }

    private sealed record Steered(RunId Run, bool Accepted, string Text);
}
