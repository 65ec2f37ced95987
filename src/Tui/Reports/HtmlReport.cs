using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Reports;

/// <summary>A report as one page that needs nothing beside it.</summary>
internal static class HtmlReport
{
    private static readonly Lazy<ReportTemplate> Template =
        new(() => new ReportTemplate("report.html.liquid", SafeText.Reason, HtmlEncoder.Create(UnicodeRanges.All)));

    public static string Of(params ImmutableArray<SweepReport> reports) => Of(new ReportPage(reports));

    public static string Of(ReportPage page) => Template.Value.Of(page);
}
