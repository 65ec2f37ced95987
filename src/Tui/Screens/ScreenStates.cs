using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Control.Frames;
using ActorGaze.Actors.Engine.Census;

namespace ActorGaze.Tui.Screens;

/// <summary>What the screen of the sweeps has seen.</summary>
internal sealed record SweepScreenState
{
    private const int RatesKept = 240;
    private const int RunsKept = 600;

    /// <summary>Images per second over all sweeps, frame by frame, newest last.</summary>
    public ImmutableList<double?> Rates { get; init; } = [];

    /// <summary>The epochs of those runs whose curves are drawn.</summary>
    public ImmutableDictionary<RunId, RunEpochs> Epochs { get; init; } = ImmutableDictionary<RunId, RunEpochs>.Empty;

    /// <summary>What was told of one run. Those of long ago make room.</summary>
    public SweepScreenState Apply(RunId run, RunEpochs epochs) =>
        this with { Epochs = (Epochs.Count < RunsKept ? Epochs : ImmutableDictionary<RunId, RunEpochs>.Empty).SetItem(run, epochs) };

    public SweepScreenState Apply(Frame frame)
    {
        var rates = Rates.Add(frame.Sweeps.Sum(sweep => sweep.ImagesPerSecond));
        return this with { Rates = rates.Count > RatesKept ? rates.RemoveAt(0) : rates };
    }
}

/// <summary>What was chosen on the table of runs.</summary>
internal sealed record RunsScreenState
{
    public string Filter { get; init; } = "";

    public int SortColumn { get; init; }

    public bool Descending { get; init; }

    /// <summary>Where the run pointed at stood when it was chosen: from there the pointer moves on where it is gone.</summary>
    public int Row { get; init; }

    /// <summary>The runs that the table shows, in its order.</summary>
    public IReadOnlyList<RunLine> Rows(Frame frame) => FrameFacts.Of(frame).Rows(Filter, SortColumn, Descending);

    public RunsScreenState At(Frame frame, RunId run) => this with { Row = Math.Max(0, Lists.PlaceOf(Rows(frame), row => row.Id == run)) };
}

/// <summary>What was chosen on the screen of one run, and what is known of that run.</summary>
internal sealed record RunScreenState
{
    public RunDetail? Detail { get; init; }

    public bool WithBeside { get; init; }

    /// <summary>What is shown where not all has room.</summary>
    public RunPart Part { get; init; }

    /// <summary>The epoch whose gazes and confusion matrix are shown; null: the newest.</summary>
    public int? Epoch { get; init; }

    /// <summary>One image's gaze through training is shown in the place of the class means.</summary>
    public bool WithImage { get; init; }

    /// <summary>That image, in the order of the evaluation.</summary>
    public int Image { get; init; }

    /// <summary>What was told of it; of another image or run, it is not shown.</summary>
    public ToldCourse? Course { get; init; }

    /// <summary>The curves by step alone, as large as they can be.</summary>
    public bool StepsAlone { get; init; }

    /// <summary>Events back from the newest.</summary>
    public int Back { get; init; }

    /// <summary>How the runs that train went from frame to frame, and the one pointed at.</summary>
    public ImmutableDictionary<RunId, StepCurve> Steps { get; init; } = ImmutableDictionary<RunId, StepCurve>.Empty;

    /// <summary>Runs that no longer train are forgotten, the one pointed at excepted.</summary>
    public RunScreenState Apply(Frame frame, RunId? selected)
    {
        var working = FrameFacts.Of(frame).AtWork;
        var steps = Steps.SetItems(working
            .Select(run => KeyValuePair.Create(run.Id, Steps.GetValueOrDefault(run.Id, StepCurve.Empty).Add(run))));
        if (steps.Count > working.Length) steps = steps.RemoveRange(steps.Keys.Except(working.Select(run => run.Id))
            .Where(run => run != selected).ToList());
        return this with { Steps = steps };
    }

    /// <summary>The epoch that is shown of a run; 0 where it has none.</summary>
    public int EpochOf(RunState run) => Math.Min(Epoch ?? run.Epochs.Count, run.Epochs.Count);

    /// <summary>Whoever looks back goes on looking at the same events.</summary>
    public RunScreenState Apply(RunDetail detail) =>
        this with { Detail = detail, Back = Back == 0 || Detail is null ? Back
            : Math.Max(0, Back + detail.Events.Count - Detail.Events.Count) };

    public RunScreenState Of(RunId run) => Detail?.State.Spec?.Id == run ? this with { Back = 0 } : this with { Back = 0, Detail = null };
}

/// <summary>What was chosen on the screen of the actors, and the tree as it was last counted.</summary>
internal sealed record ActorsScreenState
{
    private const int DepthsKept = 24;

    public string Filter { get; init; } = "";

    public CensusNode? Census { get; init; }

    /// <summary>Mailbox depths by path, newest last.</summary>
    public ImmutableDictionary<string, ImmutableList<double?>> Depths { get; init; } =
        ImmutableDictionary<string, ImmutableList<double?>>.Empty;

    public ImmutableHashSet<string> Folded { get; init; } = [];

    /// <summary>The path of the one pointed at.</summary>
    public string? Actor { get; init; }

    public ActorsScreenState Apply(CensusNode census)
    {
        var depths = Flat(census).ToImmutableDictionary(node => node.Path,
            node => Trimmed(Depths.GetValueOrDefault(node.Path, []).Add(node.Mailbox)));
        return this with { Census = census, Depths = depths, Actor = Actor ?? census.Path };
    }

    private static IEnumerable<CensusNode> Flat(CensusNode node) => node.Children.SelectMany(Flat).Prepend(node);

    private static ImmutableList<double?> Trimmed(ImmutableList<double?> depths) => depths.Count > DepthsKept ? depths.RemoveAt(0) : depths;
}

/// <summary>What was chosen on the screen of the log, and its newest lines.</summary>
internal sealed record LogScreenState
{
    public string Filter { get; init; } = "";

    /// <summary>Only this run's lines are asked for; null: those of all.</summary>
    public RunId? Run { get; init; }

    public IReadOnlyList<LogLine> Lines { get; init; } = [];

    /// <summary>How many lines back from the newest the one pointed at is; 0 follows the newest.</summary>
    public int Back { get; init; }

    public LogScreenState Of(RunId? run) => this with { Run = run, Lines = Run == run ? Lines : [], Back = 0 };

    /// <summary>Whoever looks back goes on looking at the same line.</summary>
    public LogScreenState Apply(IReadOnlyList<LogLine> log)
    {
        var next = this with { Lines = log };
        var (before, after) = (LogRows.Of(this), LogRows.Of(next));
        if (Back == 0 || Back >= before.Count) return next;
        var line = before[^(1 + Back)];
        var place = Lists.PlaceOf(after, other => other == line);
        return next with { Back = place < 0 ? Math.Min(Back, Math.Max(0, after.Count - 1)) : after.Count - 1 - place };
    }
}
