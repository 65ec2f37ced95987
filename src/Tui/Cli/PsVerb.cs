using System.Collections.Immutable;
using System.CommandLine;
using ActorGaze.Actors.Persistence;
using ActorGaze.Actors.Runs;
using ActorGaze.Actors.Sweeps;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Cli;

/// <summary><c>ps</c>: which sweeps and runs there are.</summary>
internal static class PsVerb
{
    public static Command Make(Surroundings around)
    {
        var command = new Command("ps", "Lists sweeps and their runs as the journal has them.");
        command.SetAction(parsed =>
        {
            var call = Call.Of(parsed, around);
            call.EngineAlone();
            var journal = JournalReader.Open(call.StateFolder);
            call.Say(journal.Sweeps().Select(sweep => Of(sweep, journal.RunsOf(sweep.Name))).ToArray(), sweeps => sweeps.Length == 0 ? ["No sweeps."] : sweeps.SelectMany(Lines));
            return ExitStatus.Well;
        });
        return command;
    }

    private static SweepListing Of(SweepSpec sweep, IReadOnlyList<RunState> runs) => new(
        sweep.Name, sweep.Evaluation,
        [
            .. sweep.Runs.Select(spec => runs.FirstOrDefault(r => r.Spec?.Id == spec.Id) is { } run
                ? new RunListing(spec.Id.Value, run.Phase, run.Epochs.Count, spec.Epochs, run.Attempts, run.Epochs.IsEmpty ? null : run.Epochs[^1].Evaluation.Kappa, run.Reason)
                : new RunListing(spec.Id.Value, RunPhase.Queued, 0, spec.Epochs, 0, null, null)),
        ]);

    private static IEnumerable<string> Lines(SweepListing sweep) =>
    [
        $"{sweep.Name} ({sweep.Evaluation.ToString().ToLowerInvariant()}, {sweep.Runs.Length} runs)",
        .. TextTable.Lines(
            [new("  run"), new("phase"), new("epoch", true), new("attempts", true), new("kappa", true), new("reason")],
            [
                .. sweep.Runs.Select(r => (IReadOnlyList<string>)
                    [$"  {r.Run}", ProgressFrame.Word(r.Phase), $"{r.EpochsDone}/{r.Epochs}", $"{r.Attempts}", Numbers.Fixed(r.Kappa, 3), r.Reason ?? ""]),
            ]),
    ];

    private sealed record SweepListing(string Name, Evaluation Evaluation, ImmutableArray<RunListing> Runs);

    private sealed record RunListing(string Run, RunPhase Phase, int EpochsDone, int Epochs, int Attempts, double? Kappa, string? Reason);
}
