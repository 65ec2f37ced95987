using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Examination;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Measures;

namespace ActorGaze.Tests.Tui;

/// <summary>Examinations of runs that never ran.</summary>
internal static class MadeUpExamination
{
    private static readonly ImmutableArray<double> Shares = [.. Enumerable.Range(0, 17).Select(i => i / 16.0)];

    /// <summary>A gaze that points at what is used, in which nothing is zero.</summary>
    public static GazeExamination Of(RunSpec run, int epoch, string classA = "glioma")
    {
        var maps = new MapsFound(40, 0, 0, 0, 1.5, 0.8);
        return new GazeExamination
        {
            Run = run.Id.Value,
            Epoch = epoch,
            Checkpoint = "e.safetensors",
            CheckpointSha256 = new string('1', 64),
            Images = new string('2', 64),
            Layer = "target",
            Normalise = GazeNormalisation.MinMax,
            Asked = 40,
            Classes = [new ClassExamination(classA, 50, 0.03, maps, 0.6, null), new ClassExamination("notumor", 50, 0.05, maps, 0.5, null)],
            Maps = maps with { Samples = 80 },
            Deviation = 0.04,
            Consistency = 0.55,
            Removal = new RemovalFound(40, Falling(4), Rising(4), Falling(1.5), Rising(1.5)),
            Road = new RoadFound(40, [0.1, 0.3, 0.5, 0.7, 0.9], [0.9, 0.7, 0.5, 0.4, 0.3], [1, 0.95, 0.9, 0.8, 0.6]),
            Randomised = [new RandomisedPart("head", 0.1, 0.2, 3), new RandomisedPart("body", 0.02, 0.1, 5)],
            Samples =
            [
                .. new[] { classA, "notumor" }.SelectMany((name, label) => Enumerable.Range(0, 4)
                    .Select(n => new ExaminedSample(name, $"Testing/{name}/{n}.png", n + (4 * label), n < 2, 0.01 * (n + 1), 0.9, 2, 2,
                        Convert.ToBase64String([0, 80, 160, 255]), Dot))),
            ],
        };
    }

    /// <summary>The same, of which many maps are zero.</summary>
    public static GazeExamination Nothing(RunSpec run, int epoch) => Of(run, epoch) with
    {
        Maps = new MapsFound(80, 60, 4, 2, 0.001, 0.9), Deviation = 0.0003,
    };

    private static Curve Falling(double steepness) => new(Shares, [.. Shares.Select(share => Math.Exp(-steepness * share))]);

    private static Curve Rising(double steepness) => new(Shares, [.. Shares.Select(share => 1 - Math.Exp(-steepness * share))]);

    /// <summary>A JPEG of one gray pixel.</summary>
    private const string Dot =
        "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAA//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AN//Z";
}
