using ActorGaze.Nn.Data.Batches;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Models;
using ActorGaze.Nn.Parts;
using ActorGaze.Nn.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Training;

/// <summary>
/// A network that is being trained, with its optimiser, its moving class means and its generator. One caller at a time, who sets the thread
/// counts; no tensor leaves it.
/// </summary>
public sealed class Learner : IDisposable
{
    private readonly LearnerSpec _spec;
    private readonly DeviceLink _link;
    private readonly GazeModel _network;
    private readonly StageGazes _stage; // where the gaze is taken
    private readonly FlatOptimiser _optimiser;
    private readonly LearnerMemory _memory;
    private readonly Generator _dropout;
    private readonly IGazeTerm _gaze;
    private readonly TrainingLoss _loss;
    private readonly GazeReadings? _readings;
    private readonly Func<LossInput, Tensor>? _term;
    private readonly ScalarType _type;
    private DeviceImages? _images;
    private bool _broken;

    /// <exception cref="ArgumentOutOfRangeException">Fewer than two classes.</exception>
    /// <exception cref="InvalidInputException">A network that there is not, a device that is not here, or a precision that it does not
    /// have.</exception>
    public Learner(LearnerSpec spec)
    {
        _spec = spec;
        var device = Devices.Named(spec.Device);
        Precisions.Prepare(spec.Training.Precision, device);
        _link = new DeviceLink(device);
        _type = spec.Training.Precision == Precision.Bfloat16 ? bfloat16 : float32;
        _network = Networks.Create(spec.Network, NetworkShape.Of(spec.Classes, spec.Form), spec.Seed);
        FirstWeights = NetworkState.Fingerprint(_network);
        var cam = BuiltParts.CamMethod(spec.Gaze.Method);
        StageGazes At(string layer) => new(CutModel.Of(_network, layer, _type == float32 ? null : _type), cam, _type);
        _stage = At(spec.Gaze.Layer);
        _readings = spec.Readings ? GazeReadings.Of(_network, spec.Gaze.Layer, spec.Form.Side, At) : null;
        _network.to(device);
        _dropout = new Generator(RandomStream.Named("dropout", spec.Seed).NextBits());
        _network.DropoutGenerator = _dropout;
        _network.Upload = _link.Upload;
        _optimiser = FlatOptimiser.Of(_network, spec.Training);
        _memory = new LearnerMemory(_network, _optimiser, _dropout);
        _loss = new TrainingLoss(spec, _link);
        _term = spec.LossTerm is null ? null : BuiltParts.LossTerm(spec.LossTerm);
        _gaze = spec.TensorsOnly ?? device.type == DeviceType.CUDA
            ? new DeviceGazeTerm(spec.Gaze, spec.Classes, _link)
            : new HostGazeTerm(spec.Gaze, spec.Classes);
    }

    /// <summary>
    /// Of the network as its seed made it: SHA-256, in lower-case hex, of the names, shapes and bits of its weights and buffers.
    /// </summary>
    public string FirstWeights { get; }

    /// <summary>Of the steps to come.</summary>
    public double LearningRate
    {
        get => _optimiser.LearningRate;
        set => _optimiser.LearningRate = value;
    }

    /// <summary>The moving class means after the newest step.</summary>
    public MovingClassMeans Means
    {
        get => _gaze.Means;
        set => _gaze.Means = value;
    }

    /// <summary>Copies between host and device so far; for tests.</summary>
    internal DeviceLink Link => _link;

    /// <summary>Makes batches on the device from now on, where a batch brings only its recipe. The learner disposes the images.</summary>
    public void Use(DeviceImages images)
    {
        _images?.Dispose();
        _images = images;
    }

    /// <summary>
    /// One training step: of cross entropy + λ·gaze loss, and of cross entropy alone where λ = 0. The batch stays the caller's.
    /// </summary>
    /// <param name="batch">At least one sample, or two where the network has a normalisation over the batch alone.</param>
    /// <param name="gazeWeight">λ, of any sign. Null: no gaze is taken, and the means stay as they are.</param>
    /// <param name="termWeight">Of the loss term, of any sign; counts only where the spec has one.</param>
    /// <returns>Where the loss or a gradient is not finite, the step is not applied. Like a step that throws, it leaves a learner that
    /// takes no other before it is restored.</returns>
    /// <exception cref="InvalidOperationException">An earlier step was not completed.</exception>
    public StepFigures Step(Batch batch, double? gazeWeight, double termWeight = 0)
    {
        RequireWhole();
        SetMode(training: true);
        _broken = true; // running statistics and dropout's generator move before the end is known
        using var grad = enable_grad();
        using var scope = NewDisposeScope();
        var (images, labels) = OnDevice(batch);                                                                     // (N,C,S,S), (N)
        var maps = _stage.Maps(images);                                                                             // (N,K,h,w)
        var logits = _stage.Cut.Classify(maps);                                                                     // (N,C)
        var crossEntropy = _loss.CrossEntropy(logits, labels);                                                      // ()
        var correct = logits.detach().argmax(1).eq(labels);                                                         // (N)
        Tensor? taken = null;
        Tensor Gazes() => taken ??= Normalise(TrainingCams(images, maps, logits, labels)); // (N,h,w)
        var gazeLoss = gazeWeight is null ? null : _gaze.LossOf(Gazes(), labels, batch.Classes, correct);           // ()
        var weighs = gazeLoss is not null && gazeWeight != 0
            && gazeLoss.requires_grad; // 0 times a gaze loss would still cost its backward pass, and change bits
        var loss = weighs ? crossEntropy + (gazeWeight!.Value * gazeLoss!) : crossEntropy;                          // ()
        var term = _term?.Invoke(new LossInput(_stage.Cut, images, maps, logits, labels, Gazes));                     // ()
        if (term is not null && termWeight != 0) loss = loss + (termWeight * term);                                 // ()
        loss.backward();

        var gradients = _optimiser.Gradients();                                                                          // (P)
        var largest = gradients.abs().max();                                                                        // (), NaN where any is
        var read = _link.Read(loss, crossEntropy, largest, correct.sum(), term, gazeLoss, gazeLoss is null ? null : _gaze.Pending);
        var gazesAt = term is null ? 4 : 5;
        var applied = double.IsFinite(read[0]) && double.IsFinite(read[2]);
        if (applied)
        {
            _optimiser.Step(gradients);
            if (gazeLoss is not null) _gaze.Commit(read.AsSpan(gazesAt + 1));
        }

        _optimiser.ForgetGradients();
        _broken = !applied;
        return new StepFigures(
            applied, read[1], gazeLoss is null ? null : read[gazesAt], gazeWeight ?? 0, (int)read[3], batch.Count, double.IsFinite(read[0])
                ? read[2] : double.NaN)
        {
            LossTerm = term is null ? null : read[4],
        };
    }

