using ActorGaze.Actors.Contracts.Images;

namespace ActorGaze.Actors.Contracts.Runs;

/// <summary>Which data set a run trains on.</summary>
internal static class RunImages
{
    public static OpenImages Of(RunSpec run) => new(run.Data, run.Phantoms, run.OnBadImage, run.Depth);
}
