using System.Text.Json.Serialization;

namespace ActorGaze.Nn.Data.Batches;

/// <summary>Pixels in [0, 1] become (pixel − Mean) / Deviation, with one number for all channels or one for each.</summary>
[method: JsonConstructor]
public sealed record PixelScale(ChannelValues Mean, ChannelValues Deviation)
{
    private const double Half = 0.5;

    /// <summary>One number for all channels.</summary>
    public PixelScale(double mean = Half, double deviation = Half)
        : this(new ChannelValues(mean), new ChannelValues(deviation))
    {
    }

    /// <summary>A byte times the factor, plus the offset, is a value.</summary>
    /// <param name="channel">From 0.</param>
    public (float Factor, float Offset) OfBytes(int channel = 0)
    {
        var (mean, deviation) = (Mean.Of(channel), Deviation.Of(channel));
        return ((float)(1 / (255 * deviation)), (float)(-mean / deviation));
    }
}
