using System.Text;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Reports;

/// <summary>A report as Markdown; its plots lie beside it.</summary>
internal static class MarkdownReport
{
    private const string Special = "\\`*_[]|~$";

    public static string Of(SweepReport report, string made)
    {
        var text = new StringBuilder();
        text.Append("# ").Append(Escaped(report.Sweep.Name)).Append("\n\n").Append(Escaped(ReportWords.Meta(report, made))).Append("\n\n")
            .Append(ReportWords.Question(report)).Append("\n\n");
        if (ReportWords.Unfinished(report) is { } unfinished) text.Append("> ").Append(Escaped(unfinished)).Append("\n\n");

        var tables = ReportTables.Of(report);
        Table(text, tables[0]);
        foreach (var (setting, plots) in ReportPlots.Of(report))
        {
            if (plots.IsEmpty) continue;
            text.Append("## ").Append(Escaped(setting.Title(report.ManyData))).Append("\n\n");
            foreach (var plot in plots) text.Append("![").Append(Escaped(plot.Title)).Append("](plots/").Append(plot.Name)
                .Append(".svg)\n");
            text.Append('\n');
        }

        foreach (var table in tables.Skip(1)) Table(text, table);
        return text.ToString();
    }

    /// <summary>One table under its title, as wide as its widest cells.</summary>
    private static void Table(StringBuilder text, ReportTable table)
    {
        if (table.Rows.IsEmpty) return;
        text.Append("## ").Append(Escaped(table.Title)).Append("\n\n");
        if (table.Note.Length > 0) text.Append(Escaped(table.Note)).Append("\n\n");
        text.Append("| ").AppendJoin(" | ", table.Columns.Select(c => Escaped(c.Title))).Append(" |\n|");
        for (var i = 0; i < table.Columns.Length; i++) text.Append(i < table.Words ? "---|" : "---:|");
        text.Append('\n');
        foreach (var row in table.Rows) text.Append("| ").AppendJoin(" | ", row.Select(c => Escaped(c.Text))).Append(" |\n");
        text.Append('\n');
    }

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
