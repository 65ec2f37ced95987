using System.CommandLine;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Control;
using ActorGaze.Actors.Control.Frames;
using ActorGaze.Actors.Engine;
using ActorGaze.Actors.Engine.Metrics;
using ActorGaze.Actors.Engine.Runs;
using ActorGaze.Actors.Persistence;
using ActorGaze.Actors.Settings;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;
using ActorGaze.Tui.Client;
using ActorGaze.Tui.Rendering;
using ActorGaze.Tui.Reports;
using ActorGaze.Tui.Screens;
using ActorGaze.Tui.Terminal;
using ActorGaze.Tui.Watching;

namespace ActorGaze.Tui.Cli;

/// <summary><c>run SWEEP.conf…</c>: an engine for as long as the sweeps take.</summary>
internal static class RunVerb
{
    private static readonly TimeSpan ReadAgain = TimeSpan.FromMilliseconds(20);

    public static Command Make(Surroundings around)
    {
        var files = new Argument<string[]>("SWEEP.conf") { Description = "Sweep files.", Arity = ArgumentArity.OneOrMore };
        var command =
            new Command("run", "Runs sweeps to their end and writes their reports. Run again, they go on where they were.") { files };
        command.SetAction((parsed, _) => RunAsync(Call.Of(parsed, around), parsed.GetRequiredValue(files)));
        return command;
    }

    private static async Task<int> RunAsync(Call call, IReadOnlyList<string> files)
    {
        var (sweeps, engine) = Together(files.Select(file =>
            (file, SweepFile.Load(file, call.Sets, call.Around.Environment, KnownData.Of(call.StateFolder), call.Around.Plugins.Describe)))
            .ToArray());
        var names = sweeps.Select(s => s.Sweep.Name).ToArray();
        await RequireNoneAsync(call, files, sweeps).ConfigureAwait(false);
        var objection = ControlSocket.Objection(new StateFolder(call.StateFolder));
        var onScreen = objection is null && !call.Plain && !call.Json && TerminalScreen.IsThere(call.Around);
        if (call.Around.Output is { } output) output.Worth = call.Json
            ? OutputWorth.Result
            : OutputWorth.Copy; // results and reports are in the state folder
        using var interruption = onScreen ? Interruption.OfScreen(call.Around) : Interruption.Saving(call.Around);
        using var start = new BoundedStart(call.Around, engine.Lab.ShutdownTimeout, interruption.Token);
        await using var held = await LocalEngine.StartAsync(call, engine).ConfigureAwait(false);
        held.EndWhenLost(interruption);
        held.Lab.WarmUp();
        if (!await interruption.ComesAfterAsync(held.Lab.Plan).ConfigureAwait(false))
        {
            await held.LeaveAsync().ConfigureAwait(false);
            if (held.TellLoss(call.Around.Error)) return ExitStatus.Prevented;
            call.Around.Error.WriteLine("actorgaze: interrupted while the engine looked for its devices; nothing was begun.");
            return ExitStatus.Interrupted;
        }

        await held.Lab.Plan.ConfigureAwait(false); // a device that is not there ends the engine
        foreach (var sweep in sweeps)
            if (await held.Lab.SubmitAsync(sweep.Sweep).ConfigureAwait(false) is Answer.Refused refused) throw refused.ToException();
        start.Dispose();
        if (objection is null) await held.ListenAsync(interruption).ConfigureAwait(false);
        else call.Around.Error.WriteLine($"actorgaze: this engine cannot be steered from outside: {objection}");

        var progress = new RunProgress(call, names) { Quiet = onScreen };
        try
        {
            var done = await DoneBeforeAsync(call, held.Lab, names, interruption.Token).ConfigureAwait(false);
            var board = done ?? (onScreen
                ? await WatchAsync(call, held.Lab, names, progress, interruption).ConfigureAwait(false)
                : await FollowAsync(held.Lab, names, progress, interruption.Token).ConfigureAwait(false));
            var saved = await held.LeaveAsync().ConfigureAwait(false); // before anything waits for whoever reads the output
            if (done is null) progress.Finish(board);
            foreach (var other in board.Sweeps.Keys.Where(sweep => !board.IsAtRest(sweep)))
                call.Around.Error.WriteLine(
                    $"actorgaze: {other} was submitted meanwhile and is not done; it is saved, and 'actorgaze up' goes on with it.");
            var status = Report(call, board, names);
            if (!saved) Departure.Leave(call.Around, status); // a trainer is still at work
            return status;
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            var error = interruption.TerminalGone ? TextWriter.Null : call.Around.Error;
            if (onScreen) error.WriteLine($"actorgaze: saving; {Interruption.Insisting}");
            var saved = await held.LeaveAsync().ConfigureAwait(false);
            if (held.TellLoss(call.Around.Error)) return ExitStatus.Prevented;
            if (saved && !interruption.TerminalGone) progress.FinishFrom(call.Journal()); // epochs that ended while it was leaving
            error.WriteLine(saved
                ? "actorgaze: interrupted; everything is saved. The same command goes on from here."
                : $"actorgaze: interrupted; not everything could be saved within {engine.Lab.ShutdownTimeout.TotalSeconds:0} s. The same "
                    + $"command goes on from the last checkpoints.");
            if (!saved) Departure.Leave(call.Around, ExitStatus.Interrupted); // a trainer is still at work
            return ExitStatus.Interrupted;
        }
    }

    /// <summary>Only one engine may have the folder; the one that has it takes the sweep.</summary>
    private static async Task RequireNoneAsync(Call call, IReadOnlyList<string> files, IReadOnlyList<SweepSettings> sweeps)
    {
        if (await EngineClient.FindAsync(call.StateFolder).ConfigureAwait(false) is not { } found) return;
        found.Client.Dispose();
        throw new InvalidInputException($"{call.StateFolder}: an engine (process {found.Facts.ProcessId}) is up here already. "
            + $"'actorgaze submit {string.Join(' ', files)}' hands it the work, and 'actorgaze wait {sweeps[0].Sweep.Name}' follows it.");
    }

