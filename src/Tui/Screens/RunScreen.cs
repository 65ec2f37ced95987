using ActorGaze.Actors.Control.Frames;
using ActorGaze.Nn;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Screens;

/// <summary>One run: where it stands, its curves, its class mean gazes and its journal. Pure.</summary>
internal sealed class RunScreen : ScreenModule
{
    public override ScreenKind Kind => ScreenKind.Run;

    public override IReadOnlyList<KeyRow> Keys { get; } =
    [
        new([new(KeyKind.Left), new(KeyKind.Right), KeyPress.Of('h'), KeyPress.Of('l')], "the run before, the run after",
            (state, key) => new(Step(state, key.Kind == KeyKind.Left || key.Letter == 'h' ? -1 : 1)))
        {
            Hint = "run", Short = "←→ h l",
        },
        KeyRow.Of(KeyKind.Enter, "all of it: reasons, and the journal in full", DetailsBox.Open),
        KeyRow.Moving("back and forth in the journal", state => Layout(state)?.Events ?? 1, Move),
        KeyRow.Of("v", "gazes, journal or confusion matrix, where not all have room", NextPart) with
        {
            Hint = "journal, matrix",
        },
        .. CourseKeys.Rows,
        KeyRow.Of("[", "gazes and matrix of an epoch earlier", state => StepEpoch(state, -1)),
        KeyRow.Of("]", "gazes and matrix of an epoch later, up to the newest", state => StepEpoch(state, 1)),
        KeyRow.Of("b", "the same trial with another λ beside it, dashed",
            state => state with { Run = state.Run with { WithBeside = !state.Run.WithBeside, Detail = null } }) with
        {
            Hint = "other λ",
            Command = state => Beside(state) is { } other ? UiCommands.Line(state, $"show {other}") : null,
        },
        KeyRow.Of("u", "curves by step alone, or by epoch",
            state => state with { Run = state.Run with { StepsAlone = !state.Run.StepsAlone } }) with { Hint = "steps" },
        LogScreen.KeyFor(state => state.SelectedLine),
        KeyRow.Of(KeyKind.Escape, "back to the runs", state => state.Run.WithImage ? CourseKeys.Back(state) : state.Going(ScreenKind.Runs)),
        .. SteerKeys.Of(state => state.SelectedLine),
    ];

    public override Need? Needs(UiState state) => state.SelectedLine is { } line
        ? CoursePart.Needs(state.Run, DetailOf(state)?.State)
            ?? new Need.Run(line.Id, state.Run.WithBeside ? Beside(state) : null, line.EpochsDone, line.Phase, line.Attempts)
        : null;

    public override string Command(UiState state) =>
        state.Selected is not { } run ? "ps --watch"
        : state.Run.WithImage ? CourseKeys.Command(state)
        : Layout(state) is { Gazes: null, Confusion: null } ? $"events {run}" : $"show {run}";

    public override Details? DetailsOf(UiState state) =>
        state.SelectedLine is { } run ? new(run.Id.Value, DetailLines.Of(run, DetailOf(state), state)) : null;

    public override void Draw(Grid grid, Area area, UiState state, Look look)
    {
        if (state.SelectedLine is not { } line)
        {
            grid.Text(area, 0, " No run is chosen: 2 shows them.", Style.Faint);
            return;
        }

        Heading(grid, area, line, state.Index.Names.DataOf(line), DetailOf(state));
        if (DetailOf(state) is not { } detail)
        {
            grid.Text(area, RunLayout.Head, " Asking for its epochs.", Style.Faint);
            return;
        }

        var run = detail.State;
        var layout = Layout(area, run, state.Run);
        RunCurves.Draw(grid, layout.Curves, detail, state.Run, look);
        var seen = run.Epochs.GetRange(0, state.Run.EpochOf(run)); // the newest of them is the one that is looked at
        if (layout.Gazes is { } gazes) Gazes.Draw(grid, gazes, seen, run.Epochs.Count, run.Classes, layout.Scale, look);
        if (layout.Course is { } course) CoursePart.Draw(grid, course, state.Run, run, look);
        if (layout.Confusion is { } confusion)
            ConfusionPart.Draw(grid, confusion, Confusion.Of(run.Classes, seen[^1].Evaluation.Confusion), seen.Count, run.Epochs.Count);
        if (layout.Journal is { } journal) RunJournal.Draw(grid, journal, state, detail);
    }

    /// <summary>What is known of the run pointed at, never of another.</summary>
    private static RunDetail? DetailOf(UiState state) =>
        state.Run.Detail is { } detail && detail.State.Spec?.Id == state.Selected ? detail : null;

