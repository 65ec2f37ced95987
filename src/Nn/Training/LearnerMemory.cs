using System.Globalization;
using ActorGaze.Nn.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Training;

/// <summary>All of a learner that outlives a step, on its way to and from a checkpoint.</summary>
internal sealed class LearnerMemory(GazeModel network, Adam adam, Generator dropout)
{
    private const string DropoutKey = "generator.dropout";
    private const string LearningRateKey = "learner.learning-rate";

    /// <summary>Bytes of a CPU generator's state: libtorch ends the process at any other size.</summary>
    private const long GeneratorBytes = 5056;

    private readonly AdamState _moments = new(adam, network.named_parameters().Select(weight => weight.name));

    public double LearningRate
    {
        get => adam.ParamGroups.First().LearningRate;
        set
        {
            foreach (var group in adam.ParamGroups) group.LearningRate = value;
        }
    }

    public void Save(IDictionary<string, CheckpointTensor> tensors, IDictionary<string, string> metadata)
    {
        NetworkState.Save(network, tensors);
        _moments.Save(tensors);
        using var chance = dropout.get_state(); // (5056)
        tensors[DropoutKey] = CheckpointTensor.Of(chance);
        metadata[LearningRateKey] = LearningRate.ToString("R", CultureInfo.InvariantCulture);
    }

    /// <summary>All or nothing.</summary>
    /// <exception cref="InvalidInputException">A key is missing, or has another type, shape or form.</exception>
    public void Restore(Checkpoint checkpoint)
    {
        _moments.Check(checkpoint);
        NetworkState.Check(DropoutKey, "U8", [GeneratorBytes], checkpoint);
        var text = checkpoint.Metadata.GetValueOrDefault(LearningRateKey);
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var rate))
            throw new InvalidInputException($"The checkpoint's '{LearningRateKey}' is {(text is null ? "missing" : $"'{text}'")}; a number is wanted.");

        NetworkState.Restore(network, checkpoint); // checks before it writes
        _moments.Restore(checkpoint);
        using var chance = checkpoint.Tensors[DropoutKey].ToTensor(); // (5056)
        dropout.set_state(chance);
        LearningRate = rate;
    }
}
