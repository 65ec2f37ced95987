using System.Collections.Immutable;
using System.Globalization;
using ActorGaze.Nn.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Training;

/// <summary>All of a learner that outlives a step, on its way to and from a checkpoint.</summary>
internal sealed class LearnerMemory(GazeModel network, FlatOptimiser optimiser, Generator dropout) : IDisposable
{
    private const string DropoutKey = "generator.dropout";
    private const string LearningRateKey = "learner.learning-rate";

    /// <summary>Bytes of a CPU generator's state: libtorch ends the process at any other size.</summary>
    private const long GeneratorBytes = 5056;

    /// <summary>
    /// Host buffers (rows,P) that no copy is using. They are kept, because taking fresh memory costs as much as the copy.
    /// </summary>
    private readonly Stack<Tensor> _free = [];
    private readonly Lock _gate = new();
    private bool _disposed;

    /// <summary>A copy of this moment. The caller disposes it.</summary>
    public LearnerCopy Copy()
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        var host = Take(); // (rows,P)
        optimiser.CopyTo(host);
        (string Key, Tensor Tensor)[] others =
        [
            .. network.named_buffers()
                .Select(named => (Checkpoint.WeightsPrefix + named.name, named.buffer.cpu().clone().DetachFromDisposeScope())),
            (DropoutKey, dropout.get_state().DetachFromDisposeScope()), // (5056)
        ];
        var steps = optimiser.Steps;
        var metadata = ImmutableSortedDictionary<string, string>.Empty.Add(
            LearningRateKey, optimiser.LearningRate.ToString("R", CultureInfo.InvariantCulture));
        return new LearnerCopy(
            () => [.. optimiser.Named(host, steps), .. others.Select(other => (other.Key, other.Tensor.alias()))], metadata, () =>
        {
            foreach (var (_, tensor) in others) tensor.Dispose();
            Return(host);
        });
    }

    /// <summary>All or nothing.</summary>
    /// <exception cref="InvalidInputException">A key is missing, or has another type, shape or form.</exception>
    public void Restore(Checkpoint checkpoint)
    {
        optimiser.Check(checkpoint);
        NetworkState.Check(DropoutKey, "U8", [GeneratorBytes], checkpoint);
        var text = checkpoint.Metadata.GetValueOrDefault(LearningRateKey);
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var rate))
            throw new InvalidInputException(
                $"The checkpoint's '{LearningRateKey}' is {(text is null ? "missing" : $"'{text}'")}; a number is wanted.");

        NetworkState.Restore(network, checkpoint); // checks before it writes
        optimiser.Restore(checkpoint);
        using var chance = checkpoint.Tensors[DropoutKey].ToTensor(); // (5056)
        dropout.set_state(chance);
        optimiser.LearningRate = rate;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            foreach (var host in _free) host.Dispose();
            _free.Clear();
        }
    }

    private Tensor Take()
    {
        lock (_gate)
            if (_free.TryPop(out var host)) return host;
        return empty([optimiser.Rows, optimiser.Count], float32).DetachFromDisposeScope(); // (rows,P)
    }

    private void Return(Tensor host)
    {
        lock (_gate)
        {
            if (_disposed) host.Dispose();
            else _free.Push(host);
        }
    }
}