    /// <summary>The score where there is nothing left to do; null where there is.</summary>
    private static async Task<Scoreboard?> DoneBeforeAsync(Call call, Lab lab, IReadOnlyList<string> sweeps, CancellationToken cancel)
    {
        var board = await ReadAsync(lab, sweeps, call.Around.Clock, cancel).ConfigureAwait(false);
        if (!sweeps.All(board.IsCompleted)) return null;
        call.Around.Error.WriteLine($"actorgaze: all was done before: {string.Join(", ", sweeps)}.");
        return board;
    }

    private static async Task<Scoreboard> FollowAsync(
        Lab lab, IReadOnlyList<string> sweeps, IProgress<Scoreboard>? progress, CancellationToken cancel)
    {
        var board = Scoreboard.Empty;
        foreach (var sweep in sweeps) board = await lab.WaitAsync(sweep, progress, cancel).ConfigureAwait(false);
        return board;
    }

    /// <summary>
    /// The screen over this process's own engine, until all is at rest. Whoever leaves it interrupts the run. A screen that fails is
    /// followed by lines.
    /// </summary>
    private static async Task<Scoreboard> WatchAsync(
        Call call, Lab lab, IReadOnlyList<string> sweeps, RunProgress progress, Interruption interruption)
    {
        using var atRest = CancellationTokenSource.CreateLinkedTokenSource(interruption.Token);
        using var client = new EngineClient(call.StateFolder);
        var state = UiState.Initial with { HoldsEngine = true, Zone = LookOf.Zone(call.Around),
            StateOption = StatePath.OptionOf(call.StateFolder, call.Around.Environment) };
        var preferences = PreferencesFile.Of(call.Around.Environment);
        await using var watcher = new Watcher(client, preferences.Over(state), call.Around.Clock, () => true, preferences.Save);
        var look = new Look(LookOf.Colours(null, call.Around), LookOf.IsAscii(call.Around.Environment));
        var following = FollowAsync(lab, sweeps, progress, interruption.Token);
        var closing = following.ContinueWith(_ => atRest.CancelAsync(), CancellationToken.None, TaskContinuationOptions.None,
            TaskScheduler.Default).Unwrap();
        try
        {
            if (await TerminalScreen.ShowAsync(call.Around, watcher, look, atRest.Token).ConfigureAwait(false)) interruption.AskByKey();
        }
        catch (Exception e)
        {
            if (!interruption.Token.IsCancellationRequested) // whoever leaves needs no screen
                call.Around.Error.WriteLine(
                    $"actorgaze: the screen cannot be shown: {e.Message.TrimEnd('.')}. Training goes on and is told in lines.");
            progress.Quiet = false;
        }

        var board = await following.ConfigureAwait(false);
        await closing.ConfigureAwait(false);
        return board;
    }

    /// <summary>The score once every run's journal has been read, or one run is known to have work to do.</summary>
    private static async Task<Scoreboard> ReadAsync(Lab lab, IReadOnlyList<string> sweeps, TimeProvider clock, CancellationToken cancel)
    {
        using var ticks = new PeriodicTimer(ReadAgain, clock);
        while (true)
        {
            var board = await lab.ScoreboardAsync().ConfigureAwait(false);
            if (sweeps.All(board.IsAtRest) || sweeps.Any(sweep => board.Tallies.GetValueOrDefault(sweep) is { } runs
                && runs.Known > runs.Completed)) return board;
            await ticks.WaitForNextTickAsync(cancel).ConfigureAwait(false);
        }
    }

    private static int Report(Call call, Scoreboard board, IReadOnlyList<string> sweeps)
    {
        var journal = call.Journal();
        var results = sweeps.Select(sweep =>
            ResultsOfSweep.Of(SweepReport.OfJournal(board.Sweeps[sweep],
            JournalledRun.Read(journal, board.Sweeps[sweep], call.StateFolder)), call)).ToArray();
        call.Say(results, all => all.SelectMany(r => r.Lines()));
        var refused = sweeps.SelectMany(board.Of).Where(run => run.Refusal is not null).ToArray();
        foreach (var run in refused)
            call.Around.Error.WriteLine($"actorgaze: {run.Spec.Id} did not take what its sweep asks for: {run.Refusal}");
        if (refused.Length > 0 || !results.All(r => r.Sound)) return ExitStatus.Failed;
        return results.Any(r => r.Report is null) ? ExitStatus.Prevented : ExitStatus.Well;
    }

    /// <summary>Several sweeps share one engine, so they must ask for the same one.</summary>
    private static (IReadOnlyList<SweepSettings> Sweeps,
        EngineSettings Engine) Together(IReadOnlyList<(string File, SweepSettings Settings)> files)
    {
        if (files.GroupBy(f => f.Settings.Sweep.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new InvalidInputException(
                $"{twice.Last().File}: sweep.name: found '{twice.Key}', which {twice.First().File} has too; allowed: a name of its own.");

        var first = files[0];
        foreach (var other in files.Skip(1))
            if (AsText(other.Settings.Engine) != AsText(first.Settings.Engine))
                throw new InvalidInputException($"{other.File}: its engine, log, seq or metrics settings differ from those of "
                    + $"{first.File}; allowed: the same in all files of one run.");

        return ([.. files.Select(f => f.Settings)], first.Settings.Engine);
    }

    private static string AsText(EngineSettings engine) => System.Text.Json.JsonSerializer.Serialize(engine, Json.Options);
}
