using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Statistics;
using ActorGaze.Tui.Cli;
using ActorGaze.Tui.Client;

namespace ActorGaze.Tests.Tui.Cli;

public sealed class ShowVerbTests
{
    [Theory]
    [InlineData(RunPhase.Running, false, "phase       running (no engine)")]
    [InlineData(RunPhase.Running, true, "phase       running")]
    [InlineData(RunPhase.Completed, false, "phase       completed")]
    public void Where_no_engine_lives_a_run_that_runs_by_its_journal_is_shown_as_that(RunPhase phase, bool engine, string expected)
    {
        var run = MadeUp.Run(MadeUp.Sweep(Evaluation.Learning, [0], [1], 1, 2).Runs[0], phase);

        Assert.Contains(expected, ShowVerb.Lines(RunView.Of(run), engine: engine));
    }

    [Fact]
    public void A_run_is_shown_with_its_classes_and_their_counts()
    {
        var run = MadeUp.Run(MadeUp.Sweep(Evaluation.Learning, [0], [1], 1, 2).Runs[0], RunPhase.Completed, (0.4, 0.02), (0.5, 0.02)) with
        {
            Classes = new ClassNames(["10", "2\u202e"]),
        };

        string[] lines = [.. ShowVerb.Lines(RunView.Of(run))];

        Assert.Contains("classes     10, 2\\u202E", lines);
        Assert.Equal(
            ["epoch 2, by true class, and how often it was taken for each", "class    images  recall  10  2\\u202E", "10           50   0.800  40       10", "2\\u202E      50   0.900   5       45"],
            lines[^4..]);
        Assert.Contains("epoch 1, by true class, and how often it was taken for each", ShowVerb.Lines(RunView.Of(run), epoch: 1));
    }

    [Fact]
    public void Where_a_gaze_is_taken_in_another_way_than_usual_that_is_shown()
    {
        var run = MadeUp.Run(MadeUp.Sweep(Evaluation.Learning, [0], [1], 1, 2).Runs[0], RunPhase.Running);
        var other = run with { Spec = run.Spec! with { Gaze = run.Spec.Gaze with { Layer = "first", Normalise = GazeNormalisation.Sum, Method = GazeMethod.LayerCam } } };

        Assert.Contains("gaze        reference ema, distance l2", ShowVerb.Lines(RunView.Of(run)));
        Assert.Contains("gaze        layercam, layer first, normalised by sum, reference ema, distance l2", ShowVerb.Lines(RunView.Of(other)));
    }

    [Fact]
    public void Of_many_classes_each_is_shown_with_the_one_it_was_most_often_taken_for()
    {
        const int Many = 13;
        var run = MadeUp.Run(MadeUp.Sweep(Evaluation.Learning, [0], [1], 1, 1).Runs[0], RunPhase.Completed, (0.4, 0.02));
        int[] counts = [.. Enumerable.Range(0, Many * Many).Select(i => i % (Many + 1) == 0 ? 4 : i == 2 ? 3 : i == 1 ? 1 : 0)];
        var epoch = run.Epochs[0] with { Evaluation = run.Epochs[0].Evaluation with { Confusion = new ConfusionMatrix(Many, [.. counts]) } };

        string[] lines = [.. ShowVerb.Lines(RunView.Of(run with { Classes = null, Epochs = [epoch] }))];

        Assert.Equal("class     images  recall  most often taken for", lines[^(Many + 1)]);
        Assert.Equal("class 0        8   0.500  class 2 (3)", lines[^Many]);
        Assert.Equal("class 12       4   1.000  –", lines[^1]);
    }
}
