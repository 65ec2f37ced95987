using System.Collections.Immutable;
using System.Text;
using ActorGaze.Tui.Rendering;
using Fluid;

namespace ActorGaze.Tui.Reports;

/// <summary>A report as Markdown; its plots lie beside it.</summary>
internal static class MarkdownReport
{
    private const string Special = "\\`*_[]|~$";

    private static readonly Lazy<ReportTemplate> Template = new(() => new ReportTemplate("report.md.liquid", Escaped, NullEncoder.Default));

    public static string Of(params ImmutableArray<SweepReport> reports) => Of(new ReportPage(reports));

    public static string Of(ReportPage page) => Template.Value.Of(page);

    /// <summary>Text that is shown as it is: no link, picture, table cell, emphasis or tag begins in it.</summary>
    private static string Escaped(string text)
    {
        var escaped = new StringBuilder();
        foreach (var c in SafeText.Reason(text))
        {
            if (c == '<') escaped.Append("&lt;");
            else if (c == '&') escaped.Append("&amp;");
            else if (Special.Contains(c, StringComparison.Ordinal)) escaped.Append('\\').Append(c);
            else escaped.Append(c);
        }

        return escaped.ToString();
    }
}
