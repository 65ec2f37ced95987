using System.Text.Json;
using ActorGaze.Nn.Gaze;
using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Tests.Nn.Gaze;

public sealed class BatchGazesTests
{
    [Fact]
    public void Wrong_samples_are_left_out_of_sums_and_counts()
    {
        using var scope = NewDisposeScope();

        var batch = BatchGazes.Of(Rows([0.25, 1], [0.5, 0.5], [0.125, 0], [1, 1]), [2, 0, 2, 2], [2, 1, 2, 0], classes: 3);

        Assert.Equal([0, 0, 2], batch.Counts);
        Assert.Equal([0.375, 1.0], batch.Sums[2]);
        Assert.Equal([0.1875, 0.5], batch.MeanOf(2));
        Assert.Empty(batch.Sums[0]);
    }

    [Fact]
    public void A_class_with_nothing_correct_has_no_mean()
    {
        using var scope = NewDisposeScope();
        var batch = BatchGazes.Of(Rows([1, 1]), [0], [1], classes: 2);

        var refusal = Assert.Throws<InvalidOperationException>(() => batch.MeanOf(0));

        Assert.Contains("Class 0", refusal.Message);
    }

    [Fact]
    public void One_correct_sample_is_no_quorum_and_two_are()
    {
        using var scope = NewDisposeScope();

        var batch = BatchGazes.Of(Rows([1, 1], [1, 0], [0, 1]), [0, 1, 1], [0, 1, 1], classes: 2);

        Assert.False(batch.HasQuorum(0));
        Assert.True(batch.HasQuorum(1));
    }

    [Fact]
    public void As_json_it_comes_back_bit_for_bit()
    {
        using var scope = NewDisposeScope();
        var batch = BatchGazes.Of(rand(8, 14, 14, generator: new Generator(1)), [0, 0, 1, 1, 3, 3, 3, 3], [0, 0, 1, 0, 3, 3, 3, 1], classes: 4);

        var back = JsonSerializer.Deserialize<BatchGazes>(JsonSerializer.Serialize(batch));

        Assert.Equal(batch, back);
        Assert.Equal(batch.Sums[3], back!.Sums[3]);
    }

    [Fact]
    public void Equality_sees_every_value()
    {
        using var scope = NewDisposeScope();
        BatchGazes Of(double last) => BatchGazes.Of(Rows([1, 0.5], [1, last]), [0, 0], [0, 0], classes: 2);

        Assert.Equal(Of(0.25), Of(0.25));
        Assert.NotEqual(Of(0.25), Of(0.5));
    }

    /// <summary>Gazes of one row each.</summary>
    internal static Tensor Rows(params double[][] gazes) => stack(gazes.Select(gaze => tensor(gaze).unsqueeze(0)), 0);
}
