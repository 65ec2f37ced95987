using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Tui.Rendering;
using ActorGaze.Tui.Reports;

namespace ActorGaze.Tui.Exports;

/// <summary>
/// A report's tables as LaTeX, to be put into a paper by <c>\input</c>. They need the package booktabs, and UTF-8 for other names.
/// </summary>
internal static partial class LatexTables
{
    private const string Number = "-?[0-9]+(\\.[0-9]+)?(e-?[0-9]+)?";

    /// <summary>The tables as the paper has them come first; the others are asked for by name.</summary>
    public static ImmutableArray<string> Usual(Evaluation evaluation) => evaluation switch
    {
        Evaluation.Analytic => ["correlations", "results"],
        Evaluation.Learning => ["results", "paired-differences"],
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <param name="names">Of the tables, as their CSV files are called.</param>
    public static string Of(SweepReport report, IReadOnlyCollection<string> names)
    {
        var text = new StringBuilder();
        text.Append(
            $"% {report.Sweep.Name}: made by ActorGaze {ControlContract.ProgramVersion} from the journal. "
            + "Needs \\usepackage{booktabs}.\n");
        if (ReportWords.Unfinished(report) is { } unfinished) text.Append($"% {SafeText.Reason(unfinished)}\n");
        foreach (var table in ReportTables.Of(report).Where(table => names.Contains(table.Name) && !table.Rows.IsEmpty))
            text.Append('\n').Append(Of(report.Sweep.Name, table));
        return text.ToString();
    }

    public static string Of(string sweep, ReportTable table)
    {
        int[] columns = // none of drawings
            [.. Enumerable.Range(0, table.Columns.Length).Where(i => table.Columns[i].Title.Length > 0)];
        var text = new StringBuilder();
        text.Append("\\begin{table}\n\\centering\n");
        text.Append($"\\caption{{{Words(table.Title)}. {Words(table.Note)}}}\n\\label{{tab:{Label(sweep)}-{table.Name}}}\n");
        text.Append($"\\begin{{tabular}}{{{string.Concat(columns.Select(i => i < table.Words ? 'l' : 'r'))}}}\n\\toprule\n");
        text.Append(Row(columns.Select(i => Words(table.Columns[i].Title)))).Append("\\midrule\n");
        for (var row = 0; row < table.Rows.Length; row++)
        {
            var begins = row > 0 && table.Rows[row][0].Text != table.Rows[row - 1][0].Text;
            if (begins && Repeats(table)) text.Append("\\addlinespace\n");
            var repeated = row > 0 && !begins && Repeats(table);
            text.Append(Row(columns.Select(i => i == 0 && repeated ? "" : Cell(table.Rows[row][i].Text))));
        }

        return text.Append("\\bottomrule\n\\end{tabular}\n\\end{table}\n").ToString();
    }

    /// <summary>Text that LaTeX shows as it is.</summary>
    public static string Escaped(string text)
    {
        var escaped = new StringBuilder();
        foreach (var c in SafeText.Reason(text))
            escaped.Append(c switch
            {
                '\\' => "\\textbackslash{}",
                '~' => "\\textasciitilde{}",
                '^' => "\\textasciicircum{}",
                '<' => "\\textless{}",
                '>' => "\\textgreater{}",
                '|' => "\\textbar{}",
                '"' => "''",
                '&' or '%' or '$' or '#' or '_' or '{' or '}' => $"\\{c}",
                'λ' => "$\\lambda$",
                'ρ' => "$\\rho$",
                '±' => "$\\pm$",
                '−' => "$-$",
                '×' => "$\\times$",
                '–' => "--",
                '…' => "\\ldots{}",
                _ => $"{c}",
            });
        return escaped.ToString();
    }

    /// <summary>The report's own words: no name stands in them.</summary>
    private static string Words(string text) => Escaped(text).Replace("d\\_z", "$d_z$", StringComparison.Ordinal);

    /// <summary>A number with its true minus sign; anything else as text.</summary>
    public static string Cell(string text) => Numbers().IsMatch(text)
        ? "$" + Exponents().Replace(text, " \\times 10^{$1}").Replace("±", "\\pm", StringComparison.Ordinal)
            .Replace("%", "\\%", StringComparison.Ordinal).Replace("}*", "}{}*", StringComparison.Ordinal) // LaTeX takes no two exponents
            .Replace("*", "^{*}", StringComparison.Ordinal) + "$"
        : Escaped(text);

    private static bool Repeats(ReportTable table) => table.Rows.GroupBy(row => row[0].Text).Any(same => same.Count() > 1);

    private static string Row(IEnumerable<string> cells) => $"{string.Join(" & ", cells)} \\\\\n";

    /// <summary>Letters and digits, as a label may have them.</summary>
    private static string Label(string sweep) =>
        string.Concat(sweep.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or ':' ? c : '-'));

    /// <summary>As the report writes them: one, with its deviation, its unit or its mark, or an interval.</summary>
    [GeneratedRegex($@"^[\[<]? ?{Number}( ± {Number}| %|, {Number}\])?\*?$")]
    private static partial Regex Numbers();

    [GeneratedRegex("e(-?[0-9]+)")]
    private static partial Regex Exponents();
}
