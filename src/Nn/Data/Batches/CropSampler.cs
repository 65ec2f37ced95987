using ActorGaze.Nn.Data.Decoding;

namespace ActorGaze.Nn.Data.Batches;

/// <summary>Reads a crop of a 224×224 image as a 224×224 image: bilinear between pixel centres, edges repeated.</summary>
/// <remarks>One per thread: it keeps its scratch rows.</remarks>
internal sealed class CropSampler
{
    private const int Side = GrayResize.Side;
    private readonly int[] _columns = new int[Side];
    private readonly float[] _shares = new float[Side];
    private readonly float[] _row = new float[Side + 1];

    /// <summary>target = pixel · scale + offset. The whole image unflipped gives exactly that, pixel by pixel.</summary>
    public void Sample(ReadOnlySpan<byte> image, Crop crop, float scale, float offset, Span<float> target)
    {
        for (var x = 0; x < Side; x++)
        {
            var to = crop.Flip ? Side - 1 - x : x;
            (_columns[to], _shares[to]) = Place(x, crop.X, crop.Width);
        }

        for (var y = 0; y < Side; y++)
        {
            var (upper, share) = Place(y, crop.Y, crop.Height);
            var lower = Math.Min(upper + 1, Side - 1);
            PixelRows.Mix(image.Slice(upper * Side, Side), image.Slice(lower * Side, Side), share, _row.AsSpan(0, Side));
            _row[Side] = _row[Side - 1];
            MixColumns(scale, offset, target.Slice(y * Side, Side));
        }
    }

    private void MixColumns(float scale, float offset, Span<float> target)
    {
        ReadOnlySpan<float> row = _row, shares = _shares.AsSpan(0, target.Length);
        ReadOnlySpan<int> columns = _columns.AsSpan(0, target.Length);
        for (var x = 0; x < target.Length; x++)
        {
            var left = row[columns[x]];
            target[x] = ((left + ((row[columns[x] + 1] - left) * shares[x])) * scale) + offset;
        }
    }

    /// <summary>Between which pixel and the one after it a target pixel lies, and the share of the latter.</summary>
    internal static (int Before, float Share) Place(int pixel, double from, double length)
    {
        var at = Math.Clamp((from * Side) + ((pixel + 0.5) * length) - 0.5, 0, Side - 1);
        var before = (int)at;
        return (before, (float)(at - before));
    }
}
