using SkiaSharp;

namespace ActorGaze.Nn.Data;

/// <summary>Turns a square image the way its EXIF tag asks for.</summary>
internal static class Orientation
{
    public static void Apply(SKEncodedOrigin origin, Span<byte> pixels)
    {
        if (origin is SKEncodedOrigin.TopLeft or SKEncodedOrigin.Default) return;

        const int last = GrayResize.Side - 1;
        var stored = pixels.ToArray();
        for (var y = 0; y <= last; y++)
        {
            for (var x = 0; x <= last; x++)
            {
                var (fromX, fromY) = origin switch
                {
                    SKEncodedOrigin.TopRight => (last - x, y),
                    SKEncodedOrigin.BottomRight => (last - x, last - y),
                    SKEncodedOrigin.BottomLeft => (x, last - y),
                    SKEncodedOrigin.LeftTop => (y, x),
                    SKEncodedOrigin.RightTop => (y, last - x),
                    SKEncodedOrigin.RightBottom => (last - y, last - x),
                    SKEncodedOrigin.LeftBottom => (last - y, x),
                    _ => (x, y),
                };
                pixels[(y * GrayResize.Side) + x] = stored[(fromY * GrayResize.Side) + fromX];
            }
        }
    }
}
