using TorchSharp;

namespace ActorGaze.Nn.Training;

/// <summary>How many threads libtorch uses inside an operation that this thread calls. It decides how sums are cut, and so bits.</summary>
public static class IntraOpThreads
{
    /// <summary>For the calling thread, whatever others set for themselves: before now and later.</summary>
    /// <param name="count">At least 1.</param>
    public static void Set(int count)
    {
        _ = torch.get_num_threads(); // a thread's first question takes what any thread set last; from then on it keeps its own
        torch.set_num_threads(count);
    }
}
