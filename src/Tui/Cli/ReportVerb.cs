using System.CommandLine;
using ActorGaze.Actors.Persistence;
using ActorGaze.Nn;
using ActorGaze.Tui.Reports;
using ActorGaze.Tui.Terminal;

namespace ActorGaze.Tui.Cli;

/// <summary><c>report SWEEP…</c>: writes the report of one sweep or of several from the journal, finished or not.</summary>
internal static class ReportVerb
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(10);
    private const int RestPerWrite = 5; // a large report is not written all the time

    public static Command Make(Surroundings around)
    {
        var names = new Argument<string[]>("SWEEP")
        {
            Description = "A sweep's name, as ps lists it; several share a page.", Arity = ArgumentArity.OneOrMore,
        };
        var target = new Option<string?>("--out")
        {
            Description = "Where the report goes. Default: reports/SWEEP in the state folder.", HelpName = "DIR",
        };
        var follow = new Option<bool>("--follow")
        {
            Description = "Writes it again whenever the journal has more, until the sweeps have ended.",
        };
        var command = new Command("report", "Writes a report: a page, its plots, its tables.") { names, target, follow };
        command.SetAction((parsed, cancel) => ReportAsync(
            Call.Of(parsed, around), [.. parsed.GetRequiredValue(names).Distinct()], parsed.GetValue(target), parsed.GetValue(follow),
            cancel));
        return command;
    }

    private static async Task<int> ReportAsync(Call call, IReadOnlyList<string> names, string? target, bool follow,
        CancellationToken cancel)
    {
        call.CheckSets();
        var folder = Target(target) ?? ReportFolder.PathOf(call.StateFolder, names);
        var reports = Read(call, names);
        var clock = call.Around.Clock;
        var began = clock.GetTimestamp();
        ReportFolder.WriteInto(folder, reports);
        var took = clock.GetElapsedTime(began);
        Say(call, names, folder, reports);
        if (!follow) return ExitStatus.Well;

        using var interruption = new Interruption(call.Around);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel, interruption.Token);
        try
        {
            while (reports.Any(report => report.GoesOn))
            {
                await Task.Delay(Longer(LookAgain, took * RestPerWrite), clock, end.Token).ConfigureAwait(false);
                began = clock.GetTimestamp();
                var now = Read(call, names);
                if (!now.SelectMany(report => report.Moments).SequenceEqual(reports.SelectMany(report => report.Moments)))
                    ReportFolder.WriteInto(folder, now);
                reports = now;
                took = clock.GetElapsedTime(began);
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            return ExitStatus.Interrupted;
        }

        if (!call.Json) Say(call, names, folder, reports); // one document is enough
        return ExitStatus.Well;
    }

    private static SweepReport[] Read(Call call, IReadOnlyList<string> names)
    {
        var journal = call.Journal(); // anew each time: of a folder that may only be read, it reads a copy
        return
        [
            .. from name in names
               let sweep = journal.Sweep(name, call.StateFolder)
               select SweepReport.OfJournal(sweep, JournalledRun.Read(journal, sweep, call.StateFolder)),
        ];
    }

    private static void Say(Call call, IReadOnlyList<string> names, string folder, SweepReport[] reports)
    {
        string[] unfinished = [.. reports.SelectMany(report => report.Runs).Where(run => !run.Completed).Select(run => run.Spec.Id.Value)];
        call.Say(
            new { sweep = string.Join(" + ", names), report = folder, page = Path.Combine(folder, "report.html"), unfinished },
            said => unfinished.Length == 0
                ? [said.page]
                : [said.page,
                    $"{unfinished.Length} of {reports.Sum(report => report.Runs.Length)} runs are not completed; the report names them."]);
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static string? Target(string? folder) => folder is null
        ? null
        : folder.Length > 0 && !folder.Contains('\0', StringComparison.Ordinal)
            ? Path.GetFullPath(folder)
            : throw new InvalidInputException($"--out: found '{folder}'; allowed: a folder.");
}
