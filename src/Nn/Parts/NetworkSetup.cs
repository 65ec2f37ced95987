using System.Collections.Immutable;

namespace ActorGaze.Nn.Parts;

/// <summary>What a network is built from. Equal setups must build equal networks, to the bit, in every process.</summary>
public sealed class NetworkSetup
{
    private readonly ImmutableSortedDictionary<string, string> _parameters;
    private readonly NetworkDescription _network;

    internal NetworkSetup(NetworkDescription network, ImmutableSortedDictionary<string, string> parameters, NetworkShape shape, long seed) =>
        (_network, _parameters, Channels, ImageSide, Classes, Seed) = (network, parameters, shape.Channels, shape.ImageSide, shape.Classes, seed);

    /// <summary>Channels of an image: 1 (gray) or 3 (RGB).</summary>
    public int Channels { get; }

    /// <summary>Side of an image, in pixels.</summary>
    public int ImageSide { get; }

    /// <summary>Scores that the network gives; at least 2.</summary>
    public int Classes { get; }

    /// <summary>
    /// The run's seed. The first weights need not be drawn here: <see cref="Models.GazeModel.DrawWeights"/> is called when the network is built.
    /// </summary>
    public long Seed { get; }

    /// <summary>What the sweep says of a parameter, or its default.</summary>
    /// <exception cref="InvalidInputException">The network was registered without this parameter.</exception>
    public T Value<T>(PartParameter<T> parameter) => _parameters.TryGetValue(parameter.Name, out var text) && _network.Parameters.Contains(parameter)
        ? parameter.Parse(text)
        : throw new InvalidInputException(
            $"The network '{_network.Name}' asks for its parameter '{parameter.Name}', and was registered without it: give it to AddNetwork too.");
}

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

    /// <summary>Side of the images of the paper, in pixels.</summary>
    public const int UsualSide = ImageForm.UsualSide;
}
