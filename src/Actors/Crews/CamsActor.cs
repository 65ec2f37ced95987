using ActorGaze.Actors.Runs;
using ActorGaze.Nn.Gaze;
using Akka.Actor;

namespace ActorGaze.Actors.Crews;

/// <summary>Keeps where each class has been looking, and says how much that matters by now.</summary>
internal sealed class CamsActor : ReceiveActor
{
    private MovingClassMeans _means;

    public CamsActor(int attempt, RunSpec spec, int classes, int stepsPerEpoch)
    {
        _means = MovingClassMeans.Empty(classes, spec.Gaze.EmaDecay);

        Receive<RememberMeans>(remembered => _means = remembered.Means);
        Receive<CamsSeen>(seen => seen.Attempt == attempt, seen =>
        {
            _means = _means.Fold(seen.Gazes);
            Sender.Tell(new GazeTargetReady(attempt, seen.At, _means, spec.WeightAt(seen.At, stepsPerEpoch)));
        });
    }

    public static Props Props(int attempt, RunSpec spec, int classes, int stepsPerEpoch) =>
        Akka.Actor.Props.Create(() => new CamsActor(attempt, spec, classes, stepsPerEpoch));
}
