using System.CommandLine;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Crews;
using ActorGaze.Actors.Examination;
using ActorGaze.Actors.Persistence;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;
using ActorGaze.Nn.Training;
using ActorGaze.Tui.Rendering;
using ActorGaze.Tui.Reports;
using ActorGaze.Tui.Terminal;

namespace ActorGaze.Tui.Cli;

/// <summary><c>gaze check NAME…</c>: whether runs' gazes are any good, from their checkpoints. It needs no engine.</summary>
internal static class GazeVerb
{
    private const int MostImages = 100_000;

    /// <summary>What was asked.</summary>
    private sealed record Wish(IReadOnlyList<string> Names, int? Epoch, int Images);

    public static Command Make(Surroundings around)
    {
        var names = new Argument<string[]>("NAME")
        {
            Description = "Runs, or sweeps, which stand for all of their runs that have a checkpoint.", Arity = ArgumentArity.OneOrMore,
        };
        var epoch = new Option<int?>("--epoch")
        {
            Description = "The checkpoint at the end of this epoch, where it is kept. Default: the newest sound one.", HelpName = "N",
        };
        var images = new Option<int>("--images")
        {
            Description = $"Images, spread over the classes, where a measure takes many forward passes. Default: {Examiner.UsualImages}.",
                HelpName = "N",
            DefaultValueFactory = _ => Examiner.UsualImages,
        };
        var check = new Command(
            "check",
            "Examines gazes: deletion and insertion, ROAD, new weights, maps that say nothing, consistency, and where lesions are known "
            + "whether they are looked at. What it finds is kept in the state folder, and 'report' shows it.")
        {
            names, epoch, images,
        };
        check.SetAction((parsed, cancel) => Task.Run(
            () => Check(Call.Of(parsed, around), new Wish([.. parsed.GetRequiredValue(names).Distinct()], parsed.GetValue(epoch),
                parsed.GetValue(images)), cancel), CancellationToken.None));
        return new Command("gaze", "Whether a gaze is any good.") { check };
    }

    private static int Check(Call call, Wish wish, CancellationToken cancel)
    {
        call.CheckSets();
        if (wish.Images is < 1 or > MostImages)
            throw new InvalidInputException($"--images: found '{wish.Images}'; allowed: 1 to {MostImages}.");
        var journal = call.Journal();
        var runs = wish.Names.SelectMany(name => Runs(call, journal, name)).DistinctBy(run => run.Spec!.Id).ToArray();
        NamedTorch.Load(call.Around);
        using var interruption = new Interruption(call.Around);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel, interruption.Token);
        var rows = new List<GazeCheckRow>();
        foreach (var (run, n) in runs.Select((run, n) => (run, n)))
        {
            var row = Examine(call, run, wish, runs.Length == 1 ? "" : $" ({n + 1} of {runs.Length})", end.Token);
            rows.Add(row);
            if (!call.Json) foreach (var line in row.Lines()) call.Around.Out.WriteLine(SafeText.Reason(line));
        }

        if (call.Json) call.Say(rows, _ => []);
        return ExitStatus.Well;
    }

    private static IEnumerable<RunState> Runs(Call call, JournalReader journal, string name)
    {
        if (journal.Sweeps().Find(sweep => sweep.Name == name) is not { } sweep) return [journal.RequiredRun(name, call.StateFolder)];
        RunState[] some = [.. journal.RunsOf(sweep.Name).Where(run => run.Spec is not null && !run.Checkpoints.IsEmpty)];
        return some.Length > 0 ? some
            : throw new InvalidInputException(
                $"{name}: none of its runs has a checkpoint yet; allowed: a sweep of which a run has saved one.");
    }

    private static GazeCheckRow Examine(Call call, RunState run, Wish wish, string count, CancellationToken cancel)
    {
        var (folder, name) = (new StateFolder(call.StateFolder), run.Spec!.Id.Value);
        try
        {
            return ForeignCode.Run(run.Spec, () =>
            {
                using var network = TrainedNetwork.Open(folder, run, wish.Epoch, call.Warn);
                var (sha256, at) = (network.Checkpoint.Sha256, network.Checkpoint.At);
                if (ExaminationFiles.Read(folder, run.Spec.Id, at.EpochsDone, at.StepsIntoNext) is { } known
                    && known.CheckpointSha256 == sha256 && known.Asked == wish.Images
                    && (run.Images is null || known.Images == run.Images.Content)) return GazeCheckRow.Of(known, true);
                var found = Examiner.Run(folder, run, network, wish.Images, new Progress(call, $"{name}{count}"), cancel,
                    call.Around.Plugins.Sources.Folder);
                ExaminationFiles.Write(folder, found);
                return GazeCheckRow.Of(found, false);
            });
        }
        catch (Exception e) when (e is DamagedCheckpointException or UnauthorizedAccessException)
        {
            throw new PreventedException($"{name}: {e.Message}", e);
        }
    }

    /// <summary>A line every few seconds.</summary>
    private sealed class Progress(Call call, string run) : IProgress<ExaminationProgress>
    {
        private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(2);

        private long _last = call.Around.Clock.GetTimestamp();

        public void Report(ExaminationProgress value)
        {
            if (call.Around.Clock.GetElapsedTime(_last) < BetweenLines) return;
            _last = call.Around.Clock.GetTimestamp();
            call.Around.Error.WriteLine(FormattableString.Invariant($"gaze check: {run}: {value.What}, {value.Done} of {value.Total}"));
        }
    }
}

