using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Screens;

/// <summary>What a screen needs from the engine that frames do not hold.</summary>
internal abstract record Need
{
    private Need() { }

    /// <summary>The actor tree.</summary>
    public sealed record Census : Need;

    /// <summary>The newest lines of the log.</summary>
    /// <param name="Only">Of this run alone; null: of all.</param>
    public sealed record Log(RunId? Only) : Need;

    /// <summary>A run with its epochs and its journal. It is asked for again when one of the other values has changed.</summary>
    /// <param name="Beside">A run whose curves are drawn beside it; null: none.</param>
    public sealed record Run(RunId Id, RunId? Beside, int EpochsDone, RunPhase Phase, int Attempts) : Need;

    /// <summary>One image's gaze through a run's training.</summary>
    /// <param name="Image">In the order of the evaluation.</param>
    /// <param name="Known">How many of its epochs are known; it is asked for once for each number.</param>
    public sealed record Course(RunId Id, int Image, int Known) : Need;

    /// <summary>A run's epochs alone.</summary>
    /// <param name="EpochsDone">As its line says; it is asked for once for each number.</param>
    public sealed record Epochs(RunId Id, int EpochsDone) : Need;
}

/// <summary>A screen: its keys, what it needs from the engine, its drawing, and the command line that tells the same. Pure.</summary>
internal abstract class ScreenModule
{
    public abstract ScreenKind Kind { get; }

    /// <summary>Those that every screen has are not among them.</summary>
    public abstract IReadOnlyList<KeyRow> Keys { get; }

    /// <summary>What may be typed after <c>/</c>; null where nothing is filtered.</summary>
    public virtual string? FilterHelp => null;

    public abstract void Draw(Grid grid, Area area, UiState state, Look look);

    /// <summary>The command that tells what the screen shows, without the program's name.</summary>
    public abstract string Command(UiState state);

    /// <summary>Null: nothing now.</summary>
    public virtual Need? Needs(UiState state) => null;

    public virtual string FilterOf(UiState state) => "";

    public virtual UiState WithFilter(UiState state, string filter) => state;

    /// <summary>What it has to cut of what is pointed at, in full; null where nothing is.</summary>
    public virtual Details? DetailsOf(UiState state) => null;

    /// <summary>A click on a row of its area.</summary>
    public virtual UiState Click(UiState state, int row) => state;
}

/// <summary>All screens, in Tab's order.</summary>
internal static class ScreenModules
{
    public static IReadOnlyList<ScreenModule> All { get; } =
        [new SweepScreen(), new RunsScreen(), new RunScreen(), new ActorsScreen(), new LogScreen()];

    public static ScreenModule Of(ScreenKind kind) => All[(int)kind];
}
