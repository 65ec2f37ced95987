using ActorGaze.Nn.Data;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Models;
using ActorGaze.Nn.Randomness;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Training;

/// <summary>A network that is being trained, with its optimiser and its chance. One caller at a time, who sets the thread counts; no tensor leaves it.</summary>
public sealed class Learner : IDisposable
{
    private readonly LearnerSpec _spec;
    private readonly Device _device;
    private readonly GazeModel _network;
    private readonly Parameter[] _weights;
    private readonly Adam _adam;
    private readonly LearnerMemory _memory;
    private readonly Generator _dropout;
    private (StepInFlight Step, Undo Undo)? _flight;

    /// <exception cref="ArgumentOutOfRangeException">A level or number of classes outside its range.</exception>
    /// <exception cref="InvalidInputException">A device that is not here.</exception>
    public Learner(LearnerSpec spec)
    {
        _spec = spec;
        _device = Devices.Named(spec.Device);
        if (_device.type == DeviceType.CUDA) Determinism.Ask();
        _network = Networks.Create(spec.Level, spec.Classes, spec.Seed);
        ChannelsLast.Apply(_network);
        _network.to(_device);
        _dropout = new Generator(RandomStream.Named("dropout", spec.Seed).NextBits());
        _network.DropoutGenerator = _dropout;

        var training = spec.Training;
        _weights = [.. _network.parameters()];
        _adam = optim.Adam(_weights, training.LearningRate, training.Beta1, training.Beta2, training.Epsilon);
        _memory = new LearnerMemory(_network, _adam, _dropout);
    }

    /// <summary>Of the steps to come.</summary>
    public double LearningRate
    {
        get => _memory.LearningRate;
        set => _memory.LearningRate = value;
    }

    /// <summary>The forward pass of one training step; the batch stays the caller's.</summary>
    /// <param name="batch">At least one sample, or two where the network has a normalisation over the batch alone.</param>
    /// <param name="withGaze">Also takes the samples' gazes, differentiably.</param>
    /// <exception cref="InvalidOperationException">Another step is in flight.</exception>
    public StepInFlight Forward(Batch batch, bool withGaze)
    {
        RequireIdle();
        Mode(training: true);
        using var grad = enable_grad();
        using var scope = NewDisposeScope();
        var undo = new Undo(_network, _dropout);
        try
        {
            var labels = batch.Labels.to(_device);                          // (N)
            var maps = _network.Features(Laid(batch.Images));               // (N,K,h,w)
            var logits = _network.Classify(maps);                           // (N,C)
            var crossEntropy = nn.functional.cross_entropy(logits, labels); // ()
            var gazes = withGaze ? GradCam.Normalise(GradCam.Of(_network, maps, logits, labels, differentiable: true)) : null; // (N,h,w)

            var truths = Classes(labels);
            var sound = float.IsFinite(crossEntropy.item<float>());
            var predictions = sound ? Classes(logits.argmax(1)) : [.. truths.Select(_ => -1)]; // so that no NaN is folded into a class's mean
            var step = new StepInFlight(Abandon, crossEntropy.DetachFromDisposeScope(), gazes?.DetachFromDisposeScope())
            {
                CrossEntropy = crossEntropy.item<float>(),
                Labels = truths,
                Predictions = predictions,
                Gazes = gazes is null ? null : BatchGazes.Of(gazes, truths, predictions, _spec.Classes),
            };
            _flight = (step, undo);
            return step;
        }
        catch
        {
            undo.Restore();
            undo.Dispose();
            throw;
        }
    }

    /// <summary>The backward pass of a step and its update: of cross entropy + λ·gaze loss, and of cross entropy alone where λ = 0. The step is disposed.</summary>
    /// <param name="step">The step in flight.</param>
    /// <param name="target">Null for a step without gaze.</param>
    /// <exception cref="InvalidOperationException">The step is not the one in flight, or has a target and no gazes.</exception>
    public StepFigures Finish(StepInFlight step, GazeTarget? target)
    {
        if (_flight is not { } flight || flight.Step != step)
            throw new InvalidOperationException("This step is not in flight: it was finished or dropped before.");

        using var finished = step; // where anything is thrown, as if the step had never been
        using var grad = enable_grad();
        using var scope = NewDisposeScope();
        var (loss, gazeLoss) = Loss(step, target); // (), ()
        var largest = double.NaN;
        if (double.IsFinite(loss.item<float>()))
        {
            loss.backward();
            largest = LargestGradient();
            if (double.IsFinite(largest))
            {
                _adam.step();
                Land(flight.Step, flight.Undo);
            }
        }

        return new StepFigures(_flight is null, step.CrossEntropy, gazeLoss, target?.Weight ?? 0, step.Correct, step.Samples, largest);
    }