    private static RunLayout? Layout(UiState state) =>
        DetailOf(state) is { } detail ? Layout(state.Body, detail.State, state.Run) : null;

    private static RunLayout Layout(Area area, Actors.Contracts.Runs.RunState run, RunScreenState screen) =>
        screen.WithImage ? RunLayout.OfCourse(area, run) : RunLayout.Of(area, run, screen.Part);

    private static UiState NextPart(UiState state) => CourseKeys.Back(state) switch
    {
        var next => next with { Run = next.Run with { Part = Layout(next)?.After(next.Run.Part) ?? next.Run.Part } },
    };

    private static Actors.Contracts.Runs.RunId? Beside(UiState state) =>
        state.SelectedLine is { } line ? RunColumns.Beside(line, state.Frame.Runs) : null;

    private static UiState Step(UiState state, int by)
    {
        var rows = state.Runs.Rows(state.Frame);
        var at = Lists.PlaceOf(rows, row => row.Id == state.Selected);
        return rows.Count == 0 ? state
            : state.Choosing(rows[Lists.Moved(at < 0 ? state.Runs.Row - Math.Max(0, by) : at, by, rows.Count)].Id);
    }

    /// <summary>The newest epoch is followed again once it is reached.</summary>
    private static UiState StepEpoch(UiState state, int by)
    {
        if (DetailOf(state)?.State is not { Epochs: { IsEmpty: false } epochs } run) return state;
        var to = Math.Clamp(state.Run.EpochOf(run) + by, 1, epochs.Count);
        var said = to == epochs.Count ? $"Gazes and matrix of the newest epoch, {to}."
            : $"Gazes and matrix of epoch {to} of {epochs.Count}; ] goes on.";
        return (state with { Run = state.Run with { Epoch = to == epochs.Count ? null : to } }).Apply(new Notice(said, false));
    }

    /// <summary>The journal moves only where it is seen.</summary>
    private static UiState Move(UiState state, int by)
    {
        if (DetailOf(state) is not { } detail || Layout(state) is not { } layout) return state;
        if (layout.Journal is null)
            return state.Apply(new Notice("The journal is not shown: v shows it in the place of the gazes.", false));
        var most = Math.Max(0, detail.Events.Count - Math.Max(1, layout.Events));
        return state with { Run = state.Run with { Back = Math.Clamp(Math.Min(state.Run.Back, most) - by, 0, most) } };
    }

    private static void Heading(Grid grid, Area area, RunLine run, string data, RunDetail? detail)
    {
        var x = grid.Text(area.X + 1, area.Y, $"{run.Id}", Style.Title) + 2;
        x = grid.Text(x, area.Y, run.PhaseText, RunsScreen.StyleOf(run.Phase));
        var doing = run.Doing is null ? ""
            : $"  {(run.Doing == "training" ? "" : run.Doing + " ")}step {run.Step}/{run.StepsPerEpoch}  "
                + $"{Numbers.Rate(run.ImagesPerSecond)} img/s  left {Numbers.Time(run.SecondsLeft)}";
        var room = area.X + area.Width - x;
        var line = $"  epoch {run.Epoch ?? run.EpochsDone}/{run.Epochs}{doing}";
        var memory = run.Memory is { } held ? $"  {Numbers.Bytes(held)}" : "";
        grid.Text(x, area.Y, line.Length + memory.Length <= room ? line + memory : line, Style.Plain, room);

        var settings = detail?.State.Spec is { } spec
            ? $"  seed {spec.Seed}  {detail.Words.Shape}, {detail.Words.Reference}, {detail.Words.Distance}" : "";
        var variant = run.Variant.Length == 0 ? "" : "  " + run.Variant;
        grid.Text(
            area, 1, $" {run.Network}  {data}  λ {Numbers.Weight(run.Lambda)}  trial {run.Trial}{variant}  {run.Device ?? "no device yet"} "
                + $" attempt {run.Attempts}{settings}", Style.Faint);

        var fault = detail?.State.LastFault;
        var needsALook = run.WaitsOutside || run.Reason is not null;
        if (run.Why() is { } why) grid.Text(area, 2, $" {why}", needsALook ? RunsScreen.StyleOf(run.Phase) : Style.Faint);
        else if (fault is not null)
            grid.Text(
                area, 2, $" last fault{(fault.At is null ? "" : $" at {fault.At}")}: {ReasonText.InOneLine(fault.Reason)}", Style.Waiting);
        else if (run.OtherBits is { } other) grid.Text(area, 2, $" the bits are others {other}", Style.Faint);
        else if (run.LeftOut is { } left) grid.Text(area, 2, $" {left.ReplaceLineEndings(" ")}", Style.Faint);
    }
}
