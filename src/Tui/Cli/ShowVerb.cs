using System.CommandLine;
using ActorGaze.Actors.Images;
using ActorGaze.Actors.Persistence;
using ActorGaze.Actors.Runs;
using ActorGaze.Tui.Client;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Cli;

/// <summary><c>show RUN</c>: one run, its settings and its epochs.</summary>
internal static class ShowVerb
{
    public static Command Make(Surroundings around)
    {
        var name = new Argument<string>("RUN") { Description = "A run's name, as ps lists it." };
        var command = new Command("show", "Shows one run: its settings, where it stands, its epochs.") { name };
        command.SetAction((parsed, cancel) => ShowAsync(Call.Of(parsed, around), parsed.GetRequiredValue(name), cancel));
        return command;
    }

    private static async Task<int> ShowAsync(Call call, string name, CancellationToken cancel)
    {
        call.CheckSets();
        var told = JournalReader.Open(call.StateFolder).RequiredRun(name, call.StateFolder);
        var found = await EngineClient.FindAsync(call.StateFolder, cancel).ConfigureAwait(false);
        using var client = found?.Client;
        call.Say(client is null ? told : await client.RunAsync(told.Spec!.Id, cancel).ConfigureAwait(false) ?? told, Lines);
        return ExitStatus.Well;
    }

    internal static IEnumerable<string> Lines(RunState run)
    {
        var spec = run.Spec!;
        (string Name, string? Text)[] facts =
        [
            ("run", spec.Id.Value),
            ("phase", run.Phase.Word() + (run.Reason is null ? "" : $": {run.Reason}")),
            ("network", $"level {spec.Level}"),
            ("data", spec.Data),
            ("images", run.Images is { } images ? ImagesWords.Summary(images) : null),
            .. LeftOut(run),
            ("variant", spec.Variant.Length == 0 ? null : spec.Variant),
            ("λ", $"{Numbers.Weight(spec.GazeWeight)} ({spec.Curriculum.Shape.ToString().ToLowerInvariant()} from {Numbers.Percent(spec.Curriculum.From, 0)} to {Numbers.Percent(spec.Curriculum.To, 0)})"),
            ("gaze", $"reference {spec.Gaze.Reference.ToString().ToLowerInvariant()}, distance {spec.Gaze.Distance.ToString().ToLowerInvariant()}"),
            ("trial", $"{spec.Trial}, seed {spec.Seed}"),
            ("epochs", $"{run.Epochs.Count} of {spec.Epochs}"),
            ("attempts", $"{run.Attempts}{(run.Device is null ? "" : $", the last on {run.Device}")}"),
            ("last fault", run.LastFault is { } fault ? $"{fault.Reason}{(fault.At is null ? "" : $" ({fault.At})")}" : null),
            ("checkpoint", run.Latest is { } latest ? $"{latest.File}, {latest.At}, {Numbers.Bytes(latest.Bytes)}" : null),
            ("weights", run.WeightsSha256),
        ];
        return
        [
            .. facts.Where(f => f.Text is not null).Select(f => $"{f.Name,-12}{f.Text}"),
            .. run.Epochs.IsEmpty ? [] : Epochs(run).Prepend(""),
        ];
    }

    private static IEnumerable<(string Name, string? Text)> LeftOut(RunState run) =>
        run.Images is { } images ? ImagesWords.LeftOutByName(images).Select((line, i) => (i == 0 ? "left out" : "", (string?)line)) : [];

    private static IEnumerable<string> Epochs(RunState run) => TextTable.Lines(
        [
            new("epoch", true), new("rate", true), new("λ", true), new("train loss", true), new("gaze loss", true), new("loss", true), new("accuracy", true), new("kappa", true),
            new("gaze dev.", true), new("zero gazes", true), new("entropy", true),
        ],
        [
            .. run.Epochs.Select(e => (IReadOnlyList<string>)
            [
                $"{e.Epoch}", Numbers.Short(e.LearningRate), Numbers.Short(e.GazeWeight), Numbers.Fixed(e.Training.CrossEntropy, 4), Numbers.Fixed(e.Training.GazeLoss, 5),
                Numbers.Fixed(e.Evaluation.CrossEntropy, 4), Numbers.Fixed(e.Evaluation.Accuracy, 3), Numbers.Fixed(e.Evaluation.Kappa, 3), Numbers.Fixed(e.Evaluation.GazeDeviation, 4),
                Numbers.Percent(e.Evaluation.ZeroGazeShare), Numbers.Fixed(e.Evaluation.GazeEntropy, 3),
            ]),
        ]);
}
