using System.CommandLine;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Persistence;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Models;
using ActorGaze.Tui.Client;
using ActorGaze.Tui.Rendering;
using ActorGaze.Tui.Terminal;

namespace ActorGaze.Tui.Cli;

/// <summary><c>show RUN</c>: one run, its settings and its epochs.</summary>
internal static class ShowVerb
{
    private const int MostInMatrix = 12; // classes

    public static Command Make(Surroundings around)
    {
        var name = new Argument<string>("RUN") { Description = "A run's name, as ps lists it." };
        var epoch = new Option<int?>("--epoch")
        {
            Description = "The confusion matrix of this epoch. Default: the newest.", HelpName = "N",
        };
        var command = new Command("show", "Shows one run: its settings, where it stands, its epochs, its confusion matrix.")
        {
            name, epoch,
        };
        command.SetAction((parsed, cancel) =>
            ShowAsync(Call.Of(parsed, around), parsed.GetRequiredValue(name), parsed.GetValue(epoch), cancel));
        return command;
    }

    private static async Task<int> ShowAsync(Call call, string name, int? epoch, CancellationToken cancel)
    {
        call.CheckSets();
        var live = await LiveAsync(call, name, cancel).ConfigureAwait(false);
        var (view, waiting) = live ?? (RunView.Of(call.Journal().RequiredRun(name, call.StateFolder)), null);
        var engine = live is not null || EngineLock.IsHeld(new StateFolder(call.StateFolder));
        var done = view.State.Epochs.Count;
        if (epoch is not null && (epoch < 1 || epoch > done)) throw new InvalidInputException(
            $"--epoch: found {epoch}; allowed: {(done == 0 ? "none, for no epoch is completed yet" : $"1 to {done}")}.");
        call.Say(view.Dto, _ => Lines(view, waiting, engine, epoch));
        return ExitStatus.Well;
    }

    /// <summary>As a living engine tells it, and what it waits for; null where none lives, or it has no such run or no time.</summary>
    private static async Task<(RunView View, string? Waiting)?> LiveAsync(Call call, string name, CancellationToken cancel)
    {
        var found = await EngineClient.FindAsync(call.StateFolder, call.Warn, cancel).ConfigureAwait(false);
        using var client = found?.Client;
        try
        {
            if (client is null || await client.RunAsync(RunId.Known(name), cancel).ConfigureAwait(false) is not { } view) return null;
            var line = call.Json
                ? null
                : (await client.FrameAsync(cancel).ConfigureAwait(false)).Runs.FirstOrDefault(run => run.Id.Value == name);
            return (view, line?.Waiting?.Words());
        }
        catch (EngineBusyException)
        {
            return null; // the journal tells nearly as much
        }
    }

    /// <param name="waiting">What it waits for, as a living engine tells it.</param>
    /// <param name="engine">An engine lives: without one nothing moves, whatever the phase.</param>
    /// <param name="epoch">Whose confusion matrix is shown; null: the newest.</param>
    internal static IEnumerable<string> Lines(RunView view, string? waiting = null, bool engine = true, int? epoch = null)
    {
        var (run, words) = (view.State, view.Words);
        var spec = run.Spec!;
        (string Name, string? Text)[] facts =
        [
            ("run", spec.Id.Value),
            ("phase", RunWords.Phase(words.Phase, engine) + (run.Reason is null ? "" : $": {run.Reason}")),
            ("waits for", waiting),
            ("network", spec.Network.ToString()),
            ("plug-in", spec.Plugin is { } plugin ? $"{plugin.File}, SHA-256 {run.AcceptedPlugin ?? plugin.Sha256}" : null),
            ("data", spec.Data),
            ("source", spec.Source is { } source ? $"{source.Name}{(source.Plugin is { } from ? $" of {from.File}" : "")}" : null),
            ("classes", run.Classes is { } classes ? string.Join(", ", LookAlikes.Shown(classes.Names)) : null),
            ("images", run.Images is { } images ? ImagesWords.Summary(images) : null),
            .. LeftOut(run),
            ("variant", spec.Variant.Length == 0 ? null : spec.Variant),
            ("λ", $"{Numbers.Weight(spec.GazeWeight)} ({words.Shape} from {Numbers.Percent(spec.Curriculum.From, 0)} to "
                + $"{Numbers.Percent(spec.Curriculum.To, 0)})"),
            ("gaze", $"{Taken(spec.Gaze)}reference {words.Reference}, distance {words.Distance}"),
            ("loss term", spec.Loss.Term is { } term ? $"{term} · {Numbers.Weight(spec.Loss.Weight)} ({spec.Loss.Curriculum.Shape} from "
                + $"{Numbers.Percent(spec.Loss.Curriculum.From, 0)} to {Numbers.Percent(spec.Loss.Curriculum.To, 0)})" : null),
            ("trial", $"{spec.Trial}, seed {spec.Seed}"),
            ("epochs", $"{run.Epochs.Count} of {spec.Epochs}"),
            ("attempts", $"{run.Attempts}{(run.Device is null ? "" : $", the last on {run.Device}")}"),
            ("memory", run.Memory is { } memory ? $"{Numbers.Bytes(memory)} at most, in a process of its own" : null),
            ("bits", run.Bits?.ToString()),
            ("other bits", run.OtherBits),
            ("last fault", run.LastFault is { } fault ? $"{fault.Reason}{(fault.At is null ? "" : $" ({fault.At})")}" : null),
            ("checkpoint", run.Latest is { } latest ? $"{latest.File}, {latest.At}, {Numbers.Bytes(latest.Bytes)}" : null),
            ("set aside", run.LastSetAside is { } aside ? $"{aside} ('events {spec.Id}' says why)" : null),
            ("weights", run.WeightsSha256),
        ];
        return
        [
            .. facts.Where(f => f.Text is not null).Select(f => $"{f.Name,-12}{f.Text}"),
            .. run.LastFault?.Stack is { } stack
                ? stack.Split('\n').Select(line => $"  {line.TrimEnd()}").Prepend("stack of the last fault").Prepend("")
                : [],
            .. run.Epochs.IsEmpty ? [] : Epochs(run).Prepend(""),
            .. run.Epochs.IsEmpty ? [] : Classes(run, epoch ?? run.Epochs.Count).Prepend(""),
        ];
    }

