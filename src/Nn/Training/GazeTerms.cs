using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Parts;
using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Training;

/// <summary>What one step's gazes give: the gaze loss, and the moving class means with this step folded in.</summary>
internal interface IGazeTerm : IDisposable
{
    /// <summary>The moving class means after the newest step that was applied.</summary>
    MovingClassMeans Means { get; set; }

    /// <summary>The gaze loss, (), with its graph; without one where it is known that no class has two correct samples.</summary>
    /// <param name="gazes">Normalised maps (N,h,w).</param>
    /// <param name="labels">True classes, int64 (N), on the gazes' device.</param>
    /// <param name="truths">The same as plain numbers.</param>
    /// <param name="correct">True where the prediction is right, (N).</param>
    Tensor LossOf(Tensor gazes, Tensor labels, IReadOnlyList<int> truths, Tensor correct);

    /// <summary>What has to be read back before <see cref="Commit"/>, float64 (any); null where nothing has.</summary>
    Tensor? Pending { get; }

    /// <summary>The step was applied: its folded means are the means from now on.</summary>
    /// <param name="read"><see cref="Pending"/> as plain numbers.</param>
    void Commit(ReadOnlySpan<double> read);
}

/// <summary>Takes the gaze term on the CPU: the means are folded as plain numbers, and wrong samples are left out by index.</summary>
internal sealed class HostGazeTerm(GazeSpec spec, int classes) : IGazeTerm
{
    private readonly Func<ClassGazes, Tensor> _reference = BuiltParts.Reference(spec.Reference);
    private readonly Func<Tensor, Tensor, Tensor> _distance = BuiltParts.Distance(spec.Distance);
    private MovingClassMeans? _folded;

    public MovingClassMeans Means { get; set; } = MovingClassMeans.Empty(classes, spec.EmaDecay);

    public Tensor? Pending => null;

    public Tensor LossOf(Tensor gazes, Tensor labels, IReadOnlyList<int> truths, Tensor correct)
    {
        var right = correct.data<bool>().ToArray();
        int[] predictions = [.. truths.Select((label, n) => right[n] ? label : -1)];
        _folded = Means.Fold(BatchGazes.Of(gazes, truths, predictions, classes));
        return GazeLoss.Of(_reference, _distance, gazes, truths, predictions, _folded); // ()
    }

    public void Commit(ReadOnlySpan<double> read)
    {
        if (_folded is { } folded) Means = folded;
        _folded = null;
    }

    public void Dispose()
    {
    }
}

/// <summary>
/// Takes the gaze term with tensor operations alone, so that nothing waits for the device: wrong samples have weight 0, and the means are
/// folded in float64 where the gazes are.
/// </summary>
/// <remarks>The same definition as <see cref="HostGazeTerm"/>. The sums are ordered otherwise, so that the last digits differ.</remarks>
internal sealed class DeviceGazeTerm(GazeSpec spec, int classes, DeviceLink link) : IGazeTerm
{
    private readonly Func<ClassGazes, Tensor> _reference = BuiltParts.Reference(spec.Reference);
    private readonly Func<Tensor, Tensor, Tensor> _distance = BuiltParts.Distance(spec.Distance);
    private Tensor? _means;  // (C,hw) float64
    private Tensor? _known;  // (C,1) float64, 1 where the class has a mean
    private Tensor? _foldedMeans;
    private Tensor? _foldedKnown;
    private MovingClassMeans _read = MovingClassMeans.Empty(classes, spec.EmaDecay);

    public MovingClassMeans Means
    {
        get => _read;
        set
        {
            _read = value;
            _means?.Dispose();
            _known?.Dispose();
            (_means, _known) = (null, null);
        }
    }

    public Tensor? Pending { get; private set; }

    public Tensor LossOf(Tensor gazes, Tensor labels, IReadOnlyList<int> truths, Tensor correct)
    {
        Upload((int)(gazes.shape[1] * gazes.shape[2]));
        var members =
            labels.unsqueeze(1).eq(arange(classes, device: link.Device).unsqueeze(0)).mul(correct.unsqueeze(1)).to(float64); // (N,C)
        var counts = members.sum(0L).unsqueeze(1);                                                          // (C,1)
        var quorum = (counts >= BatchGazes.Quorum).to(float64);                                             // (C,1)
        Fold(gazes, members, counts, quorum);

        var shares = (members / counts.clamp_min(1).t()).to(gazes.dtype);                                   // (N,C)
        long[] grids = [classes, gazes.shape[1], gazes.shape[2]];
        var references = _reference(new ClassGazes(
            () => shares.t().matmul(gazes.flatten(1)).reshape(grids), () => _foldedMeans!.to(gazes.dtype).reshape(grids))); // (C,h,w)
        var weights = (members * quorum.t()).sum(1L).to(gazes.dtype);                                       // (N)
        var distances = _distance(gazes, references.index_select(0, labels));                               // (N)
        return (distances * weights).sum() / weights.sum().clamp_min(1);                                    // ()
    }

    public void Commit(ReadOnlySpan<double> read)
    {
        _means!.Dispose();
        _known!.Dispose();
        (_means, _known) = (_foldedMeans!.DetachFromDisposeScope(), _foldedKnown!.DetachFromDisposeScope());
        (_foldedMeans, _foldedKnown, Pending) = (null, null, null);
        var pixels = (read.Length / classes) - 1;
        var means = read[..(classes * pixels)].ToArray().Chunk(pixels).ToArray();
        var known = read[(classes * pixels)..].ToArray();
        _read = _read with { Means = [.. means.Select((mean, label) => known[label] > 0 ? [.. mean]
            : System.Collections.Immutable.ImmutableArray<double>.Empty)] };
    }

    public void Dispose()
    {
        _means?.Dispose();
        _known?.Dispose();
    }

    private void Fold(Tensor gazes, Tensor members, Tensor counts, Tensor quorum)
    {
        using var still = no_grad();
        var batch = members.t().matmul(gazes.detach().to(float64).flatten(1)) / counts.clamp_min(1);        // (C,hw)
        var moved = (_means! * spec.EmaDecay) + (batch * (1 - spec.EmaDecay));                              // (C,hw)
        var updated = where(_known! > 0, moved, batch);                                                     // (C,hw)
        _foldedMeans = where(quorum > 0, updated, _means!);                                                 // (C,hw)
        _foldedKnown = _known!.maximum(quorum);                                                             // (C,1)
        Pending = cat([_foldedMeans.flatten(), _foldedKnown.flatten()]);                                    // (C·hw + C)
    }

    private void Upload(int pixels)
    {
        if (_means is not null) return;
        using var still = no_grad();
        using var scope = NewDisposeScope();
        var values = _read.Means.SelectMany(mean => mean.Length > 0 ? mean.AsEnumerable() : Enumerable.Repeat(0.0, pixels)).ToArray();
        var known = _read.Means.Select(mean => mean.Length > 0 ? 1.0 : 0.0).ToArray();
        _means = link.Upload(tensor(values).reshape(classes, pixels)).DetachFromDisposeScope();               // (C,hw)
        _known = link.Upload(tensor(known).reshape(classes, 1)).DetachFromDisposeScope();                     // (C,1)
    }
}
