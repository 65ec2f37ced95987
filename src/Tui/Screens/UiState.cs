using System.Globalization;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Control.Frames;
using ActorGaze.Actors.Engine.Census;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Screens;

/// <summary>The screens, in Tab's order.</summary>
internal enum ScreenKind
{
    Sweep,
    Runs,
    Run,
    Actors,
    Log,
}

/// <summary>A deed that waits for a name to be typed.</summary>
/// <param name="Typed">So far.</param>
internal sealed record Question(Steering What, RunId Run, string Name, string Typed);

/// <summary>A filter that is being typed. It works while it is typed.</summary>
/// <param name="Before">The one before, for whoever changes their mind.</param>
internal sealed record Typing(string Before);

/// <summary>A word from the engine, or about it.</summary>
internal sealed record Notice(string Text, bool Bad);

/// <summary>
/// The shell around the screens: which of them is shown, of which frame, and what was said. What belongs to one screen is in that screen's
/// own state.
/// Pure: no clock, no engine, no terminal.
/// </summary>
internal sealed record UiState
{
    public static UiState Initial { get; } = new();

    public ScreenKind Screen { get; init; } = ScreenKind.Sweep;

    public SweepScreenState Sweep { get; init; } = new();

    public RunsScreenState Runs { get; init; } = new();

    public RunScreenState Run { get; init; } = new();

    public ActorsScreenState Actors { get; init; } = new();

    public LogScreenState Log { get; init; } = new();

    /// <summary>What is shown: the newest frame, or the one that was newest when it was frozen.</summary>
    public Frame Frame { get; init; } = Frame.Empty;

    public Frame Newest { get; init; } = Frame.Empty;

    /// <summary>Of the frame that is shown.</summary>
    public RunIndex Index { get; init; } = RunIndex.Empty;

    public bool Frozen { get; init; }

    public bool ReadOnly { get; init; }

    /// <summary>The engine lives in the process of this screen, and ends with it.</summary>
    public bool HoldsEngine { get; init; }

    /// <summary>Leaving was asked for once, where it takes two.</summary>
    public bool Leaving { get; init; }

    public bool Help { get; init; }

    /// <summary>The run that is pointed at, on every screen. It stays while rows come, go and change places.</summary>
    public RunId? Selected { get; init; }

    /// <summary>What lies over the screen in full; null where nothing does.</summary>
    public Details? Details { get; init; }

    /// <summary>Null where no filter is being typed.</summary>
    public Typing? Typing { get; init; }

    public Question? Asked { get; init; }

    public Notice? Said { get; init; }

    /// <summary>The command line of what was done last; null: that of what is shown.</summary>
    public string? Did { get; init; }

    /// <summary>Since when no engine answers; null while one does.</summary>
    public DateTimeOffset? GoneSince { get; init; }

    /// <summary>Its process lives although it does not answer: it is busy, stopped, or about to leave.</summary>
    public bool EngineLives { get; init; }

    /// <summary>The watcher's distance from UTC.</summary>
    public TimeSpan Zone { get; init; }

    /// <summary>The engine's state folder; null before it has been asked.</summary>
    public string? Folder { get; init; }

    /// <summary>What follows every command line: a space and <c>--state DIR</c> where the folder is not the default one.</summary>
    public string StateOption { get; init; } = "";

    /// <summary>The terminal's size in columns and rows.</summary>
    public (int Width, int Height) Size { get; init; } = (80, 24);

    /// <summary>Where the present screen is drawn.</summary>
    public Area Body => new(0, 2, Math.Max(1, Size.Width), Math.Max(0, Size.Height - 4));

    public ScreenModule Module => ScreenModules.Of(Screen);

    public string Filter => Module.FilterOf(this);

    /// <summary>The line of the run pointed at; null where the frame has no such run.</summary>
    public RunLine? SelectedLine => Index.Find(Frame, Selected);

    /// <summary>A new frame. Frozen, it waits; the first one chooses a run.</summary>
    public UiState Apply(Frame frame)
    {
        var next = this with { Newest = frame, GoneSince = null, Sweep = Sweep.Apply(frame), Run = Run.Apply(frame, Selected) };
        if (!Frozen) next = next.Showing(frame);
        if (next.Selected is not null || frame.Runs.IsEmpty) return next;
        var working = FrameFacts.Of(frame).AtWork;
        return next.Choosing(working.IsEmpty ? frame.Runs[0].Id : working[0].Id);
    }

    public UiState Apply(CensusNode census) => Frozen ? this : this with { Actors = Actors.Apply(census) };

    /// <param name="of">Whose lines they are; null: those of all runs. What came too late is dropped.</param>
    public UiState Apply(IReadOnlyList<LogLine> log, RunId? of = null) =>
        Frozen || Log.Run != of ? this : this with { Log = Log.Apply(log) };

    public UiState Apply(RunDetail detail) => detail.State.Spec?.Id == Selected ? this with { Run = Run.Apply(detail) } : this;

    /// <summary>What came too late is dropped.</summary>
    public UiState Apply(ToldCourse told) =>
        told.Run == Selected && told.Image == Run.Image ? this with { Run = Run with { Course = told } } : this;

    public UiState Apply(Notice notice) => this with { Said = notice };

    /// <summary>No engine answers; the first time is the one that is told.</summary>
    public UiState Gone(DateTimeOffset now) => this with { GoneSince = GoneSince ?? now };

    public UiState Showing(Frame frame) => this with { Frame = frame, Index = Index.For(frame) };

    public UiState Choosing(RunId run) => this with { Selected = run, Runs = Runs.At(Frame, run), Run = Run.Of(run) };

    public UiState Going(ScreenKind screen) => this with { Screen = screen };

    /// <summary>A moment as the watcher's clock shows it.</summary>
    public string Clock(DateTimeOffset at, string format) => at.ToOffset(Zone).ToString(format, CultureInfo.InvariantCulture);
}
