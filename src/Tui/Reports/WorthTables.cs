using System.Collections.Immutable;
using ActorGaze.Actors.Examination;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Measures;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Reports;

/// <summary>What gaze checks found, as tables.</summary>
internal static class WorthTables
{
    public static ImmutableArray<ReportTable> Of(SweepReport report)
    {
        RunReport[] examined = [.. report.Runs.Where(run => run.Examination is not null)];
        if (examined.Length == 0) return [];
        return [BySetting(report), ByRun(examined), Maps(examined), Lesions(examined), Randomised(examined), Curves(examined)];
    }

    /// <summary>Means over trials.</summary>
    private static ReportTable BySetting(SweepReport report) => new(
        "gaze-worth", "Gaze checks",
        "Mean ± sample standard deviation over the trials that were examined, of correct samples and their own class. Says nothing: the "
        + "share of zero, near-flat and collapsed maps. Deletion: the area under the probability of the class as the pixels go, those that "
        + "count most first (less is better); insertion: as they come back into a blurred image (more is better); elsewhere: with each map "
        + "moved to another place. ROAD: accuracy with the least relevant pixels imputed, less accuracy with the most relevant. ρ, all "
        + "weights new: Spearman's, of the gazes before and after (near 0 is better). Consistency: after C-Score.",
        1,
        [
            "Setting", "λ", "Trials", ReportTables.Mean("Says nothing"), ReportTables.Mean("Deletion"),
                ReportTables.Mean("Deletion elsewhere"),
            ReportTables.Mean("Insertion"), ReportTables.Mean("Insertion elsewhere"), ReportTables.Mean("ROAD"),
                ReportTables.Mean("ρ, all weights new"), ReportTables.Mean("Consistency"),
            ReportTables.Mean("Entropy"),
        ],
        [
            .. from setting in report.Settings
               from weight in setting.Weights
               let found = weight.Runs.Select(run => run.Examination).OfType<GazeExamination>().ToArray()
               where found.Length > 0
               select (ImmutableArray<Cell>)
               [
                   Cell.Of(setting.Title(report.ManyData)), Cell.Of(Numbers.Weight(weight.GazeWeight)), Cell.Of(found.Length),
                   Mean(found, one => one.Maps.Nothing, 3), Mean(found, one => one.Removal?.Deletion.Area, 3),
                       Mean(found, one => one.Removal?.DeletionElsewhere.Area, 3),
                   Mean(found, one => one.Removal?.Insertion.Area, 3), Mean(found, one => one.Removal?.InsertionElsewhere.Area, 3),
                       Mean(found, one => one.Road?.Score, 3),
                   Mean(found, one => one.Randomised.IsDefaultOrEmpty ? null : one.Randomised[^1].Spearman, 2),
                       Mean(found, one => one.Consistency, 3), Mean(found, one => one.Maps.Entropy, 3),
               ],
        ])
    { Part = ReportPart.Worth };

    private static ReportTable ByRun(RunReport[] examined) => new(
        "gaze-worth-by-run", "Gaze checks by run", "What the sentences above go by.", 2,
        ["Run", "Verdict", "Epoch", "Method", "Layer", "Correct", "Deviation", "Says nothing", "Images", "Deletion", "Insertion", "ROAD",
            "ρ, new head", "ρ, all weights new"],
        [
            .. from run in examined
               let found = run.Examination!
               select (ImmutableArray<Cell>)
               [
                   Cell.Of(run.Spec.Id.Value), Cell.Of(GazeAssessment.Of(found).Word), Cell.Of(found.Epoch), Cell.Of(found.Method),
                   Cell.Of(found.Layer),
                       Cell.Of(found.Correct), new Cell(Numbers.Short(found.Deviation), Cell.Exact(found.Deviation)),
                   Cell.Of(found.Maps.Nothing, 3), Cell.Of(found.Removal?.Images ?? 0), Cell.Of(found.Removal?.Deletion.Area, 3),
                       Cell.Of(found.Removal?.Insertion.Area, 3),
                   Cell.Of(found.Road?.Score, 3), Cell.Of(found.Randomised.IsEmpty ? null : found.Randomised[0].Spearman, 2),
                       Cell.Of(found.Randomised.IsEmpty ? null : found.Randomised[^1].Spearman, 2),
               ],
        ])
    { Part = ReportPart.Worth, Folded = true };

