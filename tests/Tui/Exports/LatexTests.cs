using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Tui.Exports;
using ActorGaze.Tui.Reports;

namespace ActorGaze.Tests.Tui.Exports;

public sealed class LatexTests
{
    [Theory]
    [InlineData("a_b & c%", "a\\_b \\& c\\%")]
    [InlineData("<漢|🙂>", "\\textless{}漢\\textbar{}🙂\\textgreater{}")]
    [InlineData("\\input{x}~^$#\"", "\\textbackslash{}input\\{x\\}\\textasciitilde{}\\textasciicircum{}\\$\\#''")]
    [InlineData("λ = −1 ± 2 – …", "$\\lambda$ = $-$1 $\\pm$ 2 -- \\ldots{}")]
    public void Names_are_shown_as_they_are(string text, string latex) => Assert.Equal(latex, LatexTables.Escaped(text));

    [Theory]
    [InlineData("0.0310 ± 0.0020", "$0.0310 \\pm 0.0020$")]
    [InlineData("9.50e-5", "$9.50 \\times 10^{-5}$")]
    [InlineData("9.50e-5 ± 1.20e-6", "$9.50 \\times 10^{-5} \\pm 1.20 \\times 10^{-6}$")]
    [InlineData("[-9.50e-5, 0.0010]", "$[-9.50 \\times 10^{-5}, 0.0010]$")]
    [InlineData("1.20e6*", "$1.20 \\times 10^{6}{}^{*}$")]
    [InlineData("< 0.001", "$< 0.001$")]
    [InlineData("2.5 %", "$2.5 \\%$")]
    [InlineData("-1.000*", "$-1.000^{*}$")]
    [InlineData("e", "e")] // a class
    [InlineData("1-3", "1-3")]
    public void Numbers_are_set_as_numbers_with_their_exponents(string cell, string latex) => Assert.Equal(latex, LatexTables.Cell(cell));

    [Fact]
    public void The_paper_s_table_of_correlations_has_a_row_per_level_and_true_minus_signs()
    {
        var sweep = MadeUp.Sweep(Evaluation.Analytic, [0], [1, 2], 2, 3);
        var report = SweepReport.Of(sweep, [.. sweep.Runs.Select((spec, i) => MadeUp.Run(spec, i == 0 ? RunPhase.Running : RunPhase.Completed, (0.1, 0.3), (0.2, 0.2), (0.3, 0.1)))]);

        var latex = LatexTables.Of(report, ["correlations"]);

        Assert.Contains("\\begin{tabular}{lrrr}\n\\toprule\nSetting & Trial 1 & Trial 2 & Mean \\\\\n\\midrule\n", latex, StringComparison.Ordinal);
        Assert.Contains("Level 1 & $-1.000^{*}$ & $-1.000$ & $-1.000$ \\\\\n", latex, StringComparison.Ordinal);
        Assert.Contains("Level 2 & $-1.000$ & $-1.000$ & $-1.000$ \\\\\n\\bottomrule\n\\end{tabular}\n\\end{table}\n", latex, StringComparison.Ordinal);
        Assert.Contains("\\label{tab:made-up-correlations}", latex, StringComparison.Ordinal);
        Assert.Contains("% This sweep is still going. 1 running: made-up-l1-w0-t1.", latex, StringComparison.Ordinal);
    }

    [Fact]
    public void Means_carry_their_deviations_and_drawings_are_left_out()
    {
        var sweep = MadeUp.Sweep(Evaluation.Learning, [0, 50], [2], 3, 3);
        var report = SweepReport.Of(sweep, [.. sweep.Runs.Select((spec, i) => MadeUp.Run(spec, RunPhase.Completed, MadeUp.Course(3, i)))]);

        var latex = LatexTables.Of(report, LatexTables.Usual(Evaluation.Learning));

        Assert.Matches(@"Level 2 & \$0\$ & \$3\$ & \$0\.\d+ \\pm 0\.\d+\$ &", latex);
        Assert.Matches(@"\n & \$50\$ & \$3\$ & ", latex); // the setting stands once
        Assert.Contains("& Finding & p & p after Holm & $d_z$ \\\\", latex, StringComparison.Ordinal);
        Assert.DoesNotContain("&  &", latex, StringComparison.Ordinal);
    }
}
