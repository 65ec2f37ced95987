using ActorGaze.Nn.Data.Decoding;
using ActorGaze.Nn.Randomness;

namespace ActorGaze.Nn.Data.Phantoms;

/// <summary>Draws heads and chests with known lesions, and writes data sets of them.</summary>
public static class PhantomImages
{
    internal const int Side = GrayResize.Side;

    /// <summary>One image: a function of its arguments alone.</summary>
    /// <param name="spec">Its counts per class do not matter here.</param>
    /// <param name="label">An index into the spec's class names.</param>
    /// <param name="index">From 0; in a written data set the test images follow the training images.</param>
    /// <exception cref="InvalidInputException">A count of the spec is out of its range.</exception>
    public static Phantom Draw(PhantomSpec spec, int label, int index)
    {
        var name = spec.ClassNames()[label];
        RandomStream Chance(string subject) => RandomStream.Named(subject, spec.Seed, (int)spec.Body, label, index);
        IPhantomAnatomy body = spec.Body == PhantomBody.Head
            ? new PhantomHead(Chance("phantom-body"))
            : new PhantomChest(Chance("phantom-body"));
        var lesion = name == "none"
            ? null
            : new PhantomLesion(Enum.Parse<LesionLook>(name, ignoreCase: true), body, spec.Kind, Chance("phantom-lesion"));

        var drawn = new double[Side * Side];
        var mask = new byte[Side * Side];
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
            {
                var value = body.Brightness(x, y);
                if (lesion is not null)
                {
                    value = lesion.Over(value, x, y);
                    mask[(y * Side) + x] = lesion.Reach(x, y) <= 1 ? (byte)255 : (byte)0;
                }

                drawn[(y * Side) + x] = value;
            }
        }

        return new Phantom(Expose(drawn, Chance("phantom-noise")), mask);
    }

    /// <summary>A little blur, then the noise of a receiver: the length of a signal with normal noise in both its parts.</summary>
    private static byte[] Expose(double[] drawn, RandomStream stream)
    {
        const double noise = 0.022;
        var pixels = new byte[drawn.Length];
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
            {
                var (left, right) = (Math.Max(x - 1, 0), Math.Min(x + 1, Side - 1));
                var (up, down) = (Math.Max(y - 1, 0) * Side, Math.Min(y + 1, Side - 1) * Side);
                var row = y * Side;
                var edges = drawn[row + left] + drawn[row + right] + drawn[up + x] + drawn[down + x];
                var corners = drawn[up + left] + drawn[up + right] + drawn[down + left] + drawn[down + right];
                var value = ((4 * drawn[row + x]) + (2 * edges) + corners) / 16;
                var (real, imaginary) = (value + (noise * stream.NextGaussian()), noise * stream.NextGaussian());
                pixels[row + x] = (byte)Math.Clamp((Math.Sqrt((real * real) + (imaginary * imaginary)) * 255) + 0.5, 0, 255);
            }
        }

        return pixels;
    }
}
