using System.Text.Json;
using ActorGaze.Nn.Gaze;
using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Tests.Nn.Gaze;

public sealed class MovingClassMeansTests
{
    private static readonly MovingClassMeans Nothing = MovingClassMeans.Empty(classes: 2, decay: 0.9);

    [Fact]
    public void A_class_met_for_the_first_time_starts_at_its_batch_mean()
    {
        var means = Nothing.Fold(Batch([0, 1], [0.5, 0.5]));

        Assert.Equal([0.25, 0.75], means.Means[0]);
        Assert.False(means.Knows(1));
    }

    [Fact]
    public void A_known_class_keeps_nine_tenths()
    {
        var means = Nothing.Fold(Batch([1, 0], [1, 0])).Fold(Batch([0, 1], [0, 1]));

        Assert.Equal(0.9, means.Means[0][0], 1e-15);
        Assert.Equal(0.1, means.Means[0][1], 1e-15);
    }

    [Fact]
    public void One_correct_sample_moves_nothing()
    {
        var before = Nothing.Fold(Batch([1, 0], [1, 0]));

        var after = before.Fold(Batch([[0, 1]]));

        Assert.Equal(before, after);
        Assert.False(Nothing.Fold(Batch([[0, 1]])).Knows(0));
    }

    [Fact]
    public void Folding_leaves_the_old_means_as_they_were()
    {
        var before = Nothing.Fold(Batch([1, 0], [1, 0]));

        before.Fold(Batch([0, 1], [0, 1]));

        Assert.Equal([1.0, 0.0], before.Means[0]);
    }

    [Fact]
    public void As_json_they_come_back_bit_for_bit()
    {
        var means = Nothing.Fold(Batch([1.0 / 3, 0.1], [0.7, 0.2])).Fold(Batch([0.3, 1e-17], [0.9, 2.0 / 7]));

        var back = JsonSerializer.Deserialize<MovingClassMeans>(JsonSerializer.Serialize(means));

        Assert.Equal(means, back);
    }

    [Fact]
    public void Batches_of_another_shape_are_refused()
    {
        var means = Nothing.Fold(Batch([1, 0], [1, 0]));

        Assert.Contains("3", Assert.Throws<ArgumentException>(() => means.Fold(Batch([1, 0, 0], [1, 0, 0]))).Message);
        Assert.Contains("moving means have 3", Assert.Throws<ArgumentException>(() => MovingClassMeans.Empty(3, 0.9).Fold(Batch([1, 0], [1, 0]))).Message);
    }

    /// <summary>Two classes; every sample belongs to class 0 and is right.</summary>
    private static BatchGazes Batch(params double[][] gazes)
    {
        using var scope = NewDisposeScope();
        var labels = new int[gazes.Length];
        return BatchGazes.Of(BatchGazesTests.Rows(gazes), labels, labels, classes: 2);
    }
}
