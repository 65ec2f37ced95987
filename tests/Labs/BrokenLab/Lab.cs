using ActorGaze.Nn.Parts;
using static TorchSharp.torch;

namespace BrokenLab;

/// <summary>Networks that break the contract, each in one way. The variable BROKEN_LAB breaks the registration itself.</summary>
public sealed class Lab : IPartsProvider
{
    public void Register(PartsBuilder parts)
    {
        switch (Environment.GetEnvironmentVariable("BROKEN_LAB"))
        {
            case "throws":
                throw new InvalidOperationException("the lab is closed");
            case "hangs":
                Forever.Wait();
                break;
            case "aborts":
                Environment.FailFast("the lab burns");
                break;
        }

        parts.AddNetwork("throws", "Throws in the middle of a batch.", setup => new Broken(setup) { AfterFeatures = _ => throw new InvalidOperationException("no such layer") });
        parts.AddNetwork("hangs", "Never comes back.", setup => new Broken(setup) { AfterFeatures = _ => Forever.Wait() });
        parts.AddNetwork("aborts", "Ends its process.", setup => new Broken(setup) { AfterFeatures = _ => Environment.FailFast("a library gave up") });
        parts.AddNetwork("mixes", "Its head normalises over the batch.", setup => new Mixing(setup));
        parts.AddNetwork("global", "Its head has nn.Dropout.", setup => new Global(setup));
        parts.AddNetwork("drifts", "Its first weights are others in every process.", setup => new Broken(setup) { Drift = true });
        parts.AddNetwork("draws", "Its first weights come from the process-wide generator.", setup => new Drawing(setup));
        parts.AddNetwork("leaks", "Keeps every map.", setup => new Leaking(setup));
        parts.AddNetwork("flat", "Its features are no maps.", setup => new Broken(setup) { Flat = true });
        parts.AddNetwork("detached", "Its head has no gradient.", setup => new Detached(setup));
        parts.AddNetwork("lies", "Says that its head is a pooled linear layer.", setup => new Lying(setup));
        parts.AddNetwork("sudden", "Throws at its fiftieth batch, after every check.", setup => new Sudden(setup));
        BrokenMeasures.AddTo(parts);
    }
}

internal static class Forever
{
    public static Tensor Wait()
    {
        using var never = new ManualResetEvent(false);
        never.WaitOne();
        throw new InvalidOperationException("it came to an end");
    }
}
