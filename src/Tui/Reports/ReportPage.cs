using System.Collections.Immutable;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Sweeps;

namespace ActorGaze.Tui.Reports;

/// <summary>Reports as their templates print them: nothing is left to be worked out there.</summary>
internal sealed class ReportPage(ImmutableArray<SweepReport> reports)
{
    public PageText Name => string.Join(" + ", reports.Select(report => report.Sweep.Name));

    public PageText Version => ControlContract.ProgramVersion;

    public ImmutableArray<PageSweep> Sweeps { get; } = [.. reports.Select((report, i) => new PageSweep(report, i))];

    /// <summary>For a page: its looks, its scripts with the licence of the one that is not ours, and what they draw.</summary>
    public PageMarkup Style => new(PageParts.Style);

    public PageMarkup Script => new(PageParts.Script);

    public PageMarkup Data => new(PageData.Of(reports).ToJson());
}

/// <summary>One sweep of a page.</summary>
internal sealed class PageSweep
{
    private readonly SweepReport _report;
    private readonly Findings _findings;

    public PageSweep(SweepReport report, int at)
    {
        (_report, _findings, At) = (report, Findings.Of(report), at);
        WholeTables = ReportTables.Of(report);
        Parts = PagePart.Of(report, WholeTables);
        WholePlots = ReportPlots.Of(report);
        Plots =
        [
            .. WholePlots.Where(part => !part.Plots.IsEmpty)
                .Select(part => new PagePlots(part.Setting.Title(report.ManyData), [.. part.Plots.Select(plot => new PagePlot(plot))])),
        ];
    }

    /// <summary>From 0.</summary>
    public int At { get; }

    public PageText Name => _report.Sweep.Name;

    public PageText Meta => ReportWords.Meta(_report);

    public PageText Question => ReportWords.Question(_report);

    /// <summary>Empty where all is done.</summary>
    public PageText Unfinished => ReportWords.Unfinished(_report) ?? "";

    /// <summary>Whether a page made later may have more.</summary>
    public bool GoesOn => _report.GoesOn;

    public ImmutableArray<PageText> Sentences => [.. _findings.Sentences.Select(text => (PageText)text)];

    public ImmutableArray<PageText> Limits => [.. _findings.Limits.Select(text => (PageText)text)];

    /// <summary>Whether the gaze is any good: what was found, then what is missing and which command adds it.</summary>
    public ImmutableArray<PageText> Worth => [.. GazeWorth.Sentences(_report).Select(text => (PageText)text)];

    public bool Examined => _report.Runs.Any(run => run.Examination is not null);

    public bool Analytic => _report.Sweep.Evaluation == Evaluation.Analytic;

    /// <summary>In the order in which they are read.</summary>
    public ImmutableArray<PagePart> Parts { get; }

    /// <summary>The same tables, as they go into files.</summary>
    public ImmutableArray<ReportTable> WholeTables { get; }

    /// <summary>The same plots, as they go into files.</summary>
    public ImmutableArray<(Setting Setting, ImmutableArray<Plot> Plots)> WholePlots { get; }

    public PageText PlotNote => ReportWords.PlotNote(_report);

    /// <summary>By setting; those without a plot are left out.</summary>
    public ImmutableArray<PagePlots> Plots { get; }
}

/// <summary>A part of a page: what is drawn in it, by its name, and its tables.</summary>
internal sealed record PagePart(string Id, PageText Title, ImmutableArray<PageTable> Tables)
{
    public static ImmutableArray<PagePart> Of(SweepReport report, ImmutableArray<ReportTable> all)
    {
        var tables = all.Where(table => !table.Rows.IsEmpty).ToLookup(table => table.Part);
        return
        [
            .. from part in Enum.GetValues<ReportPart>()
               let shown = tables[part].Select(table => PageTable.Of(report, table))
               select new PagePart(part.ToString().ToLowerInvariant(), Named(part), [.. shown]),
        ];
    }

    private static string Named(ReportPart part) => part switch
    {
        ReportPart.Curves => "Learning curves",
        ReportPart.Gazes => "Gazes and classes",
        ReportPart.Worth => "Is the gaze any good?",
        _ => part.ToString(),
    };
}

/// <summary>Text that a page shows as it is: the template escapes it. It may be a name from outside.</summary>
internal sealed record PageText(string Value)
{
    public static implicit operator PageText(string text) => new(text);
}

/// <summary>A part of a page that is in the page's language already.</summary>
internal sealed record PageMarkup(string Value);

/// <summary>The plots of a setting.</summary>
internal sealed record PagePlots(PageText Title, ImmutableArray<PagePlot> Plots);

/// <summary>A plot in a page, or beside it.</summary>
internal sealed class PagePlot(Plot plot)
{
    /// <summary>A file's name without its extension.</summary>
    public PageText Name => plot.Name;

    public PageText Title => plot.Title;

    /// <summary>May be empty.</summary>
    public PageText Note => plot.Note;

    /// <summary>As SVG; drawn when it is asked for.</summary>
    public PageMarkup Drawing => new(Svg.Inline(plot));
}
