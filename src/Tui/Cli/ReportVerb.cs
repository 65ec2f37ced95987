using System.CommandLine;
using ActorGaze.Actors.Persistence;
using ActorGaze.Nn;
using ActorGaze.Tui.Reports;
using ActorGaze.Tui.Terminal;

namespace ActorGaze.Tui.Cli;

/// <summary><c>report SWEEP</c>: writes a sweep's report from its journal, finished or not.</summary>
internal static class ReportVerb
{
    public static Command Make(Surroundings around)
    {
        var name = new Argument<string>("SWEEP") { Description = "A sweep's name, as ps lists it." };
        var target = new Option<string?>("--out") { Description = "Where the report goes. Default: reports/SWEEP in the state folder.", HelpName = "DIR" };
        var command = new Command("report", "Writes a sweep's report: a page, its plots, its tables.") { name, target };
        command.SetAction(parsed =>
        {
            var call = Call.Of(parsed, around);
            call.CheckSets();
            var journal = call.Journal();
            var sweep = journal.Sweep(parsed.GetRequiredValue(name), call.StateFolder);
            var runs = journal.RunsOf(sweep.Name).Select(run => run.WithoutGazes()).ToList();
            var folder = ReportFolder.WriteInto(
                Target(parsed.GetValue(target)) ?? ReportFolder.PathOf(call.StateFolder, sweep.Name), sweep, runs, around.Clock);
            var unfinished = SweepReport.Of(sweep, runs).Runs.Where(r => !r.Completed).Select(r => r.Spec.Id.Value).ToArray();
            call.Say(
                new { sweep = sweep.Name, report = folder, page = Path.Combine(folder, "report.html"), unfinished },
                said => unfinished.Length == 0
                    ? [said.page]
                    : [said.page, $"{unfinished.Length} of {sweep.Runs.Count} runs are not completed; the report names them."]);
            return ExitStatus.Well;
        });
        return command;
    }

    private static string? Target(string? folder) => folder is null
        ? null
        : folder.Length > 0 && !folder.Contains('\0', StringComparison.Ordinal)
            ? Path.GetFullPath(folder)
            : throw new InvalidInputException($"--out: found '{folder}'; allowed: a folder.");
}
