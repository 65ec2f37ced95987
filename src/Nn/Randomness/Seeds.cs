using static TorchSharp.torch;

namespace ActorGaze.Nn.Randomness;

/// <summary>The one door to libtorch's process-wide generator, which layer constructors draw from whether one likes it or not.</summary>
public static class Seeds
{
    private static readonly Lock Door = new();

    /// <summary>Runs a construction with the process-wide generator seeded, one at a time, and puts the generator back as it was.</summary>
    public static T Seeded<T>(long seed, Func<T> construct)
    {
        lock (Door)
        {
            using var before = get_rng_state();
            try
            {
#pragma warning disable RS0030 // The ban's one exception.
                manual_seed(seed);
#pragma warning restore RS0030
                return construct();
            }
            finally
            {
                set_rng_state(before);
            }
        }
    }
}
