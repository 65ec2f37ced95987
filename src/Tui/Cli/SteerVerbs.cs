using System.CommandLine;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Engine;
using ActorGaze.Actors.Persistence;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;
using ActorGaze.Tui.Client;
using ActorGaze.Tui.Terminal;

namespace ActorGaze.Tui.Cli;

/// <summary>
/// <c>pause</c>, <c>resume</c>, <c>cancel</c>, <c>retry</c>, of one run or of all: acknowledged when durable.
/// Without a running engine they change what the next start finds.
/// </summary>
internal static class SteerVerbs
{
    public static IEnumerable<Command> Make(Surroundings around) =>
    [
        Verb(around, "pause", "Lets a run stand still, its state on disk, until it is resumed.", "Every run that has not ended.", _ =>
            Pause),
        Accepting(Verb(around, "resume", "Lets a paused run go on.", "Every paused run.", Resume)),
        Asking(around, "cancel", "Ends a run; what it has learned stays on disk.", "Every run that has not ended.", _ => Cancel),
        RetryVerb(around),
    ];

    private static Steering Pause { get; } = new(AllRuns.Pauses, "every run has ended")
    {
        Stopped = (lab, run) => lab.PauseAsync(run),
        Live = (engine, run) => engine.PauseAsync(run),
        LiveAll = (engine, cancel) => engine.PauseAllAsync(cancel),
    };

    private static Option<bool> AcceptPlugin { get; } = new("--accept-plugin")
    {
        Description = "Go on with the assembly that brings the network as it is now, whatever it was before.",
    };

    private static Steering Resume(ParseResult parsed) => new(AllRuns.Resumes, "no run is paused")
    {
        Stopped = (lab, run) => lab.ResumeAsync(run, parsed.GetValue(AcceptPlugin)),
        Live = (engine, run) => engine.ResumeAsync(run, parsed.GetValue(AcceptPlugin)),
        LiveAll = (engine, cancel) => engine.ResumeAllAsync(parsed.GetValue(AcceptPlugin), cancel),
    };

    private static Steering Cancel { get; } = new(AllRuns.Cancels, "every run has ended")
    {
        Stopped = (lab, run) => lab.CancelAsync(run),
        Live = (engine, run) => engine.CancelAsync(run),
        LiveAll = (engine, cancel) => engine.CancelAllAsync(cancel),
        Destroys = "ends",
    };

    private static Steering Retry(bool fromStart, bool acceptPlugin) => new(AllRuns.Retries, "no run has failed")
    {
        Stopped = (lab, run) => lab.RetryAsync(run, fromStart, acceptPlugin),
        Live = (engine, run) => engine.RetryAsync(run, fromStart, acceptPlugin),
        LiveAll = (engine, cancel) => engine.RetryAllAsync(fromStart, acceptPlugin, cancel),
        Destroys = fromStart ? "forgets what was learned by" : null,
        Options = fromStart ? " --from-start" : "",
    };

    private static Command RetryVerb(Surroundings around)
    {
        var fromStart = new Option<bool>("--from-start") { Description = "Forget what it has learned, and begin again." };
        var command = Asking(
            around, "retry", "Tries a failed or cancelled run again, from its newest sound checkpoint.",
            "Every failed run; cancelled ones are left.", parsed => Retry(parsed.GetValue(fromStart), parsed.GetValue(AcceptPlugin)));
        command.Add(fromStart);
        return Accepting(command);
    }

    private static Command Accepting(Command command)
    {
        command.Add(AcceptPlugin);
        return command;
    }

    private static Command Verb(Surroundings around, string verb, string what, string ofAll, Func<ParseResult, Steering> steering) =>
        Make(around, verb, what, ofAll, null, steering);

    /// <summary>A verb that can destroy work when it is for all runs.</summary>
    private static Command Asking(Surroundings around, string verb, string what, string ofAll, Func<ParseResult, Steering> steering)
    {
        var yes = new Option<bool>("--yes") { Description = "With --all: do not ask." };
        var command = Make(around, verb, what, ofAll, yes, steering);
        command.Add(yes);
        return command;
    }

    private static Command Make(
        Surroundings around, string verb, string what, string ofAll, Option<bool>? yes, Func<ParseResult, Steering> steering)
    {
        var name = new Argument<string?>("RUN") { Description = "A run's name, as ps lists it.", Arity = ArgumentArity.ZeroOrOne };
        var all = new Option<bool>("--all") { Description = ofAll };
        var command = new Command(verb, what) { name, all };
        command.SetAction((parsed, cancel) => (parsed.GetValue(name), parsed.GetValue(all)) switch
        {
            ({ } run, false) => OneAsync(Call.Of(parsed, around), run, steering(parsed), cancel),
            (null, true) => AllAsync(Call.Of(parsed, around), verb, steering(parsed), yes is not null && parsed.GetValue(yes), cancel),
            _ => throw new InvalidInputException($"{verb}: give a RUN, or --all, and not both."),
        });
        return command;
    }

