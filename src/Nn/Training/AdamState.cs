using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Training;

/// <summary>Adam's memory in a checkpoint: both moments of every weight, and how many updates each has had.</summary>
internal sealed class AdamState
{
    private const string Steps = "adam.step";
    private readonly string[] _names;
    private readonly Adam.State[] _states;

    /// <param name="adam">Made from the parameters in the order of the names.</param>
    /// <param name="names">Of the parameters.</param>
    public AdamState(Adam adam, IEnumerable<string> names)
    {
        _names = [.. names];
        _states = [.. adam.state_dict().State.Cast<Adam.State>()]; // the optimiser's own, not copies
    }

    public void Save(IDictionary<string, CheckpointTensor> tensors)
    {
        foreach (var (key, moment) in Moments()) tensors[key] = CheckpointTensor.Of(moment);
        using var steps = tensor(_states.Select(state => state.step).ToArray()); // (P)
        tensors[Steps] = CheckpointTensor.Of(steps);
    }

    /// <exception cref="InvalidInputException">A key is missing, or its tensor has another type or shape.</exception>
    public void Check(Checkpoint checkpoint)
    {
        NetworkState.Check(Moments(), checkpoint);
        NetworkState.Check(Steps, "I64", [_states.Length], checkpoint);
    }

    /// <summary>After <see cref="Check"/>.</summary>
    public void Restore(Checkpoint checkpoint)
    {
        foreach (var (key, moment) in Moments()) checkpoint.Tensors[key].CopyTo(moment);
        using var steps = checkpoint.Tensors[Steps].ToTensor(); // (P)
        var counts = steps.data<long>().ToArray();
        for (var i = 0; i < counts.Length; i++) _states[i].step = counts[i];
    }

    private IEnumerable<(string Key, Tensor Tensor)> Moments() => _names.Zip(_states).SelectMany(pair => new[]
    {
        ($"adam.exp_avg.{pair.First}", pair.Second.exp_avg),
        ($"adam.exp_avg_sq.{pair.First}", pair.Second.exp_avg_sq),
    });
}
