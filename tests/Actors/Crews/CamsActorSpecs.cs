using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Crews;
using ActorGaze.Actors.Engine.Runs;
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

    private static CancellationToken Cancel => Deadline.Token;

    public void Dispose() => _system.Terminate().Wait(TimeSpan.FromSeconds(10));

    [Fact]
    public async Task It_tells_the_weights_of_the_epochs_to_come_before_they_begin()
    {
        var cams = _system.ActorOf(CamsActor.Props(Attempt, _spec, classes: 1, stepsPerEpoch: 4));
        using var trainer = Inbox.Create(_system);

        trainer.Send(cams, new MeansRestored(Attempt, TrainingPosition.Start, MovingClassMeans.Empty(1, 0.9)));
        var (first, second) = ((GazeWeightsAhead)await trainer.ReceiveAsync(), (GazeWeightsAhead)await trainer.ReceiveAsync());
        trainer.Send(cams, new MeansFolded(Attempt, new TrainingPosition(1, 1), MovingClassMeans.Empty(1, 0.9)));
        var third = (GazeWeightsAhead)await trainer.ReceiveAsync();

        Assert.Equal((1, 2, 3), (first.Epoch, second.Epoch, third.Epoch));
        Assert.Equal([0, 6.25, 12.5, 18.75], Rounded(first)); // two of ten epochs, in which λ rises to 50
        Assert.Equal([25, 31.25, 37.5, 43.75], Rounded(second));
        Assert.Equal([50, 50, 50, 50], third.Weights);
    }

    [Fact]
    public async Task No_weights_are_told_of_an_epoch_that_will_not_be()
    {
        var cams = _system.ActorOf(CamsActor.Props(Attempt, _spec with { Epochs = 1 }, classes: 1, stepsPerEpoch: 4));
        using var trainer = Inbox.Create(_system);

        trainer.Send(cams, new MeansRestored(Attempt, TrainingPosition.Start, MovingClassMeans.Empty(1, 0.9)));
        trainer.Send(cams, new AskMeans());

        Assert.Equal(1, ((GazeWeightsAhead)await trainer.ReceiveAsync()).Epoch);
        Assert.IsType<MovingClassMeans>(await trainer.ReceiveAsync());
    }

    [Fact]
    public async Task It_keeps_the_means_that_the_newest_step_folded_and_drops_those_of_another_attempt()
    {
        var cams = _system.ActorOf(CamsActor.Props(Attempt, _spec, classes: 1, stepsPerEpoch: 4));
        var (mine, others) = (new MovingClassMeans(0.9, [[4.0]]), new MovingClassMeans(0.9, [[200.0]]));

        cams.Tell(new MeansFolded(Attempt, new TrainingPosition(0, 2), mine));
        cams.Tell(new MeansFolded(Attempt - 1, new TrainingPosition(0, 3), others));

        Assert.Equal(mine, await cams.Ask<MovingClassMeans>(new AskMeans(), TimeSpan.FromSeconds(10), Cancel));
    }

    private static IEnumerable<double> Rounded(GazeWeightsAhead ahead) => ahead.Weights.Select(weight => Math.Round(weight, 9));
}
