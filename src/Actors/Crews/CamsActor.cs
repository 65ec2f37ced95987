using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Engine.Runs;
using ActorGaze.Nn.Gaze;
using Akka.Actor;

namespace ActorGaze.Actors.Crews;

/// <summary>
/// Keeps λ and the moving class means of one attempt. It tells the trainer λ of whole epochs ahead, and takes in the means that each step
/// has folded, and answers whoever asks for them.
/// </summary>
internal sealed class CamsActor : ReceiveActor
{
    private readonly int _attempt;
    private readonly RunSpec _spec;
    private readonly int _stepsPerEpoch;

    public CamsActor(int attempt, RunSpec spec, int classes, int stepsPerEpoch)
    {
        (_attempt, _spec, _stepsPerEpoch) = (attempt, spec, stepsPerEpoch);
        Means = MovingClassMeans.Empty(classes, spec.Gaze.EmaDecay);

        Receive<MeansRestored>(restored => restored.Attempt == attempt, restored =>
        {
            Means = restored.Means;
            TellWeights(restored.At.EpochsDone + 1);
            TellWeights(restored.At.EpochsDone + 2);
        });
        Receive<MeansFolded>(folded => folded.Attempt == attempt, folded =>
        {
            Means = folded.Means;
            if (folded.At.StepsIntoNext == 1) TellWeights(folded.At.EpochsDone + 2);
        });
        Receive<AskMeans>(_ => Sender.Tell(Means));
    }

    private MovingClassMeans Means { get; set; }

    public static Props Props(int attempt, RunSpec spec, int classes, int stepsPerEpoch) =>
        Akka.Actor.Props.Create(() => new CamsActor(attempt, spec, classes, stepsPerEpoch));

    private void TellWeights(int epoch)
    {
        if (epoch <= _spec.Epochs) Sender.Tell(GazeWeightsAhead.Of(_attempt, _spec, epoch, _stepsPerEpoch));
    }
}
