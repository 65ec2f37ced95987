using ActorGaze.Nn.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Training;

/// <summary>
/// Adam (Kingma and Ba, arXiv 1412.6980) over one flat buffer, of which the network's weights are views: about ten launches a step, however
/// many weights there are.
/// </summary>
/// <remarks>
/// The same numbers as TorchSharp's Adam, to the bit. A weight without a gradient counts as one with a gradient of zero.
/// A convolution's weights lie channels last in the buffers; a checkpoint holds them row by row, as safetensors readers expect.
/// </remarks>
internal sealed class FlatAdam : IDisposable
{
    private const string StepsKey = "adam.step";

    private readonly Parameter[] _weights;
    private readonly string[] _names;
    private readonly long[][] _shapes;
    private readonly TrainingSpec _spec;
    private readonly Tensor _padding; // (64), zeros
    private readonly Tensor _values; // (P)
    private readonly Tensor _first;  // (P), m
    private readonly Tensor _second; // (P), v
    private long _steps;

    /// <summary>Takes over the storage of the network's weights, on the device where they are.</summary>
    public FlatAdam(GazeModel network, TrainingSpec spec)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        var named = network.named_parameters().ToArray();
        (_names, _weights) = ([.. named.Select(weight => weight.name)], [.. named.Select(weight => weight.parameter)]);
        _shapes = [.. _weights.Select(weight => weight.shape)];
        _spec = spec;
        LearningRate = spec.LearningRate;
        _padding = zeros(64, device: _weights[0].device).DetachFromDisposeScope();
        _values = FlatLayout.Join(_weights, _padding).DetachFromDisposeScope();
        _first = zeros_like(_values).DetachFromDisposeScope();
        _second = zeros_like(_values).DetachFromDisposeScope();
        foreach (var (weight, view) in _weights.Zip(FlatLayout.Views(_values, _shapes))) weight.set_(view);
    }

    public double LearningRate { get; set; }

    /// <summary>The gradients of all weights, one after another, (P). In the caller's dispose scope.</summary>
    public Tensor Gradients()
    {
        using var _ = no_grad();
        return FlatLayout.Join(_weights.Select(weight => weight.grad ?? zeros_like(weight)), _padding); // (P)
    }

    /// <summary>So that the next backward pass starts anew.</summary>
    public void ForgetGradients()
    {
        foreach (var weight in _weights) weight.grad = null;
    }

    /// <summary>One update of every weight.</summary>
    /// <param name="gradients">As <see cref="Gradients"/> gives them.</param>
    public void Step(Tensor gradients)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        _steps++;
        var (correction1, correction2) = (1 - Math.Pow(_spec.Beta1, _steps), 1 - Math.Pow(_spec.Beta2, _steps));
        _first.mul_(_spec.Beta1).add_(gradients, alpha: 1 - _spec.Beta1);             // (P)
        _second.mul_(_spec.Beta2).addcmul_(gradients, gradients, 1 - _spec.Beta2);    // (P)
        var spread = _second.sqrt().div_(Math.Sqrt(correction2)).add_(_spec.Epsilon); // (P)
        _values.addcdiv_(_first, spread, -(LearningRate / correction1));              // (P)
    }

    /// <summary>Copies weights and moments into three buffers on the CPU, (3,P).</summary>
    public void CopyTo(Tensor host)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (row, buffer) in new[] { _values, _first, _second }.Index()) host[row].copy_(buffer);
    }

    /// <summary>
    /// Weights and moments under the checkpoint's keys, as views of such a copy, and the number of updates that each weight has had.
    /// </summary>
    /// <param name="host">As <see cref="CopyTo"/> filled it.</param>
    /// <param name="steps">The number of updates at that moment.</param>
    public IEnumerable<(string Key, Tensor Tensor)> Named(Tensor host, long steps) =>
    [
        .. Named(Checkpoint.WeightsPrefix, host[0]), .. Named("adam.exp_avg.", host[1]), .. Named("adam.exp_avg_sq.", host[2]),
        (StepsKey, full(_names.Length, steps, int64)),
    ];

    /// <summary>P, the length of each buffer.</summary>
    public long Count => _values.numel();

    public long Steps => _steps;

    /// <exception cref="InvalidInputException">A key is missing, or its tensor has another type or shape.</exception>
    public void Check(Checkpoint checkpoint)
    {
        using var scope = NewDisposeScope();
        NetworkState.Check(Moments(), checkpoint);
        NetworkState.Check(StepsKey, "I64", [_names.Length], checkpoint);
    }

    /// <summary>After <see cref="Check"/>; the weights are the network's to restore.</summary>
    public void Restore(Checkpoint checkpoint)
    {
        using var scope = NewDisposeScope();
        foreach (var (key, moment) in Moments()) checkpoint.Tensors[key].CopyTo(moment);
        _steps = checkpoint.Tensors[StepsKey].ToTensor().data<long>().First(); // all are alike
    }

    public void Dispose()
    {
        _padding.Dispose();
        _values.Dispose();
        _first.Dispose();
        _second.Dispose();
    }

    private IEnumerable<(string Key, Tensor Tensor)> Moments() =>
        [.. Named("adam.exp_avg.", _first), .. Named("adam.exp_avg_sq.", _second)];

    private IEnumerable<(string Key, Tensor Tensor)> Named(string prefix, Tensor buffer) =>
        _names.Zip(FlatLayout.Views(buffer, _shapes), (name, view) => (prefix + name, view));
}
