using ActorGaze.Nn.Data.Batches;
using SkiaSharp;
using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Measures;

/// <summary>A small gray picture of an image that a network takes.</summary>
public static class Thumbnail
{
    /// <summary>Pixels.</summary>
    public const int Side = 112;

    private const int Quality = 78;

    /// <summary>The bytes of a JPEG file; of an image in colour the mean of its channels.</summary>
    /// <param name="image">(1,1 or 3,S,S), as the network takes it; on the CPU.</param>
    public static unsafe byte[] Jpeg(Tensor image, PixelScale scale)
    {
        using var still = no_grad();
        using var scope = NewDisposeScope();
        var small = nn.functional.adaptive_avg_pool2d(image.to(float32), [Side, Side]);         // (1,C,s,s)
        var shares = (small * OfChannels(scale.Deviation)) + OfChannels(scale.Mean);            // (1,C,s,s), in [0, 1]
        var grays = (shares.mean([1L]) * 255).clamp(0, 255).round().to(uint8).contiguous().bytes.ToArray();
        var info = new SKImageInfo(Side, Side, SKColorType.Gray8, SKAlphaType.Opaque);
        fixed (byte* start = grays)
        {
            using var pixmap = new SKPixmap(info, (nint)start, info.RowBytes);
            using var data = pixmap.Encode(SKEncodedImageFormat.Jpeg,
                Quality) ?? throw new InvalidOperationException("The JPEG encoder gave nothing.");
            return data.ToArray();
        }

        Tensor OfChannels(ChannelValues values) => // (1,C,1,1)
            tensor(Enumerable.Range(0, (int)image.shape[1]).Select(channel => (float)values.Of(channel)).ToArray()).reshape(1, -1, 1, 1);
    }
}
