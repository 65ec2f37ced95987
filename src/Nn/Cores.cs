using System.Runtime.ExceptionServices;

namespace ActorGaze.Nn;

/// <summary>Work on every core at once.</summary>
internal static class Cores
{
    /// <summary>What fails first comes out as it was thrown, so that the caller can tell a user's error from a disk's.</summary>
    public static void ForEach(int count, CancellationToken cancellation, Action<int> body)
    {
        var options = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount };
        try
        {
            Parallel.For(0, count, options, body);
        }
        catch (AggregateException several)
        {
            ExceptionDispatchInfo.Throw(several.InnerExceptions[0]);
        }
    }
}
