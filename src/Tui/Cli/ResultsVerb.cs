using System.CommandLine;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Persistence;
using ActorGaze.Nn;
using ActorGaze.Tui.Exports;
using ActorGaze.Tui.Reports;
using ActorGaze.Tui.Terminal;

namespace ActorGaze.Tui.Cli;

/// <summary><c>results SWEEP</c>: a row per run and epoch, for other programs.</summary>
internal static class ResultsVerb
{
    public static Command Make(Surroundings around)
    {
        var name = new Argument<string>("SWEEP") { Description = "A sweep's name, as ps lists it." };
        var format = new Option<string?>("--format")
        {
            Description = "csv, json or parquet. Default: as FILE ends, else csv. Parquet goes into a file or a pipe.", HelpName =
                "csv|json|parquet",
        };
        var target = new Option<string?>("--out") { Description = "Where the rows go. Default: standard output.", HelpName = "FILE" };
        var force = new Option<bool>("--force") { Description = "Replace FILE where it is there already." };
        var command = new Command("results", "Writes a row per run and epoch, to standard output or into a file.")
        {
            name, format, target, force,
        };
        command.SetAction((parsed, cancel) =>
        {
            var call = Call.Of(parsed, around);
            return Task.Run(
                () => WriteAsync(
                    call, parsed.GetRequiredValue(name), parsed.GetValue(format), parsed.GetValue(target), parsed.GetValue(force), cancel),
                CancellationToken.None);
        });
        return command;
    }

    private static async Task<int> WriteAsync(Call call, string name, string? asked, string? target, bool force, CancellationToken cancel)
    {
        call.CheckSets();
        var format = FormatOf(asked, call.Json && target is null, target);
        var file = target is null ? null : FileTarget.Of("--out", target, force);
        var bytes = file is null && format == ResultsFormat.Parquet ? call.Around.Bytes ?? throw new InvalidInputException(
            "--format: found 'parquet' with standard output on a terminal; allowed: --out FILE, or a pipe or a file for standard output.")
                : null;
        var journal = call.Journal();
        var sweep = journal.Sweep(name, call.StateFolder);
        if (file is not null) return await WriteFileAsync(call, journal, sweep, format, file, cancel).ConfigureAwait(false);

        var rows = EpochRow.Of(journal.RunsOf(sweep.Name)).TakeWhile(_ => !call.Around.IsOutClosed);
        await using var text = new TextStream(call.Around.Out);
        await ResultsFile.WriteAsync(bytes ?? text, format, rows, cancel).ConfigureAwait(false);
        return ExitStatus.Well;
    }

    private static async Task<int> WriteFileAsync(
        Call call, JournalReader journal, SweepSpec sweep, ResultsFormat format, FileTarget file, CancellationToken cancel)
    {
        using var interruption = new Interruption(call.Around);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel, interruption.Token);
        var count = 0L;
        await file.WriteAsync(stream => ResultsFile.WriteAsync(stream, format, Counted(), end.Token)).ConfigureAwait(false);
        call.Say(new { sweep = sweep.Name, file = file.Path, format, rows = count }, said => [$"{said.file}: {said.rows} rows."]);
        return ExitStatus.Well;

        IEnumerable<EpochRow> Counted()
        {
            foreach (var row in EpochRow.Of(journal.RunsOf(sweep.Name)))
            {
                end.Token.ThrowIfCancellationRequested();
                count++;
                yield return row;
            }
        }
    }

    /// <summary>The format that is asked for; else the one that the file's name ends in.</summary>
    /// <param name="onlyJson">JSON alone may be written.</param>
    /// <param name="target">The file's name; null: standard output.</param>
    internal static ResultsFormat FormatOf(string? asked, bool onlyJson, string? target)
    {
        ResultsFormat? format = asked switch
        {
            null => null,
            "csv" => ResultsFormat.Csv,
            "json" => ResultsFormat.Json,
            "parquet" => ResultsFormat.Parquet,
            _ => throw new InvalidInputException($"--format: found '{asked}'; allowed: csv, json, parquet."),
        };
        if (onlyJson && format is not (null or ResultsFormat.Json))
            throw new InvalidInputException($"--format: found '{asked}' together with --json; allowed: one of the two, or --out FILE.");
        return format ?? Path.GetExtension(target)?.ToLowerInvariant() switch
        {
            ".json" => ResultsFormat.Json,
            ".parquet" => ResultsFormat.Parquet,
            _ => onlyJson ? ResultsFormat.Json : ResultsFormat.Csv,
        };
    }
}