    /// <summary>Evaluates a batch; the batch stays the caller's, and the learner as it was.</summary>
    /// <exception cref="InvalidOperationException">An earlier step was not completed.</exception>
    public EvaluationChunk Evaluate(Batch batch)
    {
        RequireWhole();
        SetMode(training: false);
        using var still = no_grad();
        using var scope = NewDisposeScope();
        var (images, labels) = OnDevice(batch);                                                                     // (N,C,S,S), (N)
        var (logits, cams) = _stage.Of(images, labels);                                                             // (N,C), (N,h,w)
        var losses = nn.functional.cross_entropy(logits, labels, reduction: nn.Reduction.None);                     // (N)
        var read = _link.Read(losses, logits.argmax(1), Normalise(cams));
        var (n, height, width) = (batch.Count, (int)cams.shape[1], (int)cams.shape[2]);
        var pixels = height * width;
        var predictions = read.AsSpan(n, n).ToArray().Select(value => (int)value).ToArray();
        return new EvaluationChunk(
            [.. batch.Classes], predictions, read[..n], height, width,
            [.. Enumerable.Range(0, n).Select(i => predictions[i] == batch.Classes[i] ? read.AsSpan((2 * n) + (i * pixels), pixels)
                .ToArray() : null)])
        {
            AllGazes = read.AsMemory(2 * n),
            Readings = _readings?.Of(images, labels, cams, _link) ?? [],
        };
    }

    /// <summary>A copy of this moment, for a checkpoint. The caller disposes it.</summary>
    /// <exception cref="InvalidOperationException">An earlier step was not completed.</exception>
    public LearnerCopy Copy()
    {
        RequireWhole();
        return CopyAsItIs();
    }

    /// <summary>A copy even of a learner whose last step was not completed; for tests.</summary>
    internal LearnerCopy CopyAsItIs() => _memory.Copy();

    /// <summary>
    /// Becomes the learner that was saved; where anything is missing or does not fit, stays as it is. The means are the caller's to set.
    /// </summary>
    /// <exception cref="InvalidInputException">A key is missing, or has another type, shape or form.</exception>
    public void Restore(Checkpoint checkpoint)
    {
        _network.Unfold();
        _memory.Restore(checkpoint);
        _optimiser.ForgetGradients();
        SetMode(training: true);
        _broken = false;
    }

    public void Dispose()
    {
        _images?.Dispose();
        _gaze.Dispose();
        _loss.Dispose();
        _memory.Dispose();
        _network.Dispose();
        _optimiser.Dispose();
        _dropout.Dispose();
    }

    private (Tensor Images, Tensor Labels) OnDevice(Batch batch)
    {
        if (batch.Images is { } ready && ready.dtype != uint8)
            return (ChannelsLast.OfImages(_link.Upload(ready)), _link.Upload(batch.Labels)); // (N,C,S,S), (N)

        if (batch.Recipe is not { } recipe || (batch.Images is null && _images is null))
            throw new InvalidOperationException("The batch has no images, and the learner has none to make them from.");
        var packed = _link.Upload(DeviceImages.Pack(recipe)); // (N,2+6·S)
        var images = batch.Images is { } whole
            ? DeviceImages.Crop(_link.Upload(whole), packed, recipe)
            : _images!.Make(packed, recipe); // (N,C,S,S)
        return (ChannelsLast.OfImages(images), DeviceImages.Labels(packed)); // (N,C,S,S), (N)
    }

    private bool AtTarget => _stage.Cut == _network;

    private Tensor Normalise(Tensor cams) => GradCam.Normalise(cams.to(float32), _spec.Gaze.Normalise); // (N,h,w)

    private Tensor TrainingCams(Tensor images, Tensor maps, Tensor logits, Tensor labels)
    {
        Tensor Of(Tensor scores) => _stage.InTraining(images, maps, scores, labels);                    // (N,h,w)
        return AtTarget ? Of(logits) : GradCam.InTraining(_network, _stage.Cut, maps, Of);              // (N,h,w)
    }

    private void SetMode(bool training)
    {
        if (_network.training == training) return;
        if (training) _network.Unfold();
        else _network.Fold(_type);
        _network.train(training);
    }

    private void RequireWhole()
    {
        if (_broken) throw new InvalidOperationException("An earlier step was not completed: restore a checkpoint first.");
    }
}
