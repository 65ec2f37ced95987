using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Nn.Data.Folders;
using ActorGaze.Nn.Data.Phantoms;

namespace ActorGaze.Actors.Settings;

/// <summary>What two keys of a run's images say together and must not. Pure.</summary>
internal static class ImageConflicts
{
    /// <summary>The key that is wrong, and what it may be; null where all fit.</summary>
    public static (string Path, string Allowed)? First(RunSpec run) => run switch
    {
        { EvaluateOn: EvaluateOn.Val, Validation: > 0 } => (
            "data.evaluate-on", FormattableString.Invariant(
                $"test where data.validation is not 0: it is {run.Validation}, which holds back a part of the training images")),
        { EvaluateOn: EvaluateOn.Val } when PhantomNames.KindOf(run.Data) is not null =>
            ("data.evaluate-on", "test where sweep.data names phantoms"),
        { Form.Channels: 1, Pixels.Mean.IsPerChannel: true } => ("data.mean", "one number where data.channels = gray"),
        { Form.Channels: 1, Pixels.Deviation.IsPerChannel: true } => ("data.deviation", "one number where data.channels = gray"),
        _ => null,
    };
}