/// <summary>What <c>gaze check</c> says of a run; the file in the state folder has all of it.</summary>
/// <param name="Known">Whether it had been examined before, so that nothing was done.</param>
/// <param name="Nothing">Share of the maps that say nothing.</param>
/// <param name="NewHead">Spearman's ρ of the gazes before and after the head was given new weights.</param>
/// <param name="NewWeights">The same, after everything was.</param>
internal sealed record GazeCheckRow(
    string Run, int Epoch, string Checkpoint, bool Known, string Verdict, IReadOnlyList<string> Sentences, int Evaluated, int Correct,
        double Deviation, double? Nothing, int Zero, int NearFlat,
    int Collapsed, double? Entropy, double? Consistency, int Images, double? Deletion, double? DeletionElsewhere, double? Insertion,
        double? InsertionElsewhere, double? Road, double? NewHead,
    double? NewWeights, LesionsFound? Lesions)
{
    public static GazeCheckRow Of(GazeExamination found, bool known)
    {
        var assessment = GazeAssessment.Of(found);
        return new GazeCheckRow(
            found.Run, found.Epoch, found.Checkpoint, known, assessment.Word,
                [assessment.Reason, .. GazeAssessment.Lesions(found) is { } lesions ? [lesions] : Array.Empty<string>()],
            found.Evaluated, found.Correct, found.Deviation, found.Maps.Nothing, found.Maps.Zero, found.Maps.NearFlat,
                found.Maps.Collapsed, found.Maps.Entropy, found.Consistency,
            found.Removal?.Images ?? 0, found.Removal?.Deletion.Area, found.Removal?.DeletionElsewhere.Area, found.Removal?.Insertion.Area,
                found.Removal?.InsertionElsewhere.Area, found.Road?.Score,
            found.Randomised.IsEmpty ? null : found.Randomised[0].Spearman, found.Randomised.IsEmpty ? null
                : found.Randomised[^1].Spearman, found.Lesions);
    }

    public IEnumerable<string> Lines() =>
    [
        $"{Run}: after epoch {Epoch}, {Correct} of {Evaluated} images named right: the gaze {Verdict}{(Known ? " (examined before)" : "")}",
        .. Sentences.Select(sentence => $"  {sentence}"),
        $"  maps: {Zero} zero, {NearFlat} near-flat, {Collapsed} collapsed; entropy {Numbers.Fixed(Entropy, 2)} of 1; consistency "
        + $"{Numbers.Fixed(Consistency, 2)}; deviation {Numbers.Short(Deviation)}",
        .. Images == 0 ? Array.Empty<string>() :
        [
            $"  over {Images} images: deletion {Numbers.Fixed(Deletion, 3)} (elsewhere {Numbers.Fixed(DeletionElsewhere, 3)}), insertion "
            + $"{Numbers.Fixed(Insertion, 3)} (elsewhere {Numbers.Fixed(InsertionElsewhere, 3)}), ROAD {Numbers.Fixed(Road, 3)}",
            $"  gazes before and after new weights: ρ {Numbers.Fixed(NewHead, 2)} with a new head, {Numbers.Fixed(NewWeights, 2)} with all "
            + "weights new",
        ],
    ];
}
