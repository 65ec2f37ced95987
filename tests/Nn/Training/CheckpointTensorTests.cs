using ActorGaze.Nn.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Tests.Nn.Training;

public sealed class CheckpointTensorTests
{
    [Theory]
    [InlineData(ScalarType.Float64, "F64", 8)]
    [InlineData(ScalarType.Float32, "F32", 4)]
    [InlineData(ScalarType.Float16, "F16", 2)]
    [InlineData(ScalarType.BFloat16, "BF16", 2)]
    [InlineData(ScalarType.Int64, "I64", 8)]
    [InlineData(ScalarType.Int32, "I32", 4)]
    [InlineData(ScalarType.Byte, "U8", 1)]
    public void Every_type_comes_back_as_it_was(ScalarType type, string name, int bytes)
    {
        using var scope = NewDisposeScope();
        var tensor = arange(0, 24).reshape(2, 3, 4).to(type); // (2,3,4)

        var kept = CheckpointTensor.Of(tensor);
        var back = kept.ToTensor();

        Assert.Equal((name, 24 * bytes), (kept.DType, kept.Data.Length));
        Assert.Equal(type, back.dtype);
        Assert.Equal(tensor.shape, back.shape);
        Assert.True(tensor.eq(back).all().item<bool>());
    }

    [Fact]
    public void Strides_leave_no_trace()
    {
        using var scope = NewDisposeScope();
        var straight = arange(0, 24, dtype: float32).reshape(2, 3, 4); // (2,3,4)
        var turned = straight.permute(2, 0, 1).contiguous().permute(1, 2, 0); // (2,3,4)

        Assert.NotEqual(straight.stride(), turned.stride());
        Assert.Equal(CheckpointTensor.Of(straight), CheckpointTensor.Of(turned));
        Assert.Equal(CheckpointTensor.Of(straight[TensorIndex.Colon, 1]), CheckpointTensor.Of(straight[TensorIndex.Colon, 1].clone()));
    }

    [Fact]
    public void Single_numbers_and_empty_tensors_come_back_as_they_were()
    {
        using var scope = NewDisposeScope();

        var single = CheckpointTensor.Of(tensor(7L)).ToTensor();
        var none = CheckpointTensor.Of(zeros(0, 3)).ToTensor();

        Assert.Empty(single.shape);
        Assert.Equal(7, single.item<long>());
        Assert.Equal([0, 3], none.shape);
    }

    [Fact]
    public void Written_into_a_tensor_it_leaves_that_tensor_its_strides_and_its_gradient()
    {
        using var scope = NewDisposeScope();
        var target = zeros(3, 2).t().requires_grad_(); // (2,3)

        CheckpointTensor.Of(arange(0, 6, dtype: float32).reshape(2, 3)).CopyTo(target);

        Assert.Equal([1, 2], target.stride());
        Assert.True(target.requires_grad);
        Assert.Equal([0f, 1, 2, 3, 4, 5], target.detach().contiguous().data<float>().ToArray());
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        using var scope = NewDisposeScope();
        var kept = CheckpointTensor.Of(zeros(2, 3));

        Assert.Throws<ArgumentException>(() => kept.CopyTo(zeros(3, 2)));
        Assert.Throws<ArgumentException>(() => kept.CopyTo(zeros(2, 3, dtype: float64)));
        Assert.Throws<ArgumentException>(() => (kept with { Shape = [2, 4] }).ToTensor());
        Assert.Throws<ArgumentException>(() => CheckpointTensor.Of(zeros(2, dtype: ScalarType.Bool)));
    }

    [Fact]
    public void No_tensor_is_left_behind()
    {
        using var scope = NewDisposeScope();
        var target = zeros(2, 3); // (2,3)
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        var kept = CheckpointTensor.Of(target.t());
        kept.ToTensor().Dispose();
        CheckpointTensor.Of(target).CopyTo(target);

        // The transposed view belongs to this test.
        Assert.Equal(before + 1, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }
}
