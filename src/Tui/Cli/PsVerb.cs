using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Nodes;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Control.Frames;
using ActorGaze.Actors.Engine.Runs;
using ActorGaze.Actors.Persistence;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;
using ActorGaze.Tui.Client;
using ActorGaze.Tui.Rendering;
using ActorGaze.Tui.Terminal;

namespace ActorGaze.Tui.Cli;

/// <summary><c>ps</c>: which sweeps and runs there are, as a living engine tells it, or else as the journal has it.</summary>
internal static class PsVerb
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(1);

    public static Command Make(Surroundings around)
    {
        var watch = new Option<bool>("--watch")
        {
            Description =
                "Repeat until interrupted. On a terminal the list is redrawn; elsewhere lines are written; with --json, a document a line.",
        };
        var command = new Command("ps", "Lists sweeps and their runs.") { watch };
        foreach (var option in ChosenRuns.Options) command.Add(option);
        command.SetAction((parsed, cancel) =>
        {
            var (call, chosen) = (Call.Of(parsed, around), ChosenRuns.Of(parsed));
            return parsed.GetValue(watch) ? WatchAsync(call, chosen, cancel) : ListAsync(call, chosen, cancel);
        });
        return command;
    }

    private static async Task<int> ListAsync(Call call, ChosenRuns chosen, CancellationToken cancel)
    {
        call.CheckSets();
        var preparing = FramePreparation.RunAsync();
        var found = await EngineClient.FindAsync(call.StateFolder, call.Warn, cancel).ConfigureAwait(false);
        using var client = found?.Client;
        var lives = client is not null || EngineLock.IsHeld(new StateFolder(call.StateFolder));
        if (client is not null) await preparing.ConfigureAwait(false);
        var frame = client is null ? null : await client.FrameAsync(cancel).ConfigureAwait(false);
        if (frame is { Behind: > 0 })
            call.Warn($"the engine still reads the journals of {Numbers.Count(frame.Behind, "run")}; "
                + "what is not read yet is listed as it was, or is missing.");
        var sweeps = frame is { Sweeps.IsEmpty: false } ? Of(chosen.Over(frame)) : Of(call.Journal(), lives, chosen);
        call.Say(sweeps, all => all.Length == 0 ? ["No sweeps."] : all.SelectMany(Lines));
        return ExitStatus.Well;
    }

    private static async Task<int> WatchAsync(Call call, ChosenRuns chosen, CancellationToken cancel)
    {
        call.CheckSets();
        using var interruption = new Interruption(call.Around);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel, interruption.Token);
        using var client = new EngineClient(call.StateFolder, call.Warn);
        var screen = call.Plain || call.Json || call.Around.Screen() is null ? null : new Screen(call.Around.Out);
        var (told, said) = (ProgressLines.Nothing, DateTimeOffset.MinValue);
        try
        {
            await foreach (var next in ReconnectingFrames.Of(client, call, end.Token).ConfigureAwait(false))
            {
                var frame = chosen.Over(next);
                if (call.Around.IsOutClosed) return ExitStatus.Well; // whoever read it has seen enough
                if (call.Around.IsOutBehind) continue; // a slow reader gets the newest
                if (screen is not null && call.Around.Screen() is { } size)
                {
                    screen.Draw([.. Of(frame).SelectMany(Lines).Take(size.Height - 1).Select(line => TextTable.Cut(line, size.Width - 1))]);
                }
                else if (!call.Json)
                {
                    var missed = await MissedEpochs.AskAsync(client, told.Behind(frame.Runs), end.Token).ConfigureAwait(false);
                    if (missed is null) continue; // a busy engine: told with a later frame
                    (told, var lines) = told.Tell(frame.Runs, frame.At, missed);
                    foreach (var (_, text) in lines) call.Around.Out.WriteLine(text);
                }
                else if (frame.At - said >= BetweenLines)
                {
                    call.Around.Out.WriteLine(JsonSerializer.Serialize(new Watched(frame.At, Of(frame)), Json.Options));
                    said = frame.At;
                }

                call.Around.Out.Flush();
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // that is how watching ends
        }

        return ExitStatus.Interrupted;
    }

    private static SweepListing[] Of(Frame frame) =>
    [
        .. frame.Sweeps.Select(sweep => new SweepListing(
            sweep.Name, sweep.Evaluation,
            [
                .. frame.Runs.Where(run => run.Sweep == sweep.Name).Select(run => new RunListing(
                    run.Id.Value, run.PhaseText, run.EpochsDone, run.Epochs, run.Attempts, run.Kappa, run.Reason)
                {
                    Waiting = run.Waiting?.Words(),
                    Why = run.Why(),
                    Doing = run.Doing is null
                        ? null
                        : $"{run.Doing}{On(run.Device)}, step {run.Step}/{run.StepsPerEpoch}, {Numbers.Rate(run.ImagesPerSecond)} images/s",
                }),
            ]) { Refusal = sweep.Refusal }),
    ];

    /// <summary>Where a run trains, where that is another machine.</summary>
    private static string On(string? device) => device is not null && DevicePlace.Of(device).Node is not null ? $" on {device}" : "";

    private static SweepListing[] Of(JournalReader journal, bool lives, ChosenRuns chosen) =>
        [.. journal.Sweeps().OrderBy(sweep => sweep.Name, StringComparer.Ordinal)
            .Select(sweep => Of(sweep, chosen.Over(sweep, journal.RunsOf(sweep.Name)), lives))];

    private static SweepListing Of(SweepSpec sweep, IEnumerable<(RunSpec Spec, RunState Run)> runs, bool engine) => new(
        sweep.Name, sweep.Evaluation,
        [
            .. runs.Select(at => new RunListing(
                at.Spec.Id.Value, at.Run.Phase.Word(), at.Run.Epochs.Count, at.Spec.Epochs, at.Run.Attempts,
                at.Run.Epochs.IsEmpty ? null : at.Run.Epochs[^1].Evaluation.Kappa, at.Run.Reason)
            {
                Engine = engine,
            }),
        ]);

    private static IEnumerable<string> Lines(SweepListing sweep) =>
        sweep.Refusal is { } refusal ? [$"{sweep.Name}: this engine did not take it up: {refusal}"] :
    [
        $"{sweep.Name} ({sweep.Evaluation.ToString().ToLowerInvariant()}, {Numbers.Count(sweep.Runs.Length, "run")})",
        .. TextTable.Lines(
            [new("  run"), new("phase"), new("epoch", true), new("attempts", true), new("kappa", true), new("doing")],
            [
                .. sweep.Runs.Select(r => (IReadOnlyList<string>)
                    [$"  {r.Run}", RunWords.Phase(r.Phase, r.Engine), $"{r.EpochsDone}/{r.Epochs}", $"{r.Attempts}",
                        Numbers.Fixed(r.Kappa, 3), ReasonText.InOneLine(r.Doing ?? r.Why ?? r.Reason ?? "")]),
            ]),
    ];

    private sealed record Watched(DateTimeOffset At, IReadOnlyList<SweepListing> Sweeps);

    private sealed record SweepListing(string Name, Evaluation Evaluation, ImmutableArray<RunListing> Runs)
    {
        /// <summary>Why a living engine did not take it up; its runs are not listed then.</summary>
        public string? Refusal { get; init; }
    }

    private sealed record RunListing(string Run, string Phase, int EpochsDone, int Epochs, int Attempts, double? Kappa, string? Reason)
    {
        /// <summary>False where no engine lives, so that nothing moves whatever the phase.</summary>
        public bool Engine { get; init; } = true;

        public string? Doing { get; init; }

        /// <summary>What it waits for in a phase that waits, as a living engine tells it.</summary>
        public string? Waiting { get; init; }

        [System.Text.Json.Serialization.JsonIgnore]
        public string? Why { get; init; }
    }
}
