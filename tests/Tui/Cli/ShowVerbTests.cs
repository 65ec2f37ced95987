using ActorGaze.Actors.Runs;
using ActorGaze.Actors.Sweeps;
using ActorGaze.Tui.Cli;
using ActorGaze.Tui.Client;

namespace ActorGaze.Tests.Tui.Cli;

public sealed class ShowVerbTests
{
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