    /// <summary>How a gaze is taken, as far as that is not as usual.</summary>
    private static string Taken(GazeSpec gaze) => string.Concat(
        gaze.Method == GazeMethod.GradCam ? "" : $"{gaze.Method}, ",
        gaze.Layer == GazeModel.TargetLayer ? "" : $"layer {gaze.Layer}, ",
        gaze.Normalise switch
        {
            GazeNormalisation.MinMax => "",
            GazeNormalisation.None => "not normalised, ",
            var by => $"normalised by {by.ToString().ToLowerInvariant()}, ",
        });

    /// <summary>An epoch's evaluation, class by class: what each was taken for, in a column for each class where they are few.</summary>
    private static IEnumerable<string> Classes(RunState run, int epoch)
    {
        var confusion = Confusion.Of(run.Classes, run.Epochs[epoch - 1].Evaluation.Confusion);
        var matrix = confusion.Matrix.Classes <= MostInMatrix;
        var table = TextTable.Lines(
            [
                new("class"), new("images", true), new("recall", true),
                .. matrix ? confusion.Names.Select(name => new Column(name, true)) : [new Column("most often taken for")],
            ],
            [
                .. confusion.Labels.Select(truth => (IReadOnlyList<string>)
                [
                    confusion.Names[truth], $"{confusion.Images(truth)}", Numbers.Fixed(confusion.Recall(truth), 3),
                    .. matrix
                        ? confusion.Labels.Select(predicted => $"{confusion.Matrix[truth, predicted]}")
                        : [confusion.MistakeWords(truth)],
                ]),
            ]);
        return table.Prepend($"epoch {epoch}, by true class{(matrix ? ", and how often it was taken for each" : "")}");
    }

    private static IEnumerable<(string Name, string? Text)> LeftOut(RunState run) =>
        run.Images is { } images ? ImagesWords.LeftOutByName(images).Select((line, i) => (i == 0 ? "left out" : "", (string?)line)) : [];

    private static IEnumerable<string> Epochs(RunState run) => TextTable.Lines(
        [
            new("epoch", true), new("rate", true), new("λ", true), new("train loss", true), new("gaze loss", true), new("loss", true),
            new("accuracy", true), new("kappa", true),
            new("gaze dev.", true), new("zero gazes", true), new("entropy", true),
        ],
        [
            .. run.Epochs.Select(e => (IReadOnlyList<string>)
            [
                $"{e.Epoch}", Numbers.Short(e.LearningRate), Numbers.Short(e.GazeWeight), Numbers.Fixed(e.Training.CrossEntropy, 4),
                Numbers.Fixed(e.Training.GazeLoss, 5),
                Numbers.Fixed(e.Evaluation.CrossEntropy, 4), Numbers.Fixed(e.Evaluation.Accuracy, 3), Numbers.Fixed(e.Evaluation.Kappa, 3),
                Numbers.Deviation(e.Evaluation.GazeDeviation),
                Numbers.Percent(e.Evaluation.ZeroGazeShare), Numbers.Fixed(e.Evaluation.GazeEntropy, 3),
            ]),
        ]);
}
