using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Nn.Data.Manifests;

namespace ActorGaze.Actors.Contracts.Runs;

/// <summary>Which data set a run trains on.</summary>
internal static class RunImages
{
    public static OpenImages Of(RunSpec run) => new(run.Data, run.Phantoms, run.OnBadImage, run.Depth)
    {
        Form = run.Form.IsUsual ? null : run.Form,
        EvaluateOn = run.EvaluateOn,
        Columns = run.Columns == ManifestColumns.Usual ? null : run.Columns,
        Source = run.Source,
        DropLeaked = run.DropLeaked,
        HeldBack = run.DropLeaked ? run.Validation : 0,
    };
}
