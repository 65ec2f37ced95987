using System.CommandLine;
using System.Text.Json;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Persistence;
using ActorGaze.Nn;
using ActorGaze.Tui.Reports;
using ActorGaze.Tui.Terminal;

namespace ActorGaze.Tui.Cli;

/// <summary><c>results SWEEP</c>: a row per run and epoch, for other programs.</summary>
internal static class ResultsVerb
{
    public static Command Make(Surroundings around)
    {
        var name = new Argument<string>("SWEEP") { Description = "A sweep's name, as ps lists it." };
        var format = new Option<string?>("--format") { Description = "csv (the default) or json.", HelpName = "csv|json" };
        var command = new Command("results", "Writes a row per run and epoch to standard output.") { name, format };
        command.SetAction(parsed =>
        {
            var call = Call.Of(parsed, around);
            call.CheckSets();
            var wanted = parsed.GetValue(format);
            if (wanted is not (null or "csv" or "json")) throw new InvalidInputException(
                $"--format: found '{wanted}'; allowed: csv, json.");
            if (wanted == "csv" && call.Json) throw new InvalidInputException(
                "--format: found 'csv' together with --json; allowed: one of the two.");

            var journal = call.Journal();
            var sweep = journal.Sweep(parsed.GetRequiredValue(name), call.StateFolder);
            var rows = EpochRow.Of(journal.RunsOf(sweep.Name)).ToArray();
            if (call.Json || wanted == "json") around.Out.WriteLine(JsonSerializer.Serialize(rows, Json.Indented));
            else around.Out.Write(Csv.Of(EpochRow.Columns, rows.Select(r => r.Values())));
            return ExitStatus.Well;
        });
        return command;
    }
}
