using System.Runtime.InteropServices;

namespace ActorGaze.Nn.Gaze;

/// <summary>One map per class, packed small enough for a journal: float32, little-endian, row-major, base64.</summary>
public sealed record ClassMeanGazes(int Classes, int Height, int Width, string Base64)
{
    /// <summary>Packs maps of Height·Width values each.</summary>
    /// <exception cref="ArgumentException">A map of another length.</exception>
    public static ClassMeanGazes Pack(IReadOnlyList<double[]> maps, int height, int width)
    {
        var values = new float[maps.Count * height * width];
        for (var c = 0; c < maps.Count; c++)
        {
            if (maps[c].Length != height * width)
                throw new ArgumentException($"Map {c} has {maps[c].Length} values, not {height}·{width}.", nameof(maps));
            for (var i = 0; i < height * width; i++) values[(c * height * width) + i] = (float)maps[c][i];
        }

        return new ClassMeanGazes(maps.Count, height, width, Convert.ToBase64String(MemoryMarshal.AsBytes<float>(values)));
    }

    /// <summary>The map of one class: Height·Width values, in [0, 1] where the gazes are, row-major.</summary>
    public float[] Of(int label) =>
        MemoryMarshal.Cast<byte, float>(Convert.FromBase64String(Base64)).Slice(label * Height * Width, Height * Width).ToArray();
}
