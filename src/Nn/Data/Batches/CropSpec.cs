namespace ActorGaze.Nn.Data.Batches;

/// <summary>How training images are varied. Ranges are inclusive; (1, 1) for both and no flip leaves an image as it is.</summary>
/// <param name="MinArea">Least share of the image's area a crop keeps, in (0, 1].</param>
/// <param name="MaxAspect">Greatest ratio of a crop's longer side to its shorter one, at least 1.</param>
/// <param name="FlipProbability">Chance of a horizontal flip, in [0, 1].</param>
public sealed record CropSpec(double MinArea = 0.8, double MaxAspect = 1.1, double FlipProbability = 0.5);

/// <summary>Pixels in [0, 1] become (pixel − Mean) / Deviation.</summary>
public sealed record PixelScale(double Mean = 0.5, double Deviation = 0.5)
{
    /// <summary>A byte times the factor, plus the offset, is a value.</summary>
    public (float Factor, float Offset) OfBytes() => ((float)(1 / (255 * Deviation)), (float)(-Mean / Deviation));
}
