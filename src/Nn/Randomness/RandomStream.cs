using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace ActorGaze.Nn.Randomness;

/// <summary>A small deterministic generator: the same name, seed and counters give the same numbers on every machine, for ever.</summary>
/// <remarks>
/// xoshiro256** 1.0 (Blackman and Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47(4), 2021; public domain),
/// whose 256-bit state is the SHA-256 of name, seed and counters, so that streams of different origins are independent. No transcendental
/// function is called: those differ between system libraries. Not thread-safe.
/// </remarks>
public sealed class RandomStream
{
    private ulong _s0, _s1, _s2, _s3;

    private RandomStream(ReadOnlySpan<byte> state)
    {
        _s0 = BinaryPrimitives.ReadUInt64LittleEndian(state);
        _s1 = BinaryPrimitives.ReadUInt64LittleEndian(state[8..]);
        _s2 = BinaryPrimitives.ReadUInt64LittleEndian(state[16..]);
        _s3 = BinaryPrimitives.ReadUInt64LittleEndian(state[24..]);
    }

    /// <summary>The stream of this name, seed and counters, at its beginning. Counters are, for instance, an epoch and an index.</summary>
    public static RandomStream Named(string name, long seed, params ReadOnlySpan<long> counters)
    {
        var nameLength = Encoding.UTF8.GetByteCount(name);
        var length = 4 + nameLength + 8 + (8 * counters.Length);
        var origin = length <= 256 ? stackalloc byte[length] : new byte[length];

        // The name's length comes first, so that no name can run into the numbers behind it.
        BinaryPrimitives.WriteInt32LittleEndian(origin, nameLength);
        Encoding.UTF8.GetBytes(name, origin[4..]);
        BinaryPrimitives.WriteInt64LittleEndian(origin[(4 + nameLength)..], seed);
        for (var i = 0; i < counters.Length; i++)
            BinaryPrimitives.WriteInt64LittleEndian(origin[(12 + nameLength + (8 * i))..], counters[i]);

        Span<byte> state = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(origin, state);
        return new RandomStream(state);
    }

    /// <summary>64 uniform bits.</summary>
    public ulong NextBits()
    {
        var result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        var t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>Uniform in [0, 1), a multiple of 2⁻⁵³.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [from, to).</summary>
    public double NextDouble(double from, double to) => from + ((to - from) * NextDouble());

    /// <summary>Uniform in [0, bound), without bias (Lemire, ACM TOMACS 29(1), 2019).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The bound is below 1.</exception>
    public int NextInt(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);

        var product = (NextBits() >> 32) * (ulong)bound;
        if ((uint)product < (uint)bound)
        {
            var rejected = (uint)(0x1_0000_0000UL % (ulong)bound);
            while ((uint)product < rejected) product = (NextBits() >> 32) * (ulong)bound;
        }

        return (int)(product >> 32);
    }

    /// <summary>Nearly normal, mean 0 and variance 1, within ±6: the sum of twelve uniform numbers of 16 bits each.</summary>
    public double NextGaussian()
    {
        var sum = 0L;
        for (var draw = 0; draw < 3; draw++)
        {
            var bits = NextBits();
            sum += (long)(bits & 0xFFFF) + (long)((bits >> 16) & 0xFFFF) + (long)((bits >> 32) & 0xFFFF) + (long)(bits >> 48);
        }

        return ((sum + 6) / 65536.0) - 6.0; // six for the half step that each of the twelve lies below its middle
    }

    /// <summary>Puts the values into a uniformly random order (Fisher and Yates).</summary>
    public void Shuffle(Span<int> values)
    {
        for (var last = values.Length - 1; last > 0; last--)
        {
            var other = NextInt(last + 1);
            (values[last], values[other]) = (values[other], values[last]);
        }
    }
}
