namespace ActorGaze.Nn.Training;

/// <summary>
/// A learning rate that falls when the watched figure stands still: PyTorch's ReduceLROnPlateau (relative threshold, no cooldown), with
/// a state that can be kept.
/// </summary>
/// <param name="LearningRate">For the next epoch.</param>
/// <param name="Best">Best figure so far.</param>
/// <param name="BadEpochs">Epochs in a row without improvement.</param>
public sealed record PlateauState(double LearningRate, double Best, int BadEpochs)
{
    /// <summary>A change smaller than this is left undone, as in PyTorch.</summary>
    private const double LeastChange = 1e-8;

    public static PlateauState Initial(double learningRate, bool higherIsBetter = false) =>
        new(learningRate, higherIsBetter ? double.NegativeInfinity : double.PositiveInfinity, 0);

    /// <summary>The state after one more epoch's figure. A figure that is not a number is no improvement.</summary>
    /// <param name="spec">Factor, patience, threshold.</param>
    /// <param name="figure">What is watched: the evaluation loss.</param>
    /// <param name="higherIsBetter">False for a loss.</param>
    /// <param name="leastRate">What the rate does not fall below.</param>
    public PlateauState Next(PlateauSpec spec, double figure, bool higherIsBetter = false, double leastRate = 0)
    {
        var better = higherIsBetter ? figure > Best * (1 + spec.Threshold) : figure < Best * (1 - spec.Threshold);
        if (better) return this with { Best = figure, BadEpochs = 0 };
        if (BadEpochs < spec.Patience) return this with { BadEpochs = BadEpochs + 1 };

        var reduced = Math.Max(LearningRate * spec.Factor, leastRate);
        return this with { LearningRate = LearningRate - reduced > LeastChange ? reduced : LearningRate, BadEpochs = 0 };
    }
}
