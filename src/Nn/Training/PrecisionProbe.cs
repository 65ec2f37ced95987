using System.Diagnostics;
using ActorGaze.Nn.Data.Batches;
using ActorGaze.Nn.Parts;
using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Training;

/// <summary>Measures whether bfloat16 pays on a device: no list of processors would know.</summary>
public static class PrecisionProbe
{
    private const int Level = 2;
    private const int Samples = 16;
    private const int Rounds = 7;
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The time of a bfloat16 step of level 2 over that of a float32 step: the median of up to seven rounds that alternate. After two
    /// seconds no further round begins: where a round takes that long, the answer is clear.
    /// </summary>
    /// <param name="device"><c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</param>
    /// <exception cref="InvalidInputException">A device that is not here.</exception>
    public static double Bfloat16Time(string device)
    {
        IntraOpThreads.Set(1);
        using var batch = Noise();
        using var wide = Make(device, Precision.Float32);
        using var narrow = Make(device, Precision.Bfloat16);
        var (ratios, start) = (new List<double>(), Stopwatch.GetTimestamp());
        for (var round = -1; round < Rounds; round++) // the round before the first warms up
        {
            var (a, b) = (Seconds(() => wide.Step(batch, gazeWeight: null)), Seconds(() => narrow.Step(batch, gazeWeight: null)));
            var isLast = Stopwatch.GetElapsedTime(start) > LongEnough;
            if (round >= 0 || isLast) ratios.Add(b / a);
            if (isLast) break;
        }

        ratios.Sort();
        return ratios[ratios.Count / 2];
    }

    private static Learner Make(string device, Precision precision) =>
        new(new LearnerSpec { Network = NetworkSpec.OfLevel(Level), Classes = 2, Seed = 1, Device = device,
            Training = new TrainingSpec { Precision = precision } });

    private static Batch Noise()
    {
        using var scope = NewDisposeScope();
        using var chance = new Generator(1);
        return new Batch(
            randn([Samples, 1, 224, 224], generator: chance).DetachFromDisposeScope(),                   // (N,1,224,224)
            arange(Samples, ScalarType.Int64).remainder(2).to(ScalarType.Int64).DetachFromDisposeScope()); // (N)
    }

    private static double Seconds(Action step)
    {
        var start = Stopwatch.GetTimestamp();
        step();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