    private static ReportTable Maps(RunReport[] examined) => new(
        "gaze-maps", "Maps by run and class",
        $"Of correct samples. Zero: zero everywhere. Near-flat: the range is below {ImageGaze.FlatShare * 100:0} % of the greatest value. "
        + $"Collapsed: neither, and the range is below {MapsFound.Share * 100:0} % of the class's median range. Entropy: 0 for one cell, 1 "
        + "for an even map.",
        2,
        ["Run", "Class", "Images", "Correct", "Zero", "Near-flat", "Collapsed", "Median range", "Entropy", "Consistency", "Deviation"],
        [
            .. from run in examined
               from one in run.Examination!.Classes
               select (ImmutableArray<Cell>)
               [
                   Cell.Of(run.Spec.Id.Value), Cell.Of(one.Name), Cell.Of(one.Evaluated), Cell.Of(one.Maps.Samples),
                       Cell.Of(one.Maps.Zero), Cell.Of(one.Maps.NearFlat), Cell.Of(one.Maps.Collapsed),
                   Short(one.Maps.MedianRange), Cell.Of(one.Maps.Entropy, 3), Cell.Of(one.Consistency, 3), Short(one.Deviation),
               ],
        ])
    { Part = ReportPart.Worth, Folded = true };

    private static ReportTable Lesions(RunReport[] examined) => new(
        "gaze-lesions", "Gaze and lesion",
        "Where the lesion is known, of correct samples. Pointing: the share whose greatest pixel lies in the lesion or within 15 pixels. "
        + "Energy: the share of the map's sum inside. By chance: what an even map comes to.",
        2,
        ["Run", "Class", "Images", "Pointing", "Pointing by chance", "Energy", "Energy by chance"],
        [
            .. from run in examined
               from row in run.Examination!.Classes.Select(one => (one.Name, one.Lesions)).Append(("all", run.Examination.Lesions))
               where row.Lesions is not null
               let lesions = row.Lesions
               select (ImmutableArray<Cell>)
               [
                   Cell.Of(run.Spec.Id.Value), Cell.Of(row.Item1), Cell.Of(lesions.Images), Cell.Of(lesions.Pointing, 3),
                       Cell.Of(lesions.PointingByChance, 3), Cell.Of(lesions.Energy, 3),
                   Cell.Of(lesions.EnergyByChance, 3),
               ],
        ])
    { Part = ReportPart.Worth, Folded = true };

    private static ReportTable Randomised(RunReport[] examined) => new(
        "gaze-randomised", "New weights, from the head on",
        "How alike gazes are before and after a part and all before it in the list were given the weights of another seed. Constant: "
        + "images whose map is constant before or after.", 2,
        ["Run", "Part", "Spearman's ρ", "SSIM", "Constant"],
        [
            .. from run in examined
               from part in run.Examination!.Randomised
               select (ImmutableArray<Cell>)[Cell.Of(run.Spec.Id.Value), Cell.Of(part.Part), Cell.Of(part.Spearman, 3),
                   Cell.Of(part.Ssim, 3), Cell.Of(part.Constant)],
        ])
    { Part = ReportPart.Worth, Folded = true };

    private static ReportTable Curves(RunReport[] examined) => new(
        "gaze-curves", "Deletion, insertion and ROAD by share of the pixels",
        "Deletion and insertion: the mean probability of the class. ROAD: the accuracy with that share imputed.", 2,
            ["Run", "Curve", "Share", "Value"],
        [
            .. from run in examined
               from curve in CurvesOf(run.Examination!)
               from point in curve.Shares.Zip(curve.Values)
               select (ImmutableArray<Cell>)[Cell.Of(run.Spec.Id.Value), Cell.Of(curve.Name), Cell.Of(point.Item1, 3),
                   Cell.Of(point.Item2, 3)],
        ])
    { Part = ReportPart.Worth, Folded = true };

    private static IEnumerable<(string Name, ImmutableArray<double> Shares,
        ImmutableArray<double> Values)> CurvesOf(GazeExamination found) =>
    [
        .. found.Removal is not { } removal ? [] : new[]
        {
            ("deletion", removal.Deletion.Shares, removal.Deletion.Values),
                ("deletion elsewhere", removal.DeletionElsewhere.Shares, removal.DeletionElsewhere.Values),
            ("insertion", removal.Insertion.Shares, removal.Insertion.Values),
                ("insertion elsewhere", removal.InsertionElsewhere.Shares, removal.InsertionElsewhere.Values),
        },
        .. found.Road is not { } road ? [] : new[] { ("ROAD, most relevant first", road.Shares, road.MostFirst),
            ("ROAD, least relevant first", road.Shares, road.LeastFirst) },
    ];

    private static Cell Mean(GazeExamination[] found, Func<GazeExamination, double?> of, int digits) =>
        ReportTables.Mean(Spread.Of(found.Select(of).OfType<double>()), digits);

    private static Cell Short(double? value) => new(Numbers.Short(value), Cell.Exact(value));
}
