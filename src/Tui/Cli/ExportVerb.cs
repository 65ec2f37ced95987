using System.CommandLine;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Persistence;
using ActorGaze.Nn;
using ActorGaze.Tui.Exports;
using ActorGaze.Tui.Rendering;
using ActorGaze.Tui.Terminal;

namespace ActorGaze.Tui.Cli;

/// <summary><c>export</c>: what a journal tells and checkpoints hold, as other programs read it. It needs no engine.</summary>
internal static class ExportVerb
{
    private static readonly Option<bool> Gazes = new("--gazes")
    {
        Description = "With the mean gaze of each class as an image of each epoch.",
    };

    /// <summary>A sweep in a folder of files.</summary>
    private sealed record Filled(string Sweep, string Folder, int Files, int Runs, long Epochs);

    public static Command Make(Surroundings around) =>
        new("export", "Writes a sweep or a run for other programs: TensorBoard, Parquet, LaTeX, safetensors.")
        {
            Folder(
                around, ExportKind.TensorBoard, "tensorboard",
                "Writes event files of TensorBoard, a folder per run: scalars by epoch, and settings as hyperparameters.",
                parsed => (folder, _, runs, cancel) => Task.FromResult(WriteEvents(folder, runs, parsed.GetValue(Gazes), cancel)),
                filled => $"'tensorboard --logdir {filled.Folder}' shows them."),
            Folder(
                around, ExportKind.Parquet, "parquet",
                "Writes four Parquet files: runs with every setting, epochs, classes with their mean gazes, confusion matrices.",
                _ => SweepTables.WriteAsync, _ => "They join on run and epoch."),
            ExportLatex.Make(around),
            ExportWeights.Make(around),
        };

    /// <summary>Fills a folder.</summary>
    /// <returns>How many epochs were written.</returns>
    private delegate Task<long> Filling(
        ExportFolder folder, SweepSpec sweep, IEnumerable<(RunSpec Spec, IReadOnlyCollection<RunEvent> Events)> runs,
        CancellationToken cancel);

    private static Command Folder(
        Surroundings around, ExportKind kind, string verb, string description, Func<ParseResult, Filling> fill, Func<Filled, string> advice)
    {
        var name = new Argument<string>("SWEEP") { Description = "A sweep's name, as ps lists it." };
        var target = new Argument<string>("DIR")
        {
            Description = "A new or empty folder, or one of an earlier export: its files are replaced.",
        };
        var force = new Option<bool>("--force")
        {
            Description = "Write into a folder that holds other files, and replace files of the same names.",
        };
        var command = new Command(verb, description) { name, target, force };
        if (kind == ExportKind.TensorBoard) command.Add(Gazes);
        command.SetAction((parsed, cancel) =>
        {
            var call = Call.Of(parsed, around);
            return Task.Run(
                () => FillAsync(
                    call, kind, parsed.GetRequiredValue(name), parsed.GetRequiredValue(target), parsed.GetValue(force), fill(parsed),
                    advice,
                    cancel),
                CancellationToken.None);
        });
        return command;
    }

    private static async Task<int> FillAsync(
        Call call, ExportKind kind, string name, string target, bool force, Filling fill, Func<Filled, string> advice,
        CancellationToken cancel)
    {
        call.CheckSets();
        if (target.Length == 0 || target.Contains('\0', StringComparison.Ordinal))
            throw new InvalidInputException($"DIR: found '{target}'; allowed: a folder.");
        var path = Path.GetFullPath(target);
        var journal = call.Journal();
        var sweep = journal.Sweep(name, call.StateFolder);
        using var interruption = new Interruption(call.Around);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel, interruption.Token);
        try
        {
            using var folder = ExportFolder.Open(kind, path, force);
            var epochs = await fill(folder, sweep, Runs(call, journal, sweep), end.Token).ConfigureAwait(false);
            var filled = new Filled(sweep.Name, path, folder.Finish(), sweep.Runs.Count, epochs);
            call.Say(filled, said => [Summary(said), advice(said)]);
            return ExitStatus.Well;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PreventedException($"{path}: it cannot be written: {e.Message}", e);
        }
    }

    private static string Summary(Filled filled) =>
        $"{filled.Folder}: {Numbers.Count(filled.Files, "file")}, {Numbers.Count(filled.Runs, "run")}, "
        + $"{Numbers.Count(filled.Epochs, "epoch")}.";

    /// <summary>In the plan's order, each read when it is asked for. It is told from time to time how many have been.</summary>
    private static IEnumerable<(RunSpec Spec, IReadOnlyCollection<RunEvent> Events)> Runs(Call call, JournalReader journal, SweepSpec sweep)
    {
        var (clock, betweenLines) = (call.Around.Clock, TimeSpan.FromSeconds(2));
        var last = clock.GetTimestamp();
        for (var i = 0; i < sweep.Runs.Count; i++)
        {
            if (clock.GetElapsedTime(last) >= betweenLines)
            {
                last = clock.GetTimestamp();
                call.Around.Error.WriteLine($"export: {i} of {sweep.Runs.Count} runs");
            }

            yield return (sweep.Runs[i], [.. journal.EventsOf(sweep.Runs[i].Id).Select(entry => entry.Event)]);
        }
    }

    /// <summary>A run without an epoch has no file.</summary>
    private static long WriteEvents(
        ExportFolder folder, IEnumerable<(RunSpec Spec, IReadOnlyCollection<RunEvent> Events)> runs, bool gazes, CancellationToken cancel)
    {
        var epochs = 0L;
        foreach (var (spec, events) in runs)
        {
            cancel.ThrowIfCancellationRequested();
            var state = events.Aggregate(RunState.New(spec), (run, @event) => run.Apply(@event));
            if (state.Epochs.IsEmpty) continue;
            var times = RunTimes.Of(events);
            var file = folder.PathFor($"{NameRule.PathStep(spec.Id.Value)}/{TensorBoardFile.NameOf(times.Began)}");
            epochs += TensorBoardRun.Write(File.Create(file), state, times, gazes);
        }

        return epochs;
    }
}
