using System.CommandLine;
using System.Text;
using ActorGaze.Nn;
using ActorGaze.Tui.Exports;
using ActorGaze.Tui.Reports;
using ActorGaze.Tui.Terminal;

namespace ActorGaze.Tui.Cli;

/// <summary><c>export latex SWEEP</c>: the report's tables as LaTeX.</summary>
internal static class ExportLatex
{
    public static Command Make(Surroundings around)
    {
        var name = new Argument<string>("SWEEP") { Description = "A sweep's name, as ps lists it." };
        var tables = new Option<string[]>("--table")
        {
            Description = "A table of the report, as its CSV file is called; may be given several times. Default: those of the paper.",
            HelpName = "NAME",
        };
        var target = new Option<string?>("--out") { Description = "Where the tables go. Default: standard output.", HelpName = "FILE" };
        var force = new Option<bool>("--force") { Description = "Replace FILE where it is there already." };
        var command = new Command("latex", "Writes tables of a sweep's report as LaTeX, with booktabs.") { name, tables, target, force };
        command.SetAction((parsed, _) => WriteAsync(
            Call.Of(parsed, around), parsed.GetRequiredValue(name), parsed.GetValue(tables) ?? [], parsed.GetValue(target),
            parsed.GetValue(force)));
        return command;
    }

    private static async Task<int> WriteAsync(Call call, string name, string[] asked, string? target, bool force)
    {
        call.CheckSets();
        var file = target is null ? null : FileTarget.Of("--out", target, force);
        var journal = call.Journal();
        var sweep = journal.Sweep(name, call.StateFolder);
        var report = SweepReport.OfJournal(sweep, JournalledRun.Read(journal, sweep, call.StateFolder));
        string[] known = [.. ReportTables.Of(report).Select(table => table.Name)];
        if (Array.Find(asked, table => !known.Contains(table)) is { } unknown)
            throw new InvalidInputException($"--table: found '{unknown}'; allowed: {string.Join(", ", known)}.");
        string[] tables = [.. asked.Length > 0 ? asked.Distinct() : LatexTables.Usual(sweep.Evaluation)];
        var latex = LatexTables.Of(report, tables);
        var bytes = Encoding.UTF8.GetBytes(latex);
        if (file is not null) await file.WriteAsync(stream => stream.WriteAsync(bytes).AsTask()).ConfigureAwait(false);
        if (file is null && !call.Json) call.Around.Out.Write(latex);
        else call.Say(
            new { sweep = sweep.Name, tables, file = file?.Path, latex = file is null ? latex : null },
            said => [$"{said.file}: {string.Join(", ", said.tables)}."]);
        return ExitStatus.Well;
    }
}
