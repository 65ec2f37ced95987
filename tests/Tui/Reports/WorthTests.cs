using System.Text.Json;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Examination;
using ActorGaze.Nn.Measures;
using ActorGaze.Tui.Reports;

namespace ActorGaze.Tests.Tui.Reports;

/// <summary>What a report says of gaze checks.</summary>
public sealed class WorthTests
{
    private static readonly SweepSpec Sweep = MadeUp.Sweep(Evaluation.Learning, [0, 500], [2], trials: 2, epochs: 4);

    private static readonly GazeExamination Good = MadeUpExamination.Of(Sweep.Runs[0], 4);

    [Fact]
    public void A_gaze_that_points_at_what_is_used_is_called_that()
    {
        var assessment = GazeAssessment.Of(Good);

        Assert.Equal((GazeAssessment.Kind.Used, "points at what is used"), (assessment.Is, assessment.Word));
        Assert.Equal("Taking away what it points at harms the network more than taking away as much elsewhere (deletion 0.25 against 0.52 elsewhere, insertion 0.75 against 0.48, ROAD +0.29).", assessment.Reason);
        Assert.Contains("ROAD +0.29).", assessment.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_low_deviation_that_means_nothing_is_called_that_whatever_else_holds()
    {
        var assessment = GazeAssessment.Of(MadeUpExamination.Nothing(Sweep.Runs[0], 4));

        Assert.Equal((GazeAssessment.Kind.Nothing, "looks at nothing"), (assessment.Is, assessment.Word));
        Assert.Equal(
            "82 % of its maps say nothing (60 of 80 zero, 4 of 80 near-flat and 2 of 80 collapsed): its deviation of 0.000300 does not mean that it looks at the same place, but that it often looks at nothing.",
            assessment.Reason);
    }

    [Fact]
    public void So_are_one_that_new_weights_leave_as_it_is_one_that_points_elsewhere_and_one_of_which_nothing_is_known()
    {
        Assert.Equal(GazeAssessment.Kind.Untaught, GazeAssessment.Of(Good with { Randomised = [new RandomisedPart("head", 0.1, 0.1, 0),
            new RandomisedPart("body", 0.7, 0.6, 0)] }).Is);
        Assert.Equal(GazeAssessment.Kind.Untrained, GazeAssessment.Of(Good with { Classes = [.. Good.Classes.Select(one =>
            one with { Evaluated = 75 })] }).Is); // recall 0.53 of two classes
        Assert.Equal(GazeAssessment.Kind.Unclear,
            GazeAssessment.Of(Good with { Removal = Good.Removal! with { Deletion = Good.Removal.DeletionElsewhere,
            Insertion = Good.Removal.InsertionElsewhere } }).Is);
        var removal = Good.Removal!;
        Assert.Equal(
            GazeAssessment.Kind.Unused,
            GazeAssessment.Of(Good with { Removal = removal with { Deletion = removal.DeletionElsewhere,
                DeletionElsewhere = removal.Deletion, Insertion = removal.InsertionElsewhere },
                Road = Good.Road! with { LeastFirst = Good.Road.MostFirst } }).Is);
        Assert.Equal(GazeAssessment.Kind.Unknown, GazeAssessment.Of(Good with { Removal = null, Road = null, Maps = new MapsFound(0, 0, 0, 0,
            null, null) }).Is);
    }

    [Fact]
    public void Where_a_lesion_is_known_chance_stands_beside_it()
    {
        Assert.Null(GazeAssessment.Lesions(Good));
        Assert.Equal(
            "Its greatest value lies on the lesion, or within 15 pixels, in 75 % of 30 images (8 % by chance), and 20 % of its sum lie inside (2 % by chance).",
            GazeAssessment.Lesions(Good with { Lesions = new LesionsFound(30, 0.75, 0.08, 0.2, 0.02) }));
    }

    [Fact]
    public void The_part_says_what_is_there_and_which_command_adds_what_is_missing()
    {
        Assert.Equal(["No run has been examined yet. 'actorgaze gaze check made-up' does that from the checkpoints, and the next report shows it here."], GazeWorth.Sentences(Report((_, _) => null)));

        var sentences = GazeWorth.Sentences(Report((run, i) => i switch
        {
            0 => MadeUpExamination.Of(run, 4),
            1 => MadeUpExamination.Nothing(run, 3),
            _ => null,
        })).ToArray();

        Assert.StartsWith("λ = 0, level 2: the gaze points at what is used. In trial 1: taking away what it points at harms", sentences[0],
            StringComparison.Ordinal);
        Assert.StartsWith("λ = 500, level 2: the gaze looks at nothing. In trial 1: 82 % of its maps say nothing", sentences[1],
            StringComparison.Ordinal);
        Assert.StartsWith("Not examined yet: ", sentences[2], StringComparison.Ordinal);
        Assert.EndsWith("'actorgaze gaze check made-up' adds them.", sentences[2], StringComparison.Ordinal);
        Assert.StartsWith($"Examined at an earlier epoch than the last: {Sweep.Runs[1].Id} (epoch 3 of 4).", sentences[3],
            StringComparison.Ordinal);
    }

    [Fact]
    public void Of_several_trials_their_number_stands_before_what_their_gazes_do()
    {
        Assert.StartsWith("λ = 0, level 2: in both trials that were examined, the gaze points at what is used. In trial 1: taking",
            GazeWorth.Sentences(Report((run, _) => MadeUpExamination.Of(run, 4))).First(), StringComparison.Ordinal);
        Assert.StartsWith("λ = 0, level 2: in 1 of 2 trials that were examined, the gaze looks at nothing. In trial 2: 82 %",
            GazeWorth.Sentences(Report((run, i) => run.Trial == 2 ? MadeUpExamination.Nothing(run, 4) : MadeUpExamination.Of(run, 4))).First(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_method_is_kept_and_one_of_a_version_without_it_is_Grad_CAM()
    {
        var json = JsonSerializer.SerializeToNode(Good with { Method = "layercam" }, Json.Options)!.AsObject();
        Assert.Equal("layercam", json.Deserialize<GazeExamination>(Json.Options)!.Method);
        json.Remove("method");
        Assert.Equal("gradcam", json.Deserialize<GazeExamination>(Json.Options)!.Method);
        Assert.Contains(WorthTables.Of(Report((run, _) => Good))[1].Columns, column => column.Title == "Method");
    }

    [Fact]
    public void What_cannot_be_told_has_it_too_and_the_files_have_every_number()
    {
        var report = Report((run, i) => i == 1 ? MadeUpExamination.Nothing(run, 4) : MadeUpExamination.Of(run, 4));

        Assert.Contains(
            "Gaze checks found many maps that say nothing, zero, near-flat or collapsed, for λ = 500, level 2 (41 %): a low deviation there means that the network looks at nothing, not that it looks at the same place.",
            Findings.Of(report).Limits);
        var tables = WorthTables.Of(report);
        Assert.Equal(
            ["gaze-worth", "gaze-worth-by-run", "gaze-maps", "gaze-lesions", "gaze-randomised", "gaze-curves"],
                tables.Select(table => table.Name));
        Assert.All(tables, table => Assert.All(table.Rows, row => Assert.Equal(table.Columns.SelectMany(column => column.Csv).Count(),
            row.SelectMany(cell => cell.Values).Count())));
        Assert.All(tables, table => Assert.Distinct(table.Columns.SelectMany(column => column.Csv)));
        Assert.Equal(4 * ((4 * 17) + (2 * 5)), tables[^1].Rows.Length);
        var data = WorthData.Of(report, report.Settings[0]);
        Assert.Equal([(0, true), (0, true), (1, false), (1, true)], data.Select(one => (one.Weight, one.Good)));
        Assert.All(data, one => Assert.Equal(8, one.Samples.Length));
    }

    private static SweepReport Report(Func<RunSpec, int, GazeExamination?> examined) => SweepReport.OfJournal(
        Sweep,
        [
            .. Sweep.Runs.Select((run, i) => new JournalledRun(MadeUp.Run(run, RunPhase.Completed, MadeUp.Course(4, i)),
                RunHistory.None) { Examination = examined(run, i) }),
        ]);
}
