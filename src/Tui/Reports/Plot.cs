using System.Collections.Immutable;

namespace ActorGaze.Tui.Reports;

/// <summary>A figure as values: what is drawn, not how.</summary>
/// <param name="Name">A file's name without its extension.</param>
/// <param name="Note">What stands beneath it; may be empty.</param>
internal sealed record Plot(string Name, string Title, string X, string Y, string Note, ImmutableArray<PlotSeries> Series)
{
    /// <summary>True where epochs are counted along x, which then has whole ticks.</summary>
    public bool WholeX { get; init; }
}

/// <summary>One set of points.</summary>
/// <param name="Colour">An index into the palette; −1: the colour of text.</param>
/// <param name="Look">How it is drawn.</param>
/// <param name="Label">In the legend; null: not in it.</param>
internal sealed record PlotSeries(ImmutableArray<(double X, double Y)> Points, int Colour, PlotLook Look, string? Label);

/// <summary>How a series is drawn.</summary>
internal enum PlotLook
{
    /// <summary>One trial, in the background.</summary>
    ThinLine,

    /// <summary>A mean.</summary>
    Line,

    Dots,
}
