using ActorGaze.Nn.Data.Decoding;

namespace ActorGaze.Nn.Data.Batches;

/// <summary>
/// Reads a crop of one channel of a square image as a channel of the same size: bilinear between pixel centres, edges repeated.
/// </summary>
/// <remarks>One per thread: it keeps its scratch rows.</remarks>
internal sealed class CropSampler(int side = ImageForm.UsualSide)
{
    private readonly int[] _columns = new int[side];
    private readonly float[] _shares = new float[side];
    private readonly float[] _row = new float[side + 1];

    /// <summary>target = pixel · scale + offset. The whole image unflipped gives exactly that, pixel by pixel.</summary>
    public void Sample(ReadOnlySpan<byte> image, Crop crop, float scale, float offset, Span<float> target)
    {
        for (var x = 0; x < side; x++)
        {
            var to = crop.Flip ? side - 1 - x : x;
            (_columns[to], _shares[to]) = Place(x, crop.X, crop.Width, side);
        }

        for (var y = 0; y < side; y++)
        {
            var (upper, share) = Place(y, crop.Y, crop.Height, side);
            var lower = Math.Min(upper + 1, side - 1);
            PixelRows.Mix(image.Slice(upper * side, side), image.Slice(lower * side, side), share, _row.AsSpan(0, side));
            _row[side] = _row[side - 1];
            MixColumns(scale, offset, target.Slice(y * side, side));
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
    internal static (int Before, float Share) Place(int pixel, double from, double length, int side)
    {
        var at = Math.Clamp((from * side) + ((pixel + 0.5) * length) - 0.5, 0, side - 1);
        var before = (int)at;
        return (before, (float)(at - before));
    }
}
