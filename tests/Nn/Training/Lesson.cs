using System.Security.Cryptography;
using System.Text;
using ActorGaze.Nn.Data.Batches;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Tests.Nn.Training;

/// <summary>Two classes a network can tell apart at a glance, and the verbs of training on them. On one thread, as a run does.</summary>
internal static class Lesson
{
    public const int Classes = 2;

    public static Learner Learner(int level = 2, long seed = 7, double rate = 1e-3, GazeSpec? gaze = null, Precision precision = Precision.Float32, bool? tensorsOnly = null, string device = "cpu",
        TrainingSpec? training = null, double[]? classWeights = null)
    {
        IntraOpThreads.Set(1);
        return new Learner(new LearnerSpec
        {
            Network = NetworkSpec.OfLevel(level), Classes = Classes, Seed = seed, Gaze = gaze ?? new GazeSpec(),
            Training = training ?? new TrainingSpec { LearningRate = rate, Precision = precision }, ClassWeights = classWeights is null ? null : [.. classWeights], TensorsOnly = tensorsOnly, Device = device,
        });
    }

    /// <summary>Noise with a bright square: upper left for class 0, lower right for class 1, shaken by a few pixels. Labels 0, 0, 1, 1, 0, 0 …: with two samples a class is not alone.</summary>
    public static Batch Batch(long seed, int samples = 4, float spoiled = 0)
    {
        using var scope = NewDisposeScope();
        var chance = new Generator((ulong)seed);
        var images = randn([samples, 1, 224, 224], generator: chance) * 0.3; // (N,1,224,224)
        for (var n = 0; n < samples; n++)
        {
            var corner = (n / 2 % 2 * 120) + (int)(rand(1, generator: chance).item<float>() * 20) + 10;
            images[n, 0, TensorIndex.Slice(corner, corner + 60), TensorIndex.Slice(corner, corner + 60)] += 2;
        }

        if (spoiled != 0) images[0, 0, 100, 100] = spoiled;
        var labels = tensor(Enumerable.Range(0, samples).Select(n => (long)(n / 2 % 2)).ToArray()); // (N)
        return new Batch(images.DetachFromDisposeScope(), labels.DetachFromDisposeScope());
    }

    /// <summary>One step with gazes; the moving means are handed on.</summary>
    public static StepFigures Step(this Learner learner, long seed, double weight, ref MovingClassMeans means, int samples = 4)
    {
        using var batch = Batch(seed, samples);
        learner.Means = means;
        var figures = learner.Step(batch, weight);
        means = learner.Means;
        return figures;
    }

    public static StepFigures Step(this Learner learner, long seed, int samples = 4)
    {
        using var batch = Batch(seed, samples);
        return learner.Step(batch, gazeWeight: null);
    }

    public static MovingClassMeans NoMeans => MovingClassMeans.Empty(Classes, 0.9);

    public static Checkpoint Saved(this Learner learner)
    {
        var (tensors, metadata) = (Checkpoint.Empty.Tensors.ToBuilder(), Checkpoint.Empty.Metadata.ToBuilder());
        using var copy = learner.Copy();
        copy.Save(tensors, metadata);
        return new Checkpoint(tensors.ToImmutable(), metadata.ToImmutable());
    }

    /// <summary>A hash of the weights and of Adam's memory, also of a learner whose last step was not completed.</summary>
    public static string Moments(this Learner learner)
    {
        var (tensors, metadata) = (Checkpoint.Empty.Tensors.ToBuilder(), Checkpoint.Empty.Metadata.ToBuilder());
        using var copy = learner.CopyAsItIs();
        copy.Save(tensors, metadata);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (key, tensor) in tensors.Where(entry => !entry.Key.Contains("running", StringComparison.Ordinal) && !entry.Key.Contains("generator", StringComparison.Ordinal)
            && !entry.Key.Contains("num_batches", StringComparison.Ordinal)))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(key));
            hash.AppendData(tensor.Data);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>To the bit, and with a name where they differ.</summary>
    public static void Same(Checkpoint expected, Checkpoint actual)
    {
        Assert.Equal(expected.Tensors.Keys, actual.Tensors.Keys);
        Assert.All(expected.Tensors, entry => Assert.True(entry.Value.Equals(actual.Tensors[entry.Key]), $"{entry.Key} differs."));
        Assert.Equal(expected.Metadata, actual.Metadata);
    }
}
