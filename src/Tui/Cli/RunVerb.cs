using System.CommandLine;
using System.Runtime.InteropServices;
using ActorGaze.Actors;
using ActorGaze.Actors.Hosting;
using ActorGaze.Actors.Metrics;
using ActorGaze.Actors.Persistence;
using ActorGaze.Actors.Runs;
using ActorGaze.Actors.Settings;
using ActorGaze.Nn;
using ActorGaze.Tui.Logging;
using ActorGaze.Tui.Rendering;
using ActorGaze.Tui.Reports;
using Serilog.Extensions.Logging;

namespace ActorGaze.Tui.Cli;

/// <summary><c>run SWEEP.conf…</c>: an engine for as long as the sweeps take.</summary>
internal static class RunVerb
{
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
        if (call.Around.Environment(LibTorch.Variable) is { Length: > 0 } folder) LibTorch.Load(folder); // before anything of TorchSharp
        using var interruption = new Interruption(call.Around.Error);
        using var log = Logs.Open(call.StateFolder, engine);
        using var logging = new SerilogLoggerFactory(log);
        await using var lab = await Lab.StartAsync(engine.LabIn(call.StateFolder), new LabServices { Logging = logging }).ConfigureAwait(false);
        foreach (var sweep in sweeps)
            if (await lab.SubmitAsync(sweep.Sweep).ConfigureAwait(false) is Answer.Refused refused) throw new InvalidInputException(refused.Reason);

        try
        {
            var board = await FollowAsync(call, lab, [.. sweeps.Select(s => s.Sweep.Name)], interruption.Token).ConfigureAwait(false);
            return Report(call, board, [.. sweeps.Select(s => s.Sweep.Name)]);
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            var saved = await lab.LeaveAsync().ConfigureAwait(false);
            call.Around.Error.WriteLine(saved
                ? "actorgaze: interrupted; everything is saved. The same command goes on from here."
                : $"actorgaze: interrupted; not everything could be saved within {engine.Lab.ShutdownTimeout.TotalSeconds:0} s. The same command goes on from the last checkpoints.");
            return ExitStatus.Interrupted;
        }
    }

    private static async Task<Scoreboard> FollowAsync(Call call, Lab lab, IReadOnlyList<string> sweeps, CancellationToken cancel)
    {
        var board = await lab.ScoreboardAsync().ConfigureAwait(false);
        if (sweeps.SelectMany(board.Of).ToArray() is { Length: > 0 } runs && runs.All(r => r.State.Phase == RunPhase.Completed))
        {
            call.Around.Error.WriteLine($"actorgaze: all was done before: {string.Join(", ", sweeps)}.");
            return board;
        }

        var progress = new Progress(call, sweeps);
        foreach (var sweep in sweeps) board = await lab.WaitAsync(sweep, progress, cancel).ConfigureAwait(false);
        return board;
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
                throw new InvalidInputException($"{other.File}: its engine, log or seq settings differ from those of {first.File}; allowed: the same in all files of one run.");

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

            (_told, var lines) = _told.Tell(value, sweeps, call.Around.Clock.GetUtcNow());
            var output = call.Json ? call.Around.Error : call.Around.Out;
            foreach (var line in lines) output.WriteLine(line);
            output.Flush();
        }
    }

    /// <summary>The first SIGINT or SIGTERM asks for an end with everything saved; the second is obeyed at once.</summary>
    private sealed class Interruption : IDisposable
    {
        private readonly CancellationTokenSource _source = new();
        private readonly PosixSignalRegistration[] _signals;
        private int _heard;

        public Interruption(TextWriter error)
        {
            _signals = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(signal => PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                if (Interlocked.Increment(ref _heard) > 1) Departure.AtOnce(ExitStatus.Interrupted);
                error.WriteLine("actorgaze: saving; once more leaves at once.");
                _source.Cancel();
            }))];
        }

        public CancellationToken Token => _source.Token;

        public void Dispose()
        {
            foreach (var signal in _signals) signal.Dispose();
            _source.Dispose();
        }
    }
}
