using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Control.Frames;
using ActorGaze.Actors.Engine.Census;

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

/// <summary>A word from the engine, or about it.</summary>
internal sealed record Notice(string Text, bool Bad);

/// <summary>Everything a watcher sees and has chosen, as frames, answers and keys have told it. Pure: no clock, no engine, no terminal.</summary>
internal sealed record UiState
{
    private const int RatesKept = 240;
    private const int DepthsKept = 24;

    public static UiState Initial { get; } = new();

    public ScreenKind Screen { get; init; } = ScreenKind.Sweep;

    /// <summary>What is shown: the newest frame, or the one that was newest when it was frozen.</summary>
    public Frame Frame { get; init; } = Frame.Empty;

    public Frame Newest { get; init; } = Frame.Empty;

    public bool Frozen { get; init; }

    public bool ReadOnly { get; init; }

    /// <summary>The engine lives in the process of this screen, and ends with it.</summary>
    public bool HoldsEngine { get; init; }

    /// <summary>Leaving was asked for once, where it takes two.</summary>
    public bool Leaving { get; init; }

    public bool Help { get; init; }

    /// <summary>The run that is pointed at. It stays while rows come, go and change places.</summary>
    public RunId? Selected { get; init; }

    /// <summary>Where it stood when it was chosen: from there the pointer moves on where it is gone.</summary>
    public int SelectedRow { get; init; }

    public int SortColumn { get; init; }

    public bool Descending { get; init; }

    /// <summary>Those entered, by screen; absent: none.</summary>
    public ImmutableDictionary<ScreenKind, string> Filters { get; init; } = ImmutableDictionary<ScreenKind, string>.Empty;

    /// <summary>The filter as it is being typed; null where none is.</summary>
    public string? Typing { get; init; }

    public Question? Asked { get; init; }

    public Notice? Said { get; init; }

    /// <summary>The command line of what was done last; null: that of what is shown.</summary>
    public string? Did { get; init; }

    public RunDetail? Detail { get; init; }

    public bool WithBeside { get; init; }

    /// <summary>Journal rather than gazes, where only one of them has room.</summary>
    public bool JournalFirst { get; init; }

    /// <summary>Lines back from the newest: of the journal on the run's screen, of the log on its own.</summary>
    public int Back { get; init; }

    public CensusNode? Census { get; init; }

    /// <summary>Mailbox depths by path, newest last.</summary>
    public ImmutableDictionary<string, ImmutableList<double?>> Depths { get; init; } = ImmutableDictionary<string, ImmutableList<double?>>.Empty;

    public ImmutableHashSet<string> Folded { get; init; } = [];

    public string? Actor { get; init; }

    public IReadOnlyList<LogLine> Log { get; init; } = [];

    /// <summary>Images per second over all sweeps, frame by frame, newest last.</summary>
    public ImmutableList<double?> Rates { get; init; } = [];

    /// <summary>Since when no engine answers; null while one does.</summary>
    public DateTimeOffset? GoneSince { get; init; }

    /// <summary>Its process lives although it does not answer: it is busy, stopped, or about to leave.</summary>
    public bool EngineLives { get; init; }

    /// <summary>The watcher's distance from UTC.</summary>
    public TimeSpan Zone { get; init; }

    /// <summary>The engine's state folder; null before it has been asked.</summary>
    public string? Folder { get; init; }

    public string Filter => Filters.GetValueOrDefault(Screen, "");

    /// <summary>The runs that the table shows, in its order.</summary>
    public IReadOnlyList<RunLine> Rows() => RunColumns.Rows(Frame.Runs, FilterOf(ScreenKind.Runs), SortColumn, Descending);

    /// <summary>A screen's filter as it works: the one that is being typed, or the one that was entered.</summary>
    public string FilterOf(ScreenKind screen) => screen == Screen && Typing is { } typed ? typed : Filters.GetValueOrDefault(screen, "");

    /// <summary>The run pointed at; null where it is not among those shown.</summary>
    public RunLine? Current(IReadOnlyList<RunLine> rows) => Selected is { } id ? rows.FirstOrDefault(run => run.Id == id) : null;

    /// <summary>A new frame. Frozen, it waits; the first one chooses a run.</summary>
    public UiState Apply(Frame frame)
    {
        var rates = Rates.Add(frame.Sweeps.Sum(s => s.ImagesPerSecond));
        var next = this with { Newest = frame, GoneSince = null, Rates = rates.Count > RatesKept ? rates.RemoveAt(0) : rates };
        if (!Frozen) next = next with { Frame = frame };
        return next.Selected is null && frame.Runs.FirstOrDefault(run => run.Phase == RunPhase.Running) is { } running ? next.Choosing(running.Id)
            : next.Selected is null && frame.Runs.Length > 0 ? next.Choosing(frame.Runs[0].Id) : next;
    }

    public UiState Apply(CensusNode census)
    {
        if (Frozen) return this;
        var depths = Flat(census).ToImmutableDictionary(node => node.Path, node => Trimmed(Depths.GetValueOrDefault(node.Path, []).Add(node.Mailbox)));
        return this with { Census = census, Depths = depths, Actor = Actor ?? census.Path };
    }

    public UiState Apply(IReadOnlyList<LogLine> log) => Frozen ? this : this with { Log = log };

    public UiState Apply(RunDetail detail) => detail.State.Spec?.Id == Selected ? this with { Detail = detail } : this;

    public UiState Apply(Notice notice) => this with { Said = notice };

    /// <summary>No engine answers; the first time is the one that is told.</summary>
    public UiState Gone(DateTimeOffset now) => this with { GoneSince = GoneSince ?? now };

    public UiState Choosing(RunId run)
    {
        var place = Rows().Select((row, i) => (row.Id, i)).FirstOrDefault(row => row.Id == run).i;
        return this with { Selected = run, SelectedRow = place, Detail = Detail?.State.Spec?.Id == run ? Detail : null, Back = 0 };
    }

    /// <summary>A moment as the watcher's clock shows it.</summary>
    public string Clock(DateTimeOffset at, string format) => at.ToOffset(Zone).ToString(format, System.Globalization.CultureInfo.InvariantCulture);

    private static IEnumerable<CensusNode> Flat(CensusNode node) => node.Children.SelectMany(Flat).Prepend(node);

    private static ImmutableList<double?> Trimmed(ImmutableList<double?> depths) => depths.Count > DepthsKept ? depths.RemoveAt(0) : depths;
}
