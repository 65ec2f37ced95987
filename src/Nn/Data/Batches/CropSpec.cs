namespace ActorGaze.Nn.Data.Batches;

/// <summary>How training images are varied. Ranges are inclusive; (1, 1) for both and no flip leaves an image as it is.</summary>
/// <param name="MinArea">Least share of the image's area a crop keeps, in (0, 1].</param>
/// <param name="MaxAspect">Greatest ratio of a crop's longer side to its shorter one, at least 1.</param>
/// <param name="FlipProbability">Chance of a horizontal flip, in [0, 1].</param>
public sealed record CropSpec(double MinArea = 0.8, double MaxAspect = 1.1, double FlipProbability = 0.5);
