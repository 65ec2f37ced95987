using System.Collections.Immutable;
using ActorGaze.Actors.Control.Frames;
using ActorGaze.Nn;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Screens;

/// <summary>The words of details. Pure.</summary>
internal static class DetailLines
{
    private const int Label = 14;
    private const int MostRuns = 500;

    /// <summary>Named facts under each other; those that are not known are left out.</summary>
    public static IEnumerable<string> Facts(params IEnumerable<(string Name, string? Text)> facts) => facts
        .Where(fact => !string.IsNullOrEmpty(fact.Text))
        .SelectMany(fact => ReasonText.Lines(fact.Text!.ReplaceLineEndings(ReasonText.LineStart))
            .Select((line, i) => $"{(i == 0 ? fact.Name : ""),-Label}{line}"));

    /// <summary>All that a run's line says.</summary>
    public static IEnumerable<string> Of(RunLine run) => Facts(
    [
        ("run", run.Id.Value),
        ("sweep", run.Sweep),
        .. RunColumns.All.Where(column => column.Name is not ("run" or "why"))
            .Select(column => (column.Name, (string?)column.Shown.Text(run))),
        ("variant", run.Variant),
        ("waits for", run.Waiting?.Words()),
        ("images", run.ImagesDone()),
        ("reason", run.Reason),
        ("left out", run.LeftOut),
        ("other bits", run.OtherBits),
    ]);

    /// <summary>The runs that need attention, with their whole reasons.</summary>
    public static ImmutableArray<string> Trouble(UiState state)
    {
        var runs = FrameFacts.Of(state.Frame).Troubled;
        return
        [
            .. state.Frame.Sweeps.SelectMany(HowFar),
            "",
            runs.IsEmpty ? "No run needs attention." : runs.Length == 1 ? "One run needs attention:"
                : $"{runs.Length} runs need attention:",
            .. runs.Take(MostRuns).SelectMany(Why),
            .. runs.Length > MostRuns ? [$"… and {runs.Length - MostRuns} more: actorgaze ps"] : Array.Empty<string>(),
        ];
    }

    private static IEnumerable<string> HowFar(SweepLine sweep)
    {
        var phases = sweep.PhaseCounts().Where(phase => phase.Runs > 0).Select(phase => $"{phase.Runs} {phase.Text}");
        return Facts(
            ("sweep", $"{sweep.Name}: {string.Join(", ", phases)}"),
            ("", sweep.Refusal is { } refusal ? $"not taken up: {refusal}" : null));
    }

    private static IEnumerable<string> Why(RunLine run) =>
        ["", $"{run.Id}, {run.PhaseText}",
            .. Facts(("", run.Waiting is { } waiting ? $"waits for {waiting.Words()}" : null), ("", run.Reason))];

    /// <summary>A run's line, its last fault, and its journal in full.</summary>
    public static ImmutableArray<string> Of(RunLine run, RunDetail? detail, UiState state) =>
    [
        .. Of(run),
        .. detail?.State.LastFault is { } fault
            ? Facts(("last fault", $"{fault.Reason}{(fault.At is null ? "" : $" (at {fault.At})")}"))
            : [],
        .. state.Run.WithImage && CoursePart.Of(state.Run, run.Id) is { } course
            ? CoursePart.Details(course, detail?.State.Classes).Prepend("")
            : [],
        .. detail is null ? [] : new[] { "", "journal" },
        .. detail?.Events.Select(entry =>
            $"{state.Clock(entry.At, "yyyy-MM-dd HH:mm:ss")}  {RunJournal.Name(entry)}  {RunJournal.Words(entry)}") ?? [],
    ];
}