    /// <summary>Looks at a batch in evaluation mode; the batch stays the caller's, and the learner as it was.</summary>
    /// <exception cref="InvalidOperationException">A step is in flight.</exception>
    public EvaluationChunk Evaluate(Batch batch)
    {
        RequireIdle();
        Mode(training: false);
        using var still = no_grad();
        using var scope = NewDisposeScope();
        var labels = batch.Labels.to(_device);                                      // (N)
        var maps = _network.Features(Laid(batch.Images));                           // (N,K,h,w)
        var (logits, cams) = Seen(maps, labels);                                    // (N,C), (N,h,w)
        var gazes = GradCam.Normalise(cams).to(float64).cpu().flatten(1);           // (N,hw)
        var losses = nn.functional.cross_entropy(logits, labels, reduction: nn.Reduction.None).to(float64).cpu(); // (N)

        var (truths, predictions) = (Classes(labels), Classes(logits.argmax(1)));
        var values = gazes.contiguous().data<double>().ToArray();
        return new EvaluationChunk(
            truths, predictions, losses.data<double>().ToArray(),
            [.. values.Chunk((int)gazes.shape[1]).Select((gaze, n) => truths[n] == predictions[n] ? gaze : null)]);
    }

    /// <summary>Adds all that this learner would need to go on to the bit: weights, buffers, Adam's memory, dropout's chance, learning rate.</summary>
    /// <exception cref="InvalidOperationException">A step is in flight.</exception>
    public void Save(IDictionary<string, CheckpointTensor> tensors, IDictionary<string, string> metadata)
    {
        RequireIdle();
        _memory.Save(tensors, metadata);
    }

    /// <summary>Becomes the learner that was saved; where anything is missing or does not fit, stays as it is.</summary>
    /// <exception cref="InvalidInputException">A key is missing, or has another type, shape or form.</exception>
    /// <exception cref="InvalidOperationException">A step is in flight.</exception>
    public void Restore(Checkpoint checkpoint)
    {
        RequireIdle();
        _memory.Restore(checkpoint);
    }

    public void Dispose()
    {
        _flight?.Step.Dispose();
        _adam.Dispose();
        _network.Dispose();
        _dropout.Dispose();
    }

    private (Tensor Loss, double? GazeLoss) Loss(StepInFlight step, GazeTarget? target)
    {
        if (target is null) return (step.LossSoFar, null);
        if (step.GazesInGraph is not { } gazes) throw new InvalidOperationException("A step without gaze has nothing to hold against a gaze target.");

        var gazeLoss = GazeLoss.Of(_spec.Gaze, gazes, step.Labels, step.Predictions, target.Means); // ()
        var weighs = target.Weight != 0 && gazeLoss.requires_grad; // 0 times a gaze loss would still cost its backward pass, and change bits
        return (weighs ? step.LossSoFar + (target.Weight * gazeLoss) : step.LossSoFar, gazeLoss.item<float>());
    }

    private (Tensor Logits, Tensor Cams) Seen(Tensor maps, Tensor labels)
    {
        using var grad = enable_grad(_network.PooledLinear is null);
        var leaf = maps.detach().requires_grad_(_network.PooledLinear is null); // (N,K,h,w)
        var logits = _network.Classify(leaf);                                   // (N,C)
        return (logits.detach(), GradCam.Of(_network, leaf, logits, labels, differentiable: false).detach()); // (N,C), (N,h,w)
    }

    private double LargestGradient()
    {
        using var still = no_grad();
        var each = _weights.Select(weight => weight.grad).OfType<Tensor>()
            .Select(gradient => linalg.vector_norm(gradient, double.PositiveInfinity)); // () each
        return stack(each).amax([0]).item<float>(); // NaN where any is
    }

    private Tensor Laid(Tensor images)
    {
        var near = images.to(_device); // (N,1,H,W)
        return ChannelsLast.Of(near);  // (N,1,H,W)
    }

    private static int[] Classes(Tensor indices) => [.. indices.cpu().data<long>().Select(index => checked((int)index))];

    private void Mode(bool training)
    {
        if (_network.training != training) _network.train(training);
    }

    private void RequireIdle()
    {
        if (_flight is not null) throw new InvalidOperationException("A step is in flight: finish or dispose it first.");
    }

    private void Abandon(StepInFlight step)
    {
        if (_flight is not { } flight || flight.Step != step) return; // long landed
        flight.Undo.Restore();
        Land(step, flight.Undo);
    }

    private void Land(StepInFlight step, Undo undo)
    {
        _network.zero_grad(set_to_none: true);
        step.Release();
        undo.Dispose();
        _flight = null;
    }
}
