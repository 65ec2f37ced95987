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

    /// <summary>True where some work drew from the process-wide generator, which is put back as it was. Others wait meanwhile.</summary>
    public static bool DrawsFromGlobal(Action work) => LeavingGlobalAlone(() =>
    {
        using var before = get_rng_state();
        work();
        using var after = get_rng_state();
        return !before.bytes.SequenceEqual(after.bytes);
    });

    /// <summary>
    /// Runs some work as in another process: the process-wide generator stands elsewhere than it does now. It is put back as it was.
    /// </summary>
    public static T WithGlobalElsewhere<T>(Func<T> work) => LeavingGlobalAlone(() =>
    {
        using var drawn = rand(1);
        return work();
    });
}
