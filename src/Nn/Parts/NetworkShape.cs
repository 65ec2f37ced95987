namespace ActorGaze.Nn.Parts;

/// <summary>What goes into a network and what comes out.</summary>
/// <param name="Channels">1 or 3.</param>
/// <param name="ImageSide">Pixels.</param>
/// <param name="Classes">At least 2.</param>
public sealed record NetworkShape(int Channels, int ImageSide, int Classes)
{
    /// <summary>For images as in the paper: gray, 224×224.</summary>
    public static NetworkShape Of(int classes) => Of(classes, ImageForm.Usual);

    /// <summary>For images of a form.</summary>
    public static NetworkShape Of(int classes, ImageForm form) => new(form.Channels, form.Side, classes);
}
