using System.Globalization;
using System.Xml.Linq;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace ActorGaze.Tui.Reports;

/// <summary>Draws a plot as SVG whose text is text and whose lines follow the page's colours, light or dark.</summary>
internal static class Svg
{
    /// <summary>What a page with inline plots needs.</summary>
    public const string Style = ".plot{font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif}";

    private const double Width = 380, Height = 300;

    /// <summary>Okabe and Ito's colours, told apart by every kind of colour vision; the yellow, which paper swallows, comes last.</summary>
    private static readonly string[] Palette = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#8A8A8A", "#C8B400"];

    private static readonly LineStyle[] Dashes = [LineStyle.Solid, LineStyle.Dash, LineStyle.Dot, LineStyle.DashDot, LineStyle.LongDash];

    private static readonly OxyColor Ink = OxyColors.Black, Grid = OxyColor.FromAColor(33, OxyColors.Black);

    /// <summary>For a page that has <see cref="Style"/>.</summary>
    public static string Inline(Plot plot) => Of(plot, null);

    /// <summary>For a file of its own: dark on white, whatever shows it.</summary>
    public static string Alone(Plot plot) => Of(plot, $".plot{{color:#222;background:#fff}}{Style}");

    private static string Of(Plot plot, string? style)
    {
        var exported = new SvgExporter { Width = Width, Height = Height, IsDocument = false, UseVerticalTextAlignmentWorkaround = true }
            .ExportToString(Model(plot));
        var svg = XElement.Parse(exported);
        svg.DescendantsAndSelf().Attributes().Where(a => a.Name.LocalName is "clip-path" or "font-family")
            .Remove(); // clip ids would meet on one page
        svg.Descendants().Where(e => e.Name.LocalName == "defs").Remove();
        foreach (var attribute in svg.Descendants().Attributes().Where(a => a.Name.LocalName is "fill" or "style"))
            attribute.Value = attribute.Value.Replace("black", "currentColor", StringComparison.Ordinal)
                .Replace("rgb(0,0,0)", "currentColor", StringComparison.Ordinal);
        svg.Attributes().Where(a => a.Name.LocalName is "width" or "height").Remove();
        svg.SetAttributeValue("viewBox", FormattableString.Invariant($"0 0 {Width} {Height}"));
        svg.SetAttributeValue("class", "plot");
        svg.SetAttributeValue("role", "img");
        svg.SetAttributeValue("aria-label", plot.Title);
        if (style is not null) svg.AddFirst(new XElement(svg.Name.Namespace + "style", style));
        return svg.ToString(SaveOptions.DisableFormatting);
    }

    private static PlotModel Model(Plot plot)
    {
        var model = new PlotModel
        {
            Title = plot.Title, TitleFontSize = 14, TitleFontWeight = FontWeights.Bold, TextColor = Ink,
            PlotAreaBorderThickness = new OxyThickness(0, 0, 0, 1), Padding = new OxyThickness(4),
        };
        model.Axes.Add(Axis(AxisPosition.Bottom, plot.X, plot.WholeX, OxyColors.Transparent));
        model.Axes.Add(Axis(AxisPosition.Left, plot.Y, whole: false, Grid));
        model.Legends.Add(new Legend
        {
            LegendPlacement = LegendPlacement.Outside, LegendPosition = LegendPosition.BottomLeft, LegendOrientation =
                LegendOrientation.Horizontal, LegendFontSize = 11,
        });
        foreach (var series in plot.Series.Where(s => !s.Points.IsEmpty)) model.Series.Add(Series(series));
        return model;
    }

    private static LinearAxis Axis(AxisPosition position, string title, bool whole, OxyColor grid) => new()
    {
        Position = position, Title = title, FontSize = 11, TitleFontSize = 12, MinorTickSize = 0, MajorTickSize =
            position == AxisPosition.Left ? 0 : 4,
        MajorGridlineStyle = LineStyle.Solid, MajorGridlineColor = grid, TicklineColor = Ink, AxislineColor = Ink,
        AxisTitleDistance = position == AxisPosition.Left ? 24 : 8, // no font is at hand to measure the ticks' texts with
        LabelFormatter = value => value.ToString("0.######", CultureInfo.InvariantCulture).Replace('-', '−'),
        MinimumMajorStep = whole ? 1 : 0, MinimumPadding = 0.04, MaximumPadding = 0.04,
    };

    private static XYAxisSeries Series(PlotSeries series)
    {
        var colour = series.Colour < 0 ? Ink : OxyColor.Parse(Palette[series.Colour % Palette.Length]);
        if (series.Look == PlotLook.Dots)
        {
            var dots = new ScatterSeries
            {
                Title = series.Label,
                MarkerType = MarkerType.Circle,
                MarkerSize = 3,
                MarkerFill = OxyColor.FromAColor(190, colour),
            };
            dots.Points.AddRange(series.Points.Select(p => new ScatterPoint(p.X, p.Y)));
            return dots;
        }

        var thin = series.Look == PlotLook.ThinLine;
        var line = new LineSeries
        {
            Title = series.Label, Color = thin ? OxyColor.FromAColor(90, colour) : colour, StrokeThickness = thin ? 1 : 2.2,
            LineStyle = thin ? LineStyle.Solid : Dashes[(series.Colour + 1) % Dashes.Length],
            MarkerType = series.Points.Length == 1 ? MarkerType.Circle : MarkerType.None, MarkerFill = colour, MarkerSize = thin ? 2 : 3,
        };
        line.Points.AddRange(series.Points.Select(p => new DataPoint(p.X, p.Y)));
        return line;
    }
}
