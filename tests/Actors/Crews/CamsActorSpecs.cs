using ActorGaze.Actors.Crews;
using ActorGaze.Actors.Runs;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Training;
using Akka.Actor;

namespace ActorGaze.Tests.Actors.Crews;

[Slow]
public sealed class CamsActorSpecs : IDisposable
{
    private const int Attempt = 2;

    private readonly ActorSystem _system = ActorSystem.Create("cams");
    private readonly RunSpec _spec = new(new RunId("r1")) { Epochs = 10, GazeWeight = 50, Curriculum = new CurriculumSpec(CurriculumShape.Linear, 0, 0.2) };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _system.Terminate().Wait(TimeSpan.FromSeconds(10));

    [Fact]
    public async Task It_folds_what_was_seen_and_answers_with_the_means_and_the_curriculums_weight()
    {
        var cams = _system.ActorOf(CamsActor.Props(Attempt, _spec, classes: 2, stepsPerEpoch: 4));
        var seen = new BatchGazes([[2.0, 4.0], []], [2, 0]);
        var later = new BatchGazes([[0.0, 0.0], [9.0, 9.0]], [2, 1]);

        var first = await See(cams, new TrainingPosition(0, 2), seen);
        var second = await See(cams, new TrainingPosition(1, 0), later);

        Assert.Equal([1.0, 2.0], first.Means.Means[0]);
        Assert.False(first.Means.Knows(1));
        Assert.Equal(12.5, first.Weight); // half an epoch of the two over which λ rises, from ten epochs
        Assert.Equal([0.9, 1.8], second.Means.Means[0].Select(mean => Math.Round(mean, 12)));
        Assert.False(second.Means.Knows(1)); // one correct sample makes no mean
        Assert.Equal(25, second.Weight);
    }

    [Fact]
    public async Task Remembered_means_are_what_is_folded_into()
    {
        var cams = _system.ActorOf(CamsActor.Props(Attempt, _spec, classes: 1, stepsPerEpoch: 4));

        cams.Tell(new RememberMeans(new MovingClassMeans(0.5, [[8.0]])));
        var target = await See(cams, TrainingPosition.Start, new BatchGazes([[4.0]], [2]));

        Assert.Equal([5.0], target.Means.Means[0]);
    }

    [Fact]
    public async Task What_another_attempt_has_seen_is_dropped()
    {
        var cams = _system.ActorOf(CamsActor.Props(Attempt, _spec, classes: 1, stepsPerEpoch: 4));

        cams.Tell(new CamsSeen(Attempt - 1, TrainingPosition.Start, new BatchGazes([[200.0]], [2])));
        var target = await See(cams, TrainingPosition.Start, new BatchGazes([[4.0]], [2]));

        Assert.Equal([2.0], target.Means.Means[0]);
    }

    private static Task<GazeTargetReady> See(IActorRef cams, TrainingPosition at, BatchGazes gazes) =>
        cams.Ask<GazeTargetReady>(new CamsSeen(Attempt, at, gazes), TimeSpan.FromSeconds(10), Cancel);
}
