using ActorGaze.Actors.Examination;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Reports;

/// <summary>What an examination of a run's gaze says, in plain sentences. Pure.</summary>
/// <param name="Word">A few words, for a table.</param>
/// <param name="Reason">Why.</param>
internal sealed record GazeAssessment(GazeAssessment.Kind Is, string Word, string Reason)
{
    /// <summary>Worst first.</summary>
    public enum Kind
    {
        /// <summary>No sample is correct.</summary>
        Unknown,

        /// <summary>So many maps say nothing that a low deviation is no consistency.</summary>
        Nothing,

        /// <summary>The network has hardly learned to tell the classes apart.</summary>
        Untrained,

        /// <summary>It changes little when the weights are new.</summary>
        Untaught,

        /// <summary>Taking away what it points at harms no more than taking away something else.</summary>
        Unused,

        /// <summary>The measures of that disagree.</summary>
        Unclear,

        /// <summary>None of these.</summary>
        Used,
    }

    /// <summary>Share of the maps that say nothing from which on a deviation is not believed.</summary>
    public const double MuchNothing = 0.1;

    /// <summary>Of the way from chance to all recall, below which a network has hardly learned.</summary>
    private const double HardlyLearned = 0.1;

    private const double StillAlike = 0.5; // Spearman's ρ with all weights new
    private const double Clear = 0.05; // a difference of areas or accuracies

    public static GazeAssessment Of(GazeExamination found)
    {
        if (found.Maps.Nothing is not { } nothing || found.Removal is not { } removal || found.Road is not { } road)
            return new GazeAssessment(Kind.Unknown, "cannot be told", "No image is named right, so there is no gaze to look at.");
        if (nothing >= MuchNothing)
        {
            return new GazeAssessment(
                Kind.Nothing, "looks at nothing",
                $"{Numbers.Percent(nothing, 0)} of its maps say nothing ({Kinds(found)}): its deviation of "
                + $"{Numbers.Short(found.Deviation)} does not mean that it looks at the same "
                + "place, but that it often looks at nothing.");
        }

        var (recall, chance) = (found.Classes.Where(one => one.Evaluated > 0).Average(one => (double)one.Maps.Samples / one.Evaluated),
            1.0 / found.Classes.Length);
        if (recall - chance < HardlyLearned * (1 - chance))
        {
            return new GazeAssessment(
                Kind.Untrained, "is that of a network that has hardly learned",
                $"The network's mean recall is {Numbers.Fixed(recall, 2)}, and by chance it would be {Numbers.Fixed(chance, 2)}: its "
                + $"deviation of {Numbers.Short(found.Deviation)} is no sign "
                + "of a consistent gaze.");
        }

        var alike = found.Randomised.IsEmpty ? null : found.Randomised[^1].Spearman;
        if (alike >= StillAlike)
        {
            return new GazeAssessment(
                Kind.Untaught, "hardly depends on the weights",
                $"With all weights new, its gazes are still much the same (ρ = {Numbers.Fixed(alike, 2)}): they show the image rather than "
                + "what the network has learned.");
        }

        var signs = new[] { removal.DeletionElsewhere.Area - removal.Deletion.Area,
            removal.Insertion.Area - removal.InsertionElsewhere.Area, road.Score }.Count(gain => gain >= Clear);
        var numbers = $"deletion {Numbers.Fixed(removal.Deletion.Area, 2)} against {Numbers.Fixed(removal.DeletionElsewhere.Area, 2)} "
            + $"elsewhere, insertion {Numbers.Fixed(removal.Insertion.Area, 2)} against "
            + $"{Numbers.Fixed(removal.InsertionElsewhere.Area, 2)}, ROAD {Signed(road.Score)}";
        return signs switch
        {
            0 => new GazeAssessment(
                Kind.Unused, "points at nothing that is used",
                $"Taking away what it points at harms the network no more than taking away as much elsewhere ({numbers})."),
            1 => new GazeAssessment(Kind.Unclear, "may or may not point at what is used", $"The measures disagree ({numbers})."),
            _ => new GazeAssessment(
                Kind.Used, "points at what is used",
                $"Taking away what it points at harms the network more than taking away as much elsewhere ({numbers})."),
        };
    }

    /// <summary>Where a lesion is known: how often it is looked at; null where none is.</summary>
    public static string? Lesions(GazeExamination found) => found.Lesions is not { } lesions
        ? null
        : $"Its greatest value lies on the lesion, or within 15 pixels, in {Numbers.Percent(lesions.Pointing, 0)} of {lesions.Images} "
            + $"images ({Numbers.Percent(lesions.PointingByChance, 0)} by "
          + $"chance), and {Numbers.Percent(lesions.Energy, 0)} of its sum lie inside ({Numbers.Percent(lesions.EnergyByChance, 0)} by "
          + "chance).";

    private static string Kinds(GazeExamination found) => FindingWords.Joined(
    [
        .. new[] { (found.Maps.Zero, "zero"), (found.Maps.NearFlat, "near-flat"), (found.Maps.Collapsed, "collapsed") }
            .Where(kind => kind.Item1 > 0).Select(kind => $"{kind.Item1} of {found.Maps.Samples} {kind.Item2}"),
    ]);

    private static string Signed(double value) => FindingWords.Signed(value, 2) is var text && text.StartsWith('−') ? text : "+" + text;
}
