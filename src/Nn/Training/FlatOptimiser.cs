using ActorGaze.Nn.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Training;

/// <summary>
/// An optimiser over one flat buffer, of which the network's weights are views: about ten launches a step, however many weights there are.
/// </summary>
/// <remarks>
/// The same numbers as PyTorch's optimisers. A weight without a gradient counts as one with a gradient of zero.
/// A convolution's weights lie channels last in the buffers; a checkpoint holds them row by row, as safetensors readers expect.
/// </remarks>
internal abstract class FlatOptimiser : IDisposable
{
    private readonly Parameter[] _weights;
    private readonly string[] _names;
    private readonly long[][] _shapes;
    private readonly string _stepsKey;
    private readonly (string Prefix, Tensor Buffer)[] _memory; // (P) each
    private readonly Tensor _padding; // (64), zeros

    /// <summary>Takes over the storage of the network's weights, on the device where they are.</summary>
    /// <param name="stepsKey">Under which a checkpoint has the number of updates.</param>
    /// <param name="memory">What the keys of each of its buffers begin with; the buffers start at zero.</param>
    protected FlatOptimiser(GazeModel network, TrainingSpec spec, string stepsKey, params IReadOnlyList<string> memory)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        var named = network.named_parameters().ToArray();
        (_names, _weights) = ([.. named.Select(weight => weight.name)], [.. named.Select(weight => weight.parameter)]);
        _shapes = [.. _weights.Select(weight => weight.shape)];
        (_stepsKey, Spec, LearningRate) = (stepsKey, spec, spec.LearningRate);
        _padding = zeros(64, device: _weights[0].device).DetachFromDisposeScope();
        Values = FlatLayout.Join(_weights, _padding).DetachFromDisposeScope();
        _memory = [.. memory.Select(prefix => (prefix, zeros_like(Values).DetachFromDisposeScope()))];
        foreach (var (weight, view) in _weights.Zip(FlatLayout.Views(Values, _shapes))) weight.set_(view);
    }

    public double LearningRate { get; set; }

    /// <summary>P, the length of each buffer.</summary>
    public long Count => Values.numel();

    /// <summary>Buffers: the weights, and what it remembers.</summary>
    public int Rows => 1 + _memory.Length;

    /// <summary>Updates so far.</summary>
    public long Steps { get; private set; }

    protected TrainingSpec Spec { get; }

    /// <summary>All weights, (P).</summary>
    protected Tensor Values { get; }

    /// <summary>The optimiser that a spec names.</summary>
    public static FlatOptimiser Of(GazeModel network, TrainingSpec spec) => spec.Optimiser switch
    {
        Optimiser.Adam or Optimiser.AdamW => new FlatAdam(network, spec),
        Optimiser.Sgd => new FlatSgd(network, spec),
        _ => throw new ArgumentOutOfRangeException(nameof(spec), spec.Optimiser, "No such optimiser."),
    };

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
        Steps++;
        Update(gradients);
    }

    /// <summary>Copies weights and memory into buffers on the CPU, (<see cref="Rows"/>,P).</summary>
    public void CopyTo(Tensor host)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        host[0].copy_(Values);
        foreach (var (row, (_, buffer)) in _memory.Index()) host[row + 1].copy_(buffer);
    }

    /// <summary>
    /// Weights and memory under the checkpoint's keys, as views of such a copy, and the number of updates that each weight has had.
    /// </summary>
    /// <param name="host">As <see cref="CopyTo"/> filled it.</param>
    /// <param name="steps">The number of updates at that moment.</param>
    public IEnumerable<(string Key, Tensor Tensor)> Named(Tensor host, long steps) =>
    [
        .. Named(Checkpoint.WeightsPrefix, host[0]), .. _memory.Index().SelectMany(row => Named(row.Item.Prefix, host[row.Index + 1])),
        (_stepsKey, full(_names.Length, steps, int64)),
    ];

    /// <exception cref="InvalidInputException">A key is missing, or its tensor has another type or shape.</exception>
    public void Check(Checkpoint checkpoint)
    {
        using var scope = NewDisposeScope();
        NetworkState.Check(Memory(), checkpoint);
        NetworkState.Check(_stepsKey, "I64", [_names.Length], checkpoint);
    }

    /// <summary>After <see cref="Check"/>; the weights are the network's to restore.</summary>
    public void Restore(Checkpoint checkpoint)
    {
        using var scope = NewDisposeScope();
        foreach (var (key, tensor) in Memory()) checkpoint.Tensors[key].CopyTo(tensor);
        Steps = checkpoint.Tensors[_stepsKey].ToTensor().data<long>().First(); // all are alike
    }

    public void Dispose()
    {
        _padding.Dispose();
        Values.Dispose();
        foreach (var (_, buffer) in _memory) buffer.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>One update of <see cref="Values"/>. Gradients are off; what it makes is disposed behind it.</summary>
    protected abstract void Update(Tensor gradients);

    /// <summary>What it remembers, (P), in the order of its keys.</summary>
    protected Tensor Remembered(int row) => _memory[row].Buffer;

    private IEnumerable<(string Key, Tensor Tensor)> Memory() => [.. _memory.SelectMany(row => Named(row.Prefix, row.Buffer))];

    private IEnumerable<(string Key, Tensor Tensor)> Named(string prefix, Tensor buffer) =>
        _names.Zip(FlatLayout.Views(buffer, _shapes), (name, view) => (prefix + name, view));
}
