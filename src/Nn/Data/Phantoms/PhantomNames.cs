namespace ActorGaze.Nn.Data.Phantoms;

/// <summary>Phantoms by the names that stand where a data folder could stand.</summary>
public static class PhantomNames
{
    public const string Localised = "phantoms-localised";

    public const string Diffuse = "phantoms-diffuse";

    /// <summary>Null where the text is no such name.</summary>
    public static PhantomKind? KindOf(string data) => data switch
    {
        Localised => PhantomKind.Localised,
        Diffuse => PhantomKind.Diffuse,
        _ => null,
    };
}
