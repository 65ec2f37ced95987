using ActorGaze.Nn.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Tests.Nn.Training;

/// <summary>
/// Against PyTorch's definitions of its optimisers (torch.optim.Adam, AdamW and SGD, the algorithms in their documentation), written out here
/// number by number in float64.
/// </summary>
public sealed class OptimiserTests
{
    private const int Steps = 6;

    public static TheoryData<string> Specs => [.. Known.Keys];

    private static readonly Dictionary<string, TrainingSpec> Known = new()
    {
        ["adam with decay"] = new() { LearningRate = 3e-3, WeightDecay = 0.1, Beta1 = 0.85, Beta2 = 0.99 },
        ["adamw"] = new() { LearningRate = 3e-3, Optimiser = Optimiser.AdamW },
        ["adamw without decay"] = new() { LearningRate = 3e-3, Optimiser = Optimiser.AdamW, WeightDecay = 0 },
        ["sgd"] = new() { LearningRate = 0.05, Optimiser = Optimiser.Sgd },
        ["sgd without momentum"] = new() { LearningRate = 0.05, Optimiser = Optimiser.Sgd, Momentum = 0, WeightDecay = 0.01 },
        ["nesterov"] = new() { LearningRate = 0.05, Optimiser = Optimiser.Sgd, Momentum = 0.8, Nesterov = true, WeightDecay = 0.02 },
    };

    [Theory]
    [MemberData(nameof(Specs))]
    public void Its_numbers_are_those_of_PyTorchs_definition(string name)
    {
        var spec = Known[name];
        IntraOpThreads.Set(1);
        using var scope = NewDisposeScope();
        using var network = PaperNetworks.Create(level: 1, classes: 3, seed: 5);
        using var optimiser = FlatOptimiser.Of(network, spec);
        using var chance = new Generator(3);
        var expected = network.parameters().Select(Numbers).ToArray();
        var first = expected.Select(weight => new double[weight.Length]).ToArray();
        var second = expected.Select(weight => new double[weight.Length]).ToArray();

        for (var step = 1; step <= Steps; step++)
        {
            foreach (var (i, weight) in network.parameters().Index())
            {
                var gradient = randn(weight.shape, generator: chance);
                weight.grad = gradient;
                var numbers = Numbers(gradient);
                for (var k = 0; k < numbers.Length; k++) expected[i][k] = Next(spec, step, expected[i][k], numbers[k], ref first[i][k], ref second[i][k]);
            }

            optimiser.Step(optimiser.Gradients());
        }

        foreach (var (i, weight) in network.parameters().Index())
            Assert.All(Numbers(weight).Zip(expected[i]), pair => Assert.Equal(pair.Item2, pair.Item1, 1e-5 * Math.Max(0.1, Math.Abs(pair.Item2))));
    }

    [Fact]
    public void A_weight_decay_of_its_own_is_PyTorchs_default() => Assert.Equal(
        [0, 0.01, 0, 0.3],
        [new TrainingSpec().Decay, new TrainingSpec { Optimiser = Optimiser.AdamW }.Decay, new TrainingSpec { Optimiser = Optimiser.Sgd }.Decay, new TrainingSpec { WeightDecay = 0.3 }.Decay]);

    [Theory]
    [MemberData(nameof(Specs))]
    public void Saved_and_restored_between_any_two_steps_it_ends_with_the_same_bits(string name)
    {
        var spec = Known[name] with { LabelSmoothing = 0.1 };
        using var straight = Lesson.Learner(level: 1, training: spec, classWeights: [3, 1]);
        for (var step = 1; step <= 4; step++) straight.Step(step);

        var saved = default(Checkpoint);
        for (var step = 1; step <= 4; step++)
        {
            using var next = Lesson.Learner(level: 1, seed: 100 + step, training: spec, classWeights: [3, 1]);
            if (saved is not null) next.Restore(saved);
            else next.Restore(First(spec));
            next.Step(step);
            saved = next.Saved();
        }

        Lesson.Same(straight.Saved(), saved!);
        Assert.Equal(spec.Optimiser == Optimiser.Sgd, saved!.Tensors.ContainsKey("sgd.step"));
        Assert.Equal(spec is { Optimiser: Optimiser.Sgd, Momentum: > 0 }, saved.Tensors.Keys.Any(key => key.StartsWith("sgd.momentum_buffer.", StringComparison.Ordinal)));
    }

    private static Checkpoint First(TrainingSpec spec)
    {
        using var learner = Lesson.Learner(level: 1, training: spec, classWeights: [3, 1]);
        return learner.Saved();
    }

    private static double Next(TrainingSpec spec, int step, double weight, double gradient, ref double first, ref double second)
    {
        if (spec.Optimiser == Optimiser.AdamW) weight -= spec.LearningRate * spec.Decay * weight;
        else gradient += spec.Decay * weight;
        if (spec.Optimiser == Optimiser.Sgd)
        {
            first = step == 1 ? gradient : (spec.Momentum * first) + gradient;
            return weight - (spec.LearningRate * (spec.Nesterov ? gradient + (spec.Momentum * first) : first));
        }

        first = (spec.Beta1 * first) + ((1 - spec.Beta1) * gradient);
        second = (spec.Beta2 * second) + ((1 - spec.Beta2) * gradient * gradient);
        var (m, v) = (first / (1 - Math.Pow(spec.Beta1, step)), second / (1 - Math.Pow(spec.Beta2, step)));
        return weight - (spec.LearningRate * m / (Math.Sqrt(v) + spec.Epsilon));
    }

    private static double[] Numbers(Tensor tensor) => tensor.detach().to(float64).contiguous().data<double>().ToArray();
}
