using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Randomness;

/// <summary>
/// Where chance comes from: generators of one's own. libtorch's process-wide one is used by nobody, and this is the one place that touches
/// it.
/// </summary>
public static class Seeds
{
    private static readonly Lock OneAtATime = new();

    /// <summary>A generator on the CPU that any seed, negative ones too, names exactly. The caller disposes it.</summary>
    public static Generator Generator(long seed) => new(unchecked((ulong)seed));

    /// <summary>
    /// Runs a construction, one at a time, and puts the process-wide generator back as it was: layer constructors draw from it whether one
    /// likes it or not.
    /// </summary>
    public static T LeavingGlobalAlone<T>(Func<T> construct)
    {
        lock (OneAtATime)
        {
            using var before = get_rng_state();
            try
            {
                return construct();
            }
            finally
            {
                set_rng_state(before);
            }
        }
    }
}
