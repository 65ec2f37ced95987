namespace ActorGaze.Nn.Parts;

/// <summary>What goes into a network and what comes out.</summary>
/// <param name="Channels">1 or 3.</param>
/// <param name="ImageSide">Pixels.</param>
/// <param name="Classes">At least 2.</param>
public sealed record NetworkShape(int Channels, int ImageSide, int Classes)
{
    /// <summary>What the engine's images are: gray, 224×224.</summary>
    public static NetworkShape Of(int classes) => new(1, UsualSide, classes);

    /// <summary>Side of the images that the engine decodes, in pixels.</summary>
    public const int UsualSide = 224;
}
