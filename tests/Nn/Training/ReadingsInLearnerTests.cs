using ActorGaze.Nn.Data.Batches;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Tests.Nn.Training;

/// <summary>A learner that takes its gaze at another stage, or normalises it otherwise.</summary>
public sealed class ReadingsInLearnerTests
{
    private const int Classes = 2;

    [Theory]
    [InlineData("first", GazeNormalisation.None, null)]
    [InlineData("grid7", GazeNormalisation.Sum, null)]
    [InlineData("grid28", GazeNormalisation.Max, true)]
    public void Trains_with_the_gaze_loss_and_evaluates_each_image_as_if_it_were_alone(string layer, GazeNormalisation how,
        bool? tensorsOnly)
    {
        IntraOpThreads.Set(1);
        var spec = new LearnerSpec
        {
            Network = NetworkSpec.OfLevel(1), Classes = Classes, Seed = 3, Gaze = new GazeSpec { Layer = layer, Normalise = how },
                TensorsOnly = tensorsOnly,
        };
        using var learner = new Learner(spec);
        using var plain = new Learner(spec);
        using var batch = SomeBatch(6);
        for (var step = 0; step < 12; step++)
        {
            Assert.True(learner.Step(batch, 20).Applied);
            plain.Step(batch, null);
        }

        Assert.NotEqual(Weights(plain), Weights(learner)); // λ has done something
        Assert.Equal(layer == "grid7" ? 49 : 784, learner.Means.Means[0].Length);
        var together = learner.Evaluate(batch);
        using var scope = NewDisposeScope();
        var some = 0;
        for (var n = 0; n < batch.Count; n++)
        {
            using var one = new Batch(batch.Images!.narrow(0, n, 1).clone(), batch.Labels.narrow(0, n, 1).clone());
            var alone = learner.Evaluate(one);
            Assert.Equal(together.Gazes[n] is null, alone.Gazes[0] is null);
            if (alone.Gazes[0] is not { } gaze) continue;
            some++;
            Assert.All(gaze.Zip(together.Gazes[n]!), pair => Assert.Equal(pair.Item1, pair.Item2, 1e-4 * Math.Max(1, gaze.Max())));
        }

        Assert.True(some > 0);
    }

    [Theory]
    [InlineData(GazeMethod.GradCam)]
    [InlineData(GazeMethod.GradCamPlusPlus)]
    [InlineData(GazeMethod.HiResCam)]
    [InlineData(GazeMethod.LayerCam)]
    [InlineData(GazeMethod.EigenCam)]
    [InlineData(GazeMethod.ScoreCam)]
    public void In_bfloat16_each_method_takes_the_gaze_of_an_earlier_stage_near_that_of_float32(string method)
    {
        IntraOpThreads.Set(1);
        using var narrow = new Learner(Of(Precision.Bfloat16));
        using var wide = new Learner(Of(Precision.Float32));
        using var batch = SomeBatch(6);

        var (found, expected) = (narrow.Evaluate(batch).AllGazes.ToArray(), wide.Evaluate(batch).AllGazes.ToArray());
        Assert.True(found.Zip(expected, (a, b) => Math.Abs(a - b)).Average() < 0.02, $"{found.Zip(expected, (a, b) => Math.Abs(a - b)).Average()}");
        if (BuiltParts.IsDifferentiable(method)) Assert.True(narrow.Step(batch, 20).Applied);

        LearnerSpec Of(Precision precision) => new()
        {
            Network = NetworkSpec.OfLevel(1), Classes = Classes, Seed = 3, Gaze = new GazeSpec { Layer = "first", Method = method },
            Training = new TrainingSpec { Precision = precision },
        };
    }

    [Fact]
    public void A_loss_term_has_the_maps_of_the_gaze_layer_and_the_network_from_there_on()
    {
        IntraOpThreads.Set(1);
        using var learner = new Learner(new LearnerSpec
        {
            Network = NetworkSpec.OfLevel(1), Classes = Classes, Seed = 3, Gaze = new GazeSpec { Layer = "first" },
            LossTerm = Labs.Part(Labs.Broken, PartKind.LossTerm, "again"),
        });
        using var batch = SomeBatch(4);

        Assert.Equal(0, learner.Step(batch, null, termWeight: 1).LossTerm);
    }

    /// <summary>A learner that takes its gaze at grid28 anyway, one at a stage that is none of those that are read, and the usual one.</summary>
    [Theory]
    [InlineData("target")]
    [InlineData("grid28")]
    [InlineData("first")]
    public void Reads_the_gazes_of_an_evaluation_as_learners_that_take_them_so(string own)
    {
        IntraOpThreads.Set(1);
        using var batch = SomeBatch(12);
        var (weights, figures) = Trained(new GazeSpec { Layer = own }, readings: true);

        Assert.Equal(12, figures.Readings!.Value.Select(reading => (reading.Layer, reading.Normalise)).Distinct().Count());
        Assert.True(figures.CorrectPerClass.Sum() > 2);
        Assert.Equal(weights, Trained(new GazeSpec { Layer = own }, readings: false).Weights);
        foreach (var reading in figures.Readings)
        {
            var asked = Trained(new GazeSpec { Layer = reading.Layer, Normalise = reading.Normalise }, readings: false).Figures;
            Assert.Null(asked.Readings);
            Assert.True(reading.Deviation > 0);
            Assert.Equal(asked.GazeDeviation, reading.Deviation, 1e-3 * asked.GazeDeviation); // a head at another stage rounds otherwise
        }

        (string Weights, EvaluationFigures Figures) Trained(GazeSpec gaze, bool readings)
        {
            using var learner = new Learner(new LearnerSpec
            {
                Network = NetworkSpec.OfLevel(1), Classes = Classes, Seed = 3, Gaze = gaze, Readings = readings,
                Training = new TrainingSpec { LearningRate = 1e-2 },
            });
            var tally = new EvaluationTally(Classes);
            for (var step = 0; step < 6; step++)
            {
                learner.Step(batch, null);
                if (step > 3) tally.Add(learner.Evaluate(batch));
            }

            return (Weights(learner), tally.Figures());
        }
    }

    private static string Weights(Learner learner)
    {
        using var copy = learner.Copy();
        var tensors = Checkpoint.Empty.Tensors.ToBuilder();
        copy.Save(tensors, Checkpoint.Empty.Metadata.ToBuilder());
        return (Checkpoint.Empty with { Tensors = tensors.ToImmutable() }).WeightsSha256();
    }

    /// <summary>Noise, brighter in one half of the image for each class.</summary>
    private static Batch SomeBatch(int count)
    {
        using var generator = new Generator(4);
        using var scope = NewDisposeScope();
        var images = randn([count, 1, 224, 224], generator: generator);
        var labels = arange(count, dtype: int64).remainder(Classes);
        for (var n = 0; n < count; n++) images[n, 0].narrow(0, n % Classes * 112, 112).add_(2);
        return new Batch(images.DetachFromDisposeScope(), labels.DetachFromDisposeScope());
    }
}