    private static async Task<int> OneAsync(Call call, string name, Steering steering, CancellationToken cancel)
    {
        var engine = call.EngineAlone();
        var found = await EngineClient.FindAsync(call.StateFolder, call.Warn, cancel).ConfigureAwait(false);
        using var client = found?.Client; // one that lives knows its runs, also where its journal is newer than this program
        return Tell(call, client is null
            ? await OfflineAsync(call, engine.LabIn(call.StateFolder), [call.Journal().RequiredRun(name, call.StateFolder)], steering)
                .ConfigureAwait(false)
            : [RunAnswer.Of(RunId.Known(name), await steering.Live(client, RunId.Known(name)).ConfigureAwait(false))]);
    }

    private static async Task<int> AllAsync(Call call, string verb, Steering steering, bool yes, CancellationToken cancel)
    {
        var engine = call.EngineAlone();
        var found = await EngineClient.FindAsync(call.StateFolder, call.Warn, cancel).ConfigureAwait(false);
        using var client = found?.Client;
        RunState[] stopped = client is null ? Journalled(call.Journal()) : [];
        (RunId Id, RunPhase Phase)[] runs = client is null
            ? [.. stopped.Select(run => (run.Spec!.Id, run.Phase))]
            : [.. (await client.FrameAsync(cancel).ConfigureAwait(false)).Runs.Select(run => (run.Id, run.Phase))];

        var taken = runs.Where(run => steering.Takes(run.Phase)).Select(run => run.Id).ToHashSet();
        if (taken.Count == 0) call.Around.Error.WriteLine($"actorgaze: {(runs.Length == 0 ? "there is no run" : steering.None)}.");
        var cancelled = runs.Count(run => run.Phase == RunPhase.Cancelled);
        if (verb == "retry" && cancelled > 0)
            call.Around.Error.WriteLine($"actorgaze: cancelled runs are left as they are ({cancelled}); 'actorgaze retry RUN' takes one.");
        if (taken.Count > 0 && steering.Destroys is { } does)
            Confirmation.Require(call.Around, $"{verb} --all{steering.Options}", does, [.. taken.Select(id => id.Value)], yes);
        if (client is not null) return Tell(call, await steering.LiveAll(client, cancel).ConfigureAwait(false));
        RunState[] chosen = [.. stopped.Where(run => taken.Contains(run.Spec!.Id))];
        return Tell(call, await OfflineAsync(call, engine.LabIn(call.StateFolder), chosen, steering).ConfigureAwait(false));
    }

    private static int Tell(Call call, IReadOnlyList<RunAnswer> answers)
    {
        call.SayAnswers(answers, answer => (answer.Accepted, answer.Text));
        return ExitStatus.Of(answers.Select(answer => answer.Refusal), notPossible: ExitStatus.Failed);
    }

    private static RunState[] Journalled(JournalReader journal) => [.. journal.Sweeps().SelectMany(sweep => journal.RunsOf(sweep.Name))];

    private static async Task<IReadOnlyList<RunAnswer>> OfflineAsync(
        Call call, LabSettings settings, IReadOnlyList<RunState> runs, Steering steering)
    {
        if (runs.Count == 0) return [];
        PrivateFiles.BecomeDefault();
        NamedTorch.Load(call.Around);
        await using var lab = await Lab.StartAsync(settings with { RunsAtOnce = 0 })
            .ConfigureAwait(false); // nothing trains: only journals are opened
        var answers = new List<RunAnswer>();
        foreach (var sweep in runs.GroupBy(run => run.Spec!.Sweep))
        {
            var woken = await lab.WakeAsync(sweep.Key).ConfigureAwait(false);
            foreach (var id in sweep.Select(run => run.Spec!.Id))
                answers.Add(RunAnswer.Of(id, woken.IsAccepted ? await steering.Stopped(lab, id).ConfigureAwait(false) : woken));
        }

        return answers;
    }

    /// <summary>One command, to a stopped folder opened for it or to a living engine, for one run or for all that it takes.</summary>
    /// <param name="Takes">Which runs it is for where it is for all.</param>
    /// <param name="None">What is told where there is no such run.</param>
    private sealed record Steering(Func<RunPhase, bool> Takes, string None)
    {
        public required Func<Lab, RunId, Task<Answer>> Stopped { get; init; }

        public required Func<IEngineClient, RunId, Task<Answer>> Live { get; init; }

        public required Func<IEngineClient, CancellationToken, Task<IReadOnlyList<RunAnswer>>> LiveAll { get; init; }

        /// <summary>What it does to runs that cannot be undone, in words; null where nothing is lost.</summary>
        public string? Destroys { get; init; }

        /// <summary>What is typed after "--all" to say it.</summary>
        public string Options { get; init; } = "";
    }
}
