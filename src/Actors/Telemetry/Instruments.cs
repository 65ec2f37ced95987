using System.Diagnostics.Metrics;
using ActorGaze.Actors.Contracts.Faults;
using ActorGaze.Actors.Engine;

namespace ActorGaze.Actors.Telemetry;

/// <summary>What a run's actors count for whoever collects the meter; where nobody does, counting is a look at an empty list.</summary>
internal static class Instruments
{
    /// <summary>The meter's name, of these and of <see cref="Gauges"/>.</summary>
    public const string Meter = "ActorGaze";

    public const string StepsName = "actorgaze.steps";
    public const string ImagesName = "actorgaze.images";

    public const string NodeMessagesName = "actorgaze.node.messages";

    private static readonly Meter Counted = new(Meter);

    private static readonly Counter<long> StepsTaken = Counted.CreateCounter<long>(StepsName, "{step}", "Training steps applied.");
    private static readonly Counter<long> Images = Counted.CreateCounter<long>(ImagesName, "{image}", "Images trained on.");
    private static readonly Counter<long> Faults = Counted.CreateCounter<long>("actorgaze.faults", "{fault}", "Faults of runs, by class.");
    private static readonly Histogram<double> Saves = Counted.CreateHistogram<double>(
        "actorgaze.saves", "s", "Checkpoints saved, and how long each took.");

    private static readonly Counter<long> NodeMessages = Counted.CreateCounter<long>(
        NodeMessagesName, "{message}", "Messages between runs and their crews on other machines, both ways.");

    public static void NodeMessage() => NodeMessages.Add(1);

    public static void Steps(string sweep, long steps, long images)
    {
        StepsTaken.Add(steps, Of(sweep));
        Images.Add(images, Of(sweep));
    }

    public static void Save(string sweep, TimeSpan took) => Saves.Record(took.TotalSeconds, Of(sweep));

    public static void Fault(string sweep, FaultClass @class) => Faults.Add(1, Of(sweep), new("class", @class.ToString()));

    private static KeyValuePair<string, object?> Of(string sweep) => new("sweep", sweep);
}
