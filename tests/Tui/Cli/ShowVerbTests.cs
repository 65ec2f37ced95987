using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
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
        Assert.Equal(["class    images  correct   share", "10           50       40  80.0 %", "2\\u202E      50       45  90.0 %"], lines[^3..]);
    }
}
