using System.Net;
using System.Text;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Reports;

/// <summary>A report as one page that needs nothing beside it.</summary>
internal static class HtmlReport
{
    private const string Style =
        """
        :root{color-scheme:light dark;--ink:#222;--faint:#666;--line:#d5d5d5;--paper:#fff;--shade:#f6f6f4}
        @media(prefers-color-scheme:dark){:root{--ink:#ddd;--faint:#999;--line:#3a3a3a;--paper:#161616;--shade:#1e1e1e}}
        body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 Charter,'Bitstream Charter','Sitka Text',Cambria,Georgia,serif}
        main{max-width:62rem;margin:3rem auto;padding:0 1.5rem}
        h1{font-size:1.8rem;line-height:1.2;margin:0 0 .25rem}h2{font-size:1.25rem;margin:2.6rem 0 .4rem}h3{font-size:1.05rem;margin:1.8rem 0 .2rem}
        p{max-width:44rem;margin:.4rem 0}p.note,p.meta{color:var(--faint);font-size:.9rem}p.warning{border-left:3px solid #D55E00;padding-left:.8rem}
        .scroll{overflow-x:auto}table{border-collapse:collapse;font-size:.88rem;font-variant-numeric:tabular-nums;margin:.8rem 0}
        th,td{padding:.22rem .8rem .22rem 0;text-align:right;white-space:nowrap}th.word,td.word{text-align:left}td.long{white-space:normal;min-width:12rem}
        thead th{border-top:1.5px solid var(--ink);border-bottom:1px solid var(--ink);font-weight:600}tbody tr:last-child td{border-bottom:1.5px solid var(--ink)}
        tbody tr:hover{background:var(--shade)}tbody tr.first td{border-top:1px solid var(--line)}
        .plots{display:grid;grid-template-columns:repeat(auto-fit,minmax(19rem,1fr));gap:1rem;margin:.6rem 0}figure{margin:0}figcaption{color:var(--faint);font-size:.85rem}
        svg.plot{width:100%;height:auto;display:block}@media print{main{margin:0 auto}figure,tr{break-inside:avoid}}
        """;

    public static string Of(SweepReport report, string made)
    {
        var html = new StringBuilder();
        html.Append("<!doctype html>\n<html lang='en'>\n<head>\n<meta charset='utf-8'>\n<meta name='viewport' content='width=device-width,initial-scale=1'>\n")
            .Append("<title>").Append(Text(report.Sweep.Name)).Append(" – ActorGaze</title>\n<style>\n").Append(Style).Append('\n')
                .Append(Svg.Style).Append("\n</style>\n</head>\n<body>\n<main>\n");
        html.Append("<h1>").Append(Text(report.Sweep.Name)).Append("</h1>\n<p class='meta'>").Append(Text(ReportWords.Meta(report, made)))
            .Append("</p>\n<p>")
            .Append(Text(ReportWords.Question(report))).Append("</p>\n");
        if (ReportWords.Unfinished(report) is { } unfinished) html.Append("<p class='warning'>").Append(Text(unfinished)).Append("</p>\n");

        var tables = ReportTables.Of(report);
        Table(html, tables[0]);
        Plots(html, report);
        foreach (var table in tables.Skip(1)) Table(html, table);
        return html.Append("</main>\n</body>\n</html>\n").ToString();
    }

    private static void Plots(StringBuilder html, SweepReport report)
    {
        var plots = ReportPlots.Of(report);
        if (plots.All(p => p.Plots.IsEmpty)) return;
        html.Append("<h2>").Append(report.Sweep.Evaluation == Evaluation.Analytic ? "Kappa and gaze deviation" : "Learning curves")
            .Append("</h2>\n<p class='note'>")
            .Append(Text(ReportWords.PlotNote(report))).Append("</p>\n");
        foreach (var (setting, figures) in plots)
        {
            if (figures.IsEmpty) continue;
            html.Append("<h3>").Append(Text(setting.Title(report.ManyData))).Append("</h3>\n<div class='plots'>\n");
            foreach (var plot in figures)
            {
                html.Append("<figure>").Append(Svg.Inline(plot));
                if (plot.Note.Length > 0) html.Append("<figcaption>").Append(Text(plot.Note)).Append("</figcaption>");
                html.Append("</figure>\n");
            }

            html.Append("</div>\n");
        }
    }

    private static void Table(StringBuilder html, ReportTable table)
    {
        if (table.Rows.IsEmpty) return;
        html.Append("<h2>").Append(Text(table.Title)).Append("</h2>\n");
        if (table.Note.Length > 0) html.Append("<p class='note'>").Append(Text(table.Note)).Append("</p>\n");
        html.Append("<div class='scroll'><table>\n<thead><tr>");
        for (var i = 0; i < table.Columns.Length; i++) html.Append(i < table.Words ? "<th class='word'>" : "<th>")
            .Append(Text(table.Columns[i].Title)).Append("</th>");
        html.Append("</tr></thead>\n<tbody>\n");
        string? group = null;
        foreach (var row in table.Rows)
        {
            var repeated = row[0].Text == group;
            html.Append(group is not null && !repeated && table.Columns[0] == "Setting" ? "<tr class='first'>" : "<tr>");
            for (var i = 0; i < row.Length; i++)
            {
                html.Append(i >= table.Words ? "<td>" : row[i].Text.Length > 60 ? "<td class='word long'>" : "<td class='word'>")
                    .Append(i == 0 && repeated ? "" : Text(row[i].Text.Replace('-', table.Words > i ? '-' : '−'))).Append("</td>");
            }

            html.Append("</tr>\n");
            group = row[0].Text;
        }

        html.Append("</tbody>\n</table></div>\n");
    }

    private static string Text(string text) => WebUtility.HtmlEncode(SafeText.Reason(text));
}
