using System.CommandLine;
using ActorGaze.Actors;
using ActorGaze.Actors.Control;
using ActorGaze.Actors.Hosting;
using ActorGaze.Actors.Metrics;
using ActorGaze.Actors.Persistence;
using ActorGaze.Actors.Runs;
using ActorGaze.Actors.Settings;
using ActorGaze.Nn;
using ActorGaze.Tui.Client;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Cli;

/// <summary><c>run SWEEP.conf…</c>: an engine for as long as the sweeps take.</summary>
internal static class RunVerb
{
    private static readonly TimeSpan ReadAgain = TimeSpan.FromMilliseconds(20);

    public static Command Make(Surroundings around)
    {
        var files = new Argument<string[]>("SWEEP.conf") { Description = "Sweep files.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("run", "Runs sweeps to their end and writes their reports. Run again, they go on where they were.") { files };
        command.SetAction((parsed, _) => RunAsync(Call.Of(parsed, around), parsed.GetRequiredValue(files)));
        return command;
    }

    private static async Task<int> RunAsync(Call call, IReadOnlyList<string> files)
    {
        var (sweeps, engine) = Together(files.Select(file => (file, SweepFile.Load(file, call.Sets, call.Around.Environment))).ToArray());
        await RequireNoneAsync(call, files, sweeps).ConfigureAwait(false);
        if (call.Around.Environment(LibTorch.Variable) is { Length: > 0 } folder) LibTorch.Load(folder); // before anything of TorchSharp
        using var interruption = Interruption.Saving(call.Around.Error);
        await using var held = await EngineHere.StartAsync(call, engine).ConfigureAwait(false);
        var lab = held.Lab;
        foreach (var sweep in sweeps)
            if (await lab.SubmitAsync(sweep.Sweep).ConfigureAwait(false) is Answer.Refused refused) throw new InvalidInputException(refused.Reason);
        if (ControlSocket.Objection(lab.Folder) is { } objection) call.Around.Error.WriteLine($"actorgaze: this engine cannot be steered from outside: {objection}");
        else await held.ListenAsync(interruption).ConfigureAwait(false);

        try
        {
            var board = await FollowAsync(call, lab, [.. sweeps.Select(s => s.Sweep.Name)], interruption.Token).ConfigureAwait(false);
            return Report(call, board, [.. sweeps.Select(s => s.Sweep.Name)]);
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            var saved = await held.LeaveAsync().ConfigureAwait(false);
            call.Around.Error.WriteLine(saved
                ? "actorgaze: interrupted; everything is saved. The same command goes on from here."
                : $"actorgaze: interrupted; not everything could be saved within {engine.Lab.ShutdownTimeout.TotalSeconds:0} s. The same command goes on from the last checkpoints.");
            if (!saved) Departure.AtOnce(ExitStatus.Interrupted); // a trainer is still at work
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

    private static async Task<Scoreboard> FollowAsync(Call call, Lab lab, IReadOnlyList<string> sweeps, CancellationToken cancel)
    {
        var board = await ReadAsync(lab, sweeps, call.Around.Clock, cancel).ConfigureAwait(false);
        if (sweeps.All(board.IsAtRest) && sweeps.SelectMany(board.Of).All(r => r.State.Phase == RunPhase.Completed))
        {
            call.Around.Error.WriteLine($"actorgaze: all was done before: {string.Join(", ", sweeps)}.");
            return board;
        }

        var progress = new Progress(call, sweeps);
        foreach (var sweep in sweeps) board = await lab.WaitAsync(sweep, progress, cancel).ConfigureAwait(false);
        return board;
    }

    /// <summary>The score once every run's journal has been read, or one run is known to have work to do.</summary>
    private static async Task<Scoreboard> ReadAsync(Lab lab, IReadOnlyList<string> sweeps, TimeProvider clock, CancellationToken cancel)
    {
        using var ticks = new PeriodicTimer(ReadAgain, clock);
        while (true)
        {
            var board = await lab.ScoreboardAsync().ConfigureAwait(false);
            if (sweeps.All(board.IsAtRest) || sweeps.SelectMany(board.Of).Any(r => r.State.Phase != RunPhase.Completed)) return board;
            await ticks.WaitForNextTickAsync(cancel).ConfigureAwait(false);
        }
    }

    private static int Report(Call call, Scoreboard board, IReadOnlyList<string> sweeps)
    {
        var results = sweeps.Select(sweep => ResultsOfSweep.Of(board.Sweeps[sweep], [.. board.Of(sweep).Select(r => r.State)], call)).ToArray();
        call.Say(results, all => all.SelectMany(r => r.Lines()));
        return results.All(r => r.Sound) ? ExitStatus.Well : ExitStatus.Failed;
    }

    /// <summary>Several sweeps share one engine, so they must ask for the same one.</summary>
    private static (IReadOnlyList<SweepSettings> Sweeps, EngineSettings Engine) Together(IReadOnlyList<(string File, SweepSettings Settings)> files)
    {
        if (files.GroupBy(f => f.Settings.Sweep.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new InvalidInputException($"{twice.Last().File}: sweep.name: found '{twice.Key}', which {twice.First().File} has too; allowed: a name of its own.");

        var first = files[0];
        foreach (var other in files.Skip(1))
            if (AsText(other.Settings.Engine) != AsText(first.Settings.Engine))
                throw new InvalidInputException($"{other.File}: its engine, log, seq or metrics settings differ from those of {first.File}; allowed: the same in all files of one run.");

        return ([.. files.Select(f => f.Settings)], first.Settings.Engine);
    }

    private static string AsText(EngineSettings engine) => System.Text.Json.JsonSerializer.Serialize(engine, Json.Options);

    /// <summary>Shows a scoreboard where it is watched: a page on a terminal, lines elsewhere.</summary>
    private sealed class Progress(Call call, IReadOnlyList<string> sweeps) : IProgress<Scoreboard>
    {
        private readonly Screen? _screen = call.Plain || call.Json || call.Around.Screen() is null ? null : new Screen(call.Around.Out, call.Around.Colours);
        private ProgressLines _told = ProgressLines.Nothing;

        public void Report(Scoreboard value)
        {
            if (_screen is not null && call.Around.Screen() is { } size)
            {
                _screen.Draw(ProgressFrame.Of(value, sweeps, size.Width - 1, size.Height));
                return;
            }

            (_told, var lines) = _told.Tell(sweeps.SelectMany(sweep => RunLines.Of(value, sweep)), call.Around.Clock.GetUtcNow());
            var output = call.Json ? call.Around.Error : call.Around.Out;
            foreach (var (_, text) in lines) output.WriteLine(text);
            output.Flush();
        }
    }
}
