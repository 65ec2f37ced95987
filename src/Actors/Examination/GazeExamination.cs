using System.Collections.Immutable;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Measures;

namespace ActorGaze.Actors.Examination;

/// <summary>
/// Whether the gaze of one run, as one of its checkpoints has it, is any good: over the images that the run is evaluated on, and the class
/// of each. A function of the checkpoint and the images alone.
/// </summary>
public sealed record GazeExamination
{
    /// <summary>Counts up whenever the same checkpoint and images give other figures.</summary>
    public const int CurrentVersion = 1;

    public int Version { get; init; } = CurrentVersion;

    public required string Run { get; init; }

    /// <summary>Epochs done where the checkpoint was saved.</summary>
    public required int Epoch { get; init; }

    /// <summary>Steps into the next one.</summary>
    public int Steps { get; init; }

    /// <summary>Its file's name.</summary>
    public required string Checkpoint { get; init; }

    /// <summary>Of the checkpoint's file, in lower-case hex.</summary>
    public required string CheckpointSha256 { get; init; }

    /// <summary>The content key of the images.</summary>
    public required string Images { get; init; }

    /// <summary>The CAM method's name, with the parameters that were given. The first files do not say it.</summary>
    public string Method { get; init; } = GazeMethod.GradCam;

    /// <summary>See <see cref="GazeSpec.Layer"/>.</summary>
    public required string Layer { get; init; }

    public required GazeNormalisation Normalise { get; init; }

    /// <summary>Images that were asked for where a measure takes many forward passes.</summary>
    public required int Asked { get; init; }

    public required ImmutableArray<ClassExamination> Classes { get; init; }

    /// <summary>Of all classes together.</summary>
    public required MapsFound Maps { get; init; }

    /// <summary>As at the end of an epoch: over correct samples, under the run's normalisation.</summary>
    public required double Deviation { get; init; }

    /// <summary>Mean of the classes' consistency scores; null where none has one.</summary>
    public double? Consistency { get; init; }

    /// <summary>Null where no sample is correct.</summary>
    public RemovalFound? Removal { get; init; }

    /// <summary>Null where no sample is correct.</summary>
    public RoadFound? Road { get; init; }

    /// <summary>From the head to the image, each with all before it given new weights; empty where no sample is correct.</summary>
    public ImmutableArray<RandomisedPart> Randomised { get; init; } = [];

    /// <summary>Null where no lesion is known.</summary>
    public LesionsFound? Lesions { get; init; }

    /// <summary>Of each class, the samples whose gazes lie nearest to the class's mean gaze, and those whose gazes lie farthest.</summary>
    public ImmutableArray<ExaminedSample> Samples { get; init; } = [];

    /// <summary>Evaluated images.</summary>
    public int Evaluated => Classes.Sum(one => one.Evaluated);

    /// <summary>Those that the network names right.</summary>
    public int Correct => Classes.Sum(one => one.Maps.Samples);
}

/// <summary>One class.</summary>
/// <param name="Evaluated">Its images.</param>
/// <param name="Deviation">Of its correct samples; null where there is none.</param>
/// <param name="Maps">Of its correct samples.</param>
/// <param name="Consistency">See <see cref="ConsistencyScore"/>.</param>
public sealed record ClassExamination(string Name, int Evaluated, double? Deviation, MapsFound Maps, double? Consistency,
    LesionsFound? Lesions);

/// <summary>Mean curves of the probability of the class; see <see cref="Nn.Measures.Removal"/>.</summary>
/// <param name="DeletionElsewhere">The same with each map moved to another place: what a gaze of this shape comes to by chance.</param>
public sealed record RemovalFound(int Images, Curve Deletion, Curve Insertion, Curve DeletionElsewhere, Curve InsertionElsewhere);

/// <summary>Shares of images that are still named right; see <see cref="Nn.Measures.Road"/>.</summary>
/// <param name="Shares">Of the pixels that are imputed.</param>
/// <param name="MostFirst">Those that count most for the gaze go first.</param>
/// <param name="LeastFirst">Those that count least go first.</param>
public sealed record RoadFound(int Images, ImmutableArray<double> Shares, ImmutableArray<double> MostFirst,
    ImmutableArray<double> LeastFirst)
{
    /// <summary>The mean of least first less most first, in [−1, 1]; about 0 for a gaze that points anywhere.</summary>
    public double Score => LeastFirst.Zip(MostFirst, (least, most) => least - most).Average();
}

/// <summary>How alike gazes are before and after; see <see cref="Randomisation"/>.</summary>
/// <param name="Spearman">Mean over the images where it is defined; null where it is for none.</param>
/// <param name="Ssim">The same of the gazes in [0, 1].</param>
/// <param name="Constant">Images whose map is constant before or after, so that nothing is defined.</param>
public sealed record RandomisedPart(string Part, double? Spearman, double? Ssim, int Constant);

/// <summary>Means over correct samples with a lesion; see <see cref="Localisation"/>.</summary>
public sealed record LesionsFound(int Images, double Pointing, double PointingByChance, double? Energy, double EnergyByChance)
{
    /// <summary>Null where there is none.</summary>
    public static LesionsFound? Of(IReadOnlyCollection<Localisation> found) => found.Count == 0
        ? null
        : new LesionsFound(
            found.Count, found.Average(one => one.Hit ? 1.0 : 0), found.Average(one => one.HitByChance),
            found.Any(one => one.Energy is not null) ? found.Average(one => one.Energy ?? 0) : null,
                found.Average(one => one.EnergyByChance));
}

/// <summary>One sample as a page shows it.</summary>
/// <param name="Path">Of its file, relative to the data set's root.</param>
/// <param name="Place">In the order of the evaluation, from 0.</param>
/// <param name="Consistent">Whether it is one of the nearest to its class's mean gaze; else one of the farthest.</param>
/// <param name="Deviation">From it, under the run's normalisation.</param>
/// <param name="Gaze">A byte for each cell, 0 to 255 for 0 to 1, row by row, in base64.</param>
/// <param name="Picture">A JPEG file's bytes, in base64.</param>
public sealed record ExaminedSample(
    string Class, string Path, int Place, bool Consistent, double Deviation, double Confidence, int Height, int Width, string Gaze,
        string Picture);
