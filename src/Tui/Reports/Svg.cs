using System.Net;
using System.Text;

namespace ActorGaze.Tui.Reports;

/// <summary>
/// Draws a plot as SVG whose text is text and whose colours follow the page, light or dark. Coordinates are ours, not a font's, so that a machine
/// without fonts writes the same bytes.
/// </summary>
internal static class Svg
{
    private const double Width = 380, Height = 280, Left = 58, Right = 10, Top = 34, Bottom = 46;

    /// <summary>Okabe and Ito's colours, told apart by every kind of colour vision; the yellow, which paper swallows, comes last.</summary>
    private static readonly string[] Palette = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#8A8A8A", "#C8B400"];

    private static readonly string[] Dashes = ["", "7 3", "2 3", "9 3 2 3", "4 2"];

    /// <summary>For a page that has <see cref="Style"/>.</summary>
    public static string Inline(Plot plot) => Of(plot, "");

    /// <summary>For a file of its own: dark on white, whatever shows it.</summary>
    public static string Alone(Plot plot) => Of(plot, $"<style>.plot{{color:#222}}{Style}</style><rect width='100%' height='100%' fill='#fff'/>");

    private static string Of(Plot plot, string first)
    {
        var x = Axis.Over(plot.Series.SelectMany(s => s.Points).Select(p => p.X), plot.WholeX, 6);
        var y = Axis.Over(plot.Series.SelectMany(s => s.Points).Select(p => p.Y), false);
        var legend = plot.Series.Where(s => s.Label is not null && !s.Points.IsEmpty).ToArray();
        var legendWidth = 44 + (6.0 * legend.Select(s => s.Label!.Length).DefaultIfEmpty(0).Max());
        var legendColumns = Math.Max(1, (int)((Width - Left - Right) / legendWidth));
        var legendRows = (legend.Length + legendColumns - 1) / legendColumns;
        var height = Height + (legendRows * 18);

        var svg = new StringBuilder();
        Add(svg, $"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {Width} {height}' role='img' aria-label='{Text(plot.Title)}' class='plot'>");
        svg.Append(first);
        Add(svg, $"<text class='title' x='{Left}' y='20'>{Text(plot.Title)}</text>");
        foreach (var (at, text) in y.Ticks())
        {
            Add(svg, $"<line class='grid' x1='{Left}' x2='{Width - Right}' y1='{N(Y(y, at))}' y2='{N(Y(y, at))}'/>");
            Add(svg, $"<text class='tick' text-anchor='end' x='{Left - 6}' y='{N(Y(y, at) + 3.5)}'>{text}</text>");
        }

        foreach (var (at, text) in x.Ticks())
        {
            Add(svg, $"<line class='axis' x1='{N(X(x, at))}' x2='{N(X(x, at))}' y1='{Height - Bottom}' y2='{Height - Bottom + 4}'/>");
            Add(svg, $"<text class='tick' text-anchor='middle' x='{N(X(x, at))}' y='{Height - Bottom + 17}'>{text}</text>");
        }

        Add(svg, $"<line class='axis' x1='{Left}' x2='{Width - Right}' y1='{Height - Bottom}' y2='{Height - Bottom}'/>");
        Add(svg, $"<text class='label' text-anchor='middle' x='{(Left + Width - Right) / 2}' y='{Height - 10}'>{Text(plot.X)}</text>");
        Add(svg, $"<text class='label' text-anchor='middle' transform='translate(15 {(Top + Height - Bottom) / 2}) rotate(-90)'>{Text(plot.Y)}</text>");
        foreach (var series in plot.Series) Draw(svg, series, x, y);
        for (var i = 0; i < legend.Length; i++) Key(svg, legend[i], Left + (i % legendColumns * legendWidth), Height + 10 + (i / legendColumns * 18));
        return svg.Append("</svg>").ToString();
    }

    public const string Style =
        ".plot{font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif}.plot text{fill:currentColor}.plot .title{font-size:14px;font-weight:600}"
        + ".plot .label{font-size:12px}.plot .tick{font-size:11px;opacity:.75}.plot .grid{stroke:currentColor;stroke-opacity:.13}.plot .axis{stroke:currentColor;stroke-opacity:.6}";

    private static void Draw(StringBuilder svg, PlotSeries series, Axis x, Axis y)
    {
        var colour = Palette[series.Colour % Palette.Length];
        if (series.Look == PlotLook.Dots)
        {
            foreach (var (px, py) in series.Points) Add(svg, $"<circle cx='{N(X(x, px))}' cy='{N(Y(y, py))}' r='3' fill='{colour}' fill-opacity='.75'/>");
            return;
        }

        if (series.Points.IsEmpty) return;
        var thin = series.Look == PlotLook.ThinLine;
        var points = string.Join(' ', series.Points.Select(p => $"{N(X(x, p.X))},{N(Y(y, p.Y))}"));
        Add(svg, $"<polyline fill='none' stroke='{colour}' stroke-width='{(thin ? "1" : "2.2")}' stroke-opacity='{(thin ? ".35" : "1")}' stroke-linejoin='round'{Dash(series)} points='{points}'/>");
        if (series.Points.Length == 1) Add(svg, $"<circle cx='{N(X(x, series.Points[0].X))}' cy='{N(Y(y, series.Points[0].Y))}' r='{(thin ? 2 : 3)}' fill='{colour}'/>");
    }

    private static void Key(StringBuilder svg, PlotSeries series, double x, double y)
    {
        var colour = Palette[series.Colour % Palette.Length];
        svg.Append(series.Look == PlotLook.Dots
            ? $"<circle cx='{N(x + 8)}' cy='{N(y - 4)}' r='4' fill='{colour}'/>"
            : $"<line x1='{N(x)}' x2='{N(x + 24)}' y1='{N(y - 4)}' y2='{N(y - 4)}' stroke='{colour}' stroke-width='2.2'{Dash(series)}/>");
        Add(svg, $"<text class='tick' x='{N(x + (series.Look == PlotLook.Dots ? 16 : 29))}' y='{N(y)}'>{Text(series.Label!)}</text>");
    }

    private static string Dash(PlotSeries series) =>
        series.Look == PlotLook.Line && Dashes[series.Colour % Dashes.Length] is { Length: > 0 } dash ? $" stroke-dasharray='{dash}'" : "";

    private static double X(Axis axis, double value) => Left + 8 + (axis.Share(value) * (Width - Left - Right - 16));

    private static double Y(Axis axis, double value) => Height - Bottom - (axis.Share(value) * (Height - Top - Bottom));

    private static string N(double value) => value.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture);

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static void Add(StringBuilder svg, FormattableString line) => svg.Append(FormattableString.Invariant(line));
}
