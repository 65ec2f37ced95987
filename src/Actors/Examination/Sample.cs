using ActorGaze.Nn;
using ActorGaze.Nn.Data.Decoding;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Measures;
using ActorGaze.Nn.Statistics;
using static TorchSharp.torch;

namespace ActorGaze.Actors.Examination;

/// <summary>One evaluated image.</summary>
/// <param name="Index">Into the image store.</param>
/// <param name="Place">In the order of the evaluation, from 0.</param>
/// <param name="Map">Raw, of its own class.</param>
internal sealed record Sample(int Index, int Place, string Path, int Label, int Predicted, double Confidence, float[] Map, int Height,
    int Width)
{
    /// <summary>Null where no lesion is known, or the prediction is wrong.</summary>
    public Localisation? Localisation { get; init; }

    public bool IsCorrect => Predicted == Label;

    /// <summary>The map less its least value, by its range: in [0, 1).</summary>
    public float[] Scaled => Scale(Map);

    public static float[] Scale(float[] map)
    {
        var (least, greatest) = (map.Min(), map.Max());
        return [.. map.Select(value => (float)((value - least) / (greatest - least + GradCam.RangeEpsilon)))];
    }
}

/// <summary>The gazes of correct samples under a run's normalisation, and how far each lies from its class's mean.</summary>
internal sealed class SampleGazes
{
    private readonly Dictionary<int, double> _deviations = [];

    private SampleGazes(double deviation) => Deviation = deviation;

    /// <summary>As at the end of an epoch.</summary>
    public double Deviation { get; }

    public static SampleGazes Of(Sample[] correct, GazeNormalisation how, int classes)
    {
        var gazes = correct.Select(sample => (Sample: sample, Gaze: Normalised(sample, how))).ToArray();
        double[][][] byClass = [.. Enumerable.Range(0, classes).Select(label => gazes.Where(one => one.Sample.Label == label).Select(one =>
            one.Gaze).ToArray())];
        var deviation = GazeDeviation.Of(byClass);
        var result = new SampleGazes(deviation.Overall);
        foreach (var (sample, gaze) in gazes)
            result._deviations.Add(sample.Index, gaze.Zip(deviation.Means[sample.Label]!, (one, mean) => (one - mean) * (one - mean))
                .Average());
        return result;
    }

    public double DeviationOf(Sample sample) => _deviations[sample.Index];

    /// <summary>Before and after a part was given new weights.</summary>
    public static RandomisedPart Compare(string part, Sample[] before, Looks after)
    {
        List<double> spearman = [], ssim = [];
        for (var n = 0; n < before.Length; n++)
        {
            var (one, other) = (before[n].Map, after.Maps[n]);
            if (Correlation.Spearman([.. one.Select(value => (double)value)],
                [.. other.Select(value => (double)value)]) is not { } rho) continue;
            spearman.Add(rho);
            ssim.Add(Similarity.Ssim(before[n].Scaled, Sample.Scale(other), after.Height, after.Width));
        }

        return new RandomisedPart(part, spearman.Count == 0 ? null : spearman.Average(), ssim.Count == 0 ? null : ssim.Average(),
            before.Length - spearman.Count);
    }

    private static double[] Normalised(Sample sample, GazeNormalisation how)
    {
        using var scope = NewDisposeScope();
        return [.. GradCam.Normalise(tensor(sample.Map).reshape(1, sample.Height, sample.Width), how).to(float64).contiguous()
            .data<double>()];
    }
}

/// <summary>Masks of lesions, where a data set has them: under the images' own paths in its folder <c>masks</c>, as phantoms have
/// them.</summary>
internal static class KnownMask
{
    private const byte Part = 128; // of 255

    /// <summary>Whether a data set has any.</summary>
    public static bool AreIn(string root) => Directory.Exists(FolderIn(root));

    /// <summary>For each pixel whether it belongs to the lesion; null where there is no mask, or an empty one.</summary>
    /// <param name="path">Of the image, as the data set has it. One that leads out of the masks has none: it may be the image.</param>
    /// <param name="side">Of the mask that is given, in pixels.</param>
    public static bool[]? Of(string root, string path, int side)
    {
        if (System.IO.Path.IsPathRooted(path)) return null;
        var folder = System.IO.Path.GetFullPath(FolderIn(root)) + System.IO.Path.DirectorySeparatorChar;
        var file = System.IO.Path.GetFullPath(path, folder);
        if (!file.StartsWith(folder, StringComparison.Ordinal) || !File.Exists(file)) return null;
        bool[] mask = [.. SingleImage.Read(file, PixelDepth.Eight, new ImageForm(side)).Select(gray => gray >= Part)];
        return mask.Any(part => part) ? mask : null;
    }

    private static string FolderIn(string root) => System.IO.Path.Combine(root, "masks");
}
