using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Faults;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Nn.Training;
using ActorGaze.Tests.Actors;
using ActorGaze.Tui.Reports;

namespace ActorGaze.Tests.Tui.Reports;

/// <summary>What a report works out of its runs, beside the statistics themselves.</summary>
public sealed class StudyTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_first_epochs_can_be_left_out_of_a_correlation()
    {
        var sweep = MadeUp.Sweep(Evaluation.Analytic, [0], [2], 1, 4) with { PaperCorrelations = ImmutableSortedDictionary<int, double>.Empty.Add(2, -0.61) };
        var report = SweepReport.Of(sweep, [MadeUp.Run(sweep.Runs[0], RunPhase.Completed, (0.0, 0.01), (0.3, 0.05), (0.4, 0.03), (0.5, 0.01))]);

        var studies = CorrelationStudy.Of(report);

        Assert.Equal([0, 1], studies.Select(s => s.Skipped)); // three epochs are left
        Assert.Equal(0.16116, studies[0].Mean!.Value, 1e-3); // by hand: sxy = 0.0020, sxx = 0.14, syy = 0.0011, with means 0.3 and 0.025
        Assert.True(studies[0].AgreesWithPaper is false);
        Assert.Equal(-1, studies[1].Mean!.Value, 1e-12); // the last three lie on a line
        Assert.True(studies[1].AgreesWithPaper);
    }

    [Fact]
    public void A_difference_that_all_trials_share_is_a_finding_and_one_that_they_do_not_is_none()
    {
        var sweep = MadeUp.Sweep(Evaluation.Learning, [0, 5, 50], [2], 4, 1);
        double[] helped = [0.10, 0.11, 0.12, 0.11], mixed = [-0.10, 0.11, 0.02, -0.05];
        var report = SweepReport.Of(sweep, [.. sweep.Runs.Select(r => MadeUp.Run(
            r, RunPhase.Completed, (0.5 + (r.GazeWeight == 5 ? helped[r.Trial - 1] : r.GazeWeight == 50 ? mixed[r.Trial - 1] : 0), r.GazeWeight == 0 ? 0.03 : 0.02 + (r.Trial / 1e3))))]);

        var kappa = LearningStudy.Of(report, Figures.Kappa);
        var gaze = LearningStudy.Of(report, Figures.Deviation);

        Assert.Equal([Finding.Higher, Finding.CannotBeTold], kappa.Select(c => c.Finding));
        Assert.Equal([Finding.Lower, Finding.Lower], gaze.Select(c => c.Finding));
        Assert.Equal(["helped", "cannot be told", "more consistent", "more consistent"], kappa.Concat(gaze).Select(ComparisonTable.Words));
        Assert.Equal(2 * kappa[0].Difference.PValue!.Value, kappa[0].Corrected!.Value, 1e-12); // Holm: the least of two
        var sentences = Findings.Of(report).Sentences;
        Assert.Equal(3, sentences.Length);
        Assert.Equal("The gaze loss raised kappa for λ = 5, level 2 (by 0.110); of the other comparison it cannot be told.", sentences[0]);
        Assert.Contains("lowered the gaze deviation for λ = 5, level 2", sentences[1], StringComparison.Ordinal);
        Assert.Equal("The highest mean kappa, 0.610, is that of λ = 5, level 2; without the gaze loss it is 0.500 there.", sentences[2]);
    }

    [Fact]
    public void Two_pairs_are_no_finding_whatever_their_p_value()
    {
        var sweep = MadeUp.Sweep(Evaluation.Learning, [0, 5], [2], 2, 1);
        var report = SweepReport.Of(sweep, [.. sweep.Runs.Select(r => MadeUp.Run(r, RunPhase.Completed, (r.GazeWeight == 0 ? 0.5 : 0.6 + (r.Trial / 1e4), 0.02)))]);

        var comparison = Assert.Single(LearningStudy.Of(report, Figures.Kappa));

        Assert.True(comparison.Corrected < 0.01);
        Assert.Equal(Finding.CannotBeTold, comparison.Finding);
        Assert.Equal("No λ has 3 completed trials beside those of λ = 0, so no change of kappa can be told.", Findings.Of(report).Sentences[0]);
    }

    [Fact]
    public void Where_few_trials_are_done_a_page_says_what_cannot_be_told()
    {
        var sweep = MadeUp.Sweep(Evaluation.Learning, [0, 5], [2], 2, 1);
        var none = SweepReport.Of(sweep, []);
        var one = SweepReport.Of(sweep, [.. sweep.Runs.Where(r => r.Trial == 1).Select(r => MadeUp.Run(r, RunPhase.Completed, (0.5, 0.02)))]);

        Assert.Equal("No run is completed, so nothing has come out yet.", Assert.Single(Findings.Of(none).Sentences));
        Assert.Contains("nothing can be told from chance", Findings.Of(one).Limits[0], StringComparison.Ordinal);
        Assert.StartsWith("This sweep is still going.", ReportWords.Unfinished(one), StringComparison.Ordinal);
    }

    [Fact]
    public void Gazes_that_are_zero_are_told_where_the_deviation_is_low()
    {
        var sweep = MadeUp.Sweep(Evaluation.Learning, [0], [2], 1, 1);
        var run = MadeUp.Run(sweep.Runs[0], RunPhase.Completed, (0.5, 0.001));
        var blind = run with { Epochs = [run.Epochs[0] with { Evaluation = run.Epochs[0].Evaluation with { ZeroGazeShare = 0.62 } }] };

        Assert.DoesNotContain(Findings.Of(SweepReport.Of(sweep, [run])).Limits, text => text.Contains("looks at nothing", StringComparison.Ordinal));
        Assert.Contains(Findings.Of(SweepReport.Of(sweep, [blind])).Limits, text => text.Contains("level 2 (62 %): a low deviation", StringComparison.Ordinal));
    }

    [Fact]
    public void A_runs_time_is_that_of_its_attempts_and_a_crew_that_vanished_counts_up_to_its_last_event()
    {
        var spec = MadeUp.Sweep(Evaluation.Learning, [0], [1], 1, 3).Runs[0];
        RunEvent[] events =
        [
            new RunEvent.Submitted(spec) { At = Noon },
            new RunEvent.Started(1, "cpu", null) { At = Noon.AddMinutes(1) },
            new RunEvent.Faulted(1, new Fault(FaultClass.Forgivable, "the disk was away", null)) { At = Noon.AddMinutes(4) }, // 3 minutes
            new RunEvent.Started(2, "cpu", null) { At = Noon.AddMinutes(10) },
            new RunEvent.CheckpointSaved(Checkpoint, "time") { At = Noon.AddMinutes(12) }, // 2 minutes, and then the engine was killed
            new RunEvent.Started(3, "cpu", Checkpoint) { At = Noon.AddMinutes(30) },
            new RunEvent.Paused("by hand", Checkpoint) { At = Noon.AddMinutes(31) }, // 1 minute
        ];

        var history = RunHistory.Of(events);

        Assert.Equal(TimeSpan.FromMinutes(6), history.Training);
        Assert.Equal(TimeSpan.FromMinutes(31), history.Wall);
        Assert.Equal((3, 1), (history.Attempts, history.Pauses));
        Assert.Equal("the disk was away", Assert.Single(history.Faults).Reason);
        Assert.Equal(TimeSpan.Zero, RunHistory.Of([]).Wall);
        var report = SweepReport.OfJournal(MadeUp.Sweep(Evaluation.Learning, [0], [1], 1, 3), [JournalledRun.Of(spec, events)]);
        Assert.Equal(Noon.AddMinutes(31), report.Newest);
        Assert.Equal(["made-up-l1-w0-t1", "3", "1", "1", "1860", "360"], ProvenanceTables.Times(report).Rows[0].SelectMany(cell => cell.Values));
    }

    private static CheckpointRef Checkpoint { get; } =
        new("e0001-s00000-a1.safetensors", new string('a', 64), new string('b', 64), 1234, new TrainingPosition(1, 0));

    [Fact]
    public void Every_setting_that_decides_bits_is_told_with_all_its_values()
    {
        var report = SweepReport.Of(MadeUp.Sweep(Evaluation.Learning, [0], [1], 2, 3), []);

        var rows = ProvenanceTables.Settings(report).Rows.ToDictionary(row => row[0].Text, row => row[1].Text);

        Assert.Equal("3", rows["training.epochs"]);
        Assert.Equal("1; 2", rows["sweep.seed"]);
        Assert.Equal("32", rows["training.batch-size"]);
        Assert.DoesNotContain(PartSettings.Assembly, rows.Keys);
    }

    [Fact]
    public void Parameters_of_parts_are_settings_and_so_is_the_assembly_that_went_on()
    {
        var sweep = MadeUp.Sweep(Evaluation.Learning, [0], [1], 2, 3);
        sweep = sweep with { Runs = [Samples.Brought with { Id = sweep.Runs[0].Id }, sweep.Runs[1]] };
        var accepted = MadeUp.Run(sweep.Runs[0], RunPhase.Completed) with { AcceptedPlugin = new string('2', 64) };

        var rows = ProvenanceTables.Settings(SweepReport.Of(sweep, [accepted])).Rows.ToDictionary(row => row[0].Text, row => row[1].Text);

        Assert.Equal(("32", "gelu", "0.5", "3"), (rows["network.width"], rows["network.act"], rows["distance.delta"], rows["loss.shape.waves"]));
        Assert.Equal(new string('2', 64), rows[PartSettings.Assembly]);
    }
}
