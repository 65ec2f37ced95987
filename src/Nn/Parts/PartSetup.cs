using System.Collections.Immutable;

namespace ActorGaze.Nn.Parts;

/// <summary>What a part is built from. Equal setups must build equal parts, to the bit, in every process.</summary>
public class PartSetup
{
    private readonly ImmutableSortedDictionary<string, string> _parameters;
    private readonly PartDescription _part;

    internal PartSetup(PartDescription part, ImmutableSortedDictionary<string, string> parameters) =>
        (_part, _parameters) = (part, parameters);

    /// <summary>What the sweep says of a parameter, or its default.</summary>
    /// <exception cref="InvalidInputException">The part was registered without this parameter.</exception>
    public T Value<T>(PartParameter<T> parameter) =>
        _parameters.TryGetValue(parameter.Name, out var text) && _part.Parameters.Contains(parameter)
        ? parameter.Parse(text)
        : throw new InvalidInputException(
            $"The {_part.Kind.Word()} '{_part.Name}' asks for its parameter '{parameter.Name}', and was registered without it: give it to "
            + $"Add{_part.Kind} too.");
}

/// <summary>What a curriculum is built from.</summary>
public sealed class CurriculumSetup : PartSetup
{
    internal CurriculumSetup(PartDescription part, ImmutableSortedDictionary<string, string> parameters, double from, double to)
        : base(part, parameters) => (From, To) = (from, to);

    /// <summary><c>curriculum.from</c>: a share of the epochs, in [0, 1].</summary>
    public double From { get; }

    /// <summary><c>curriculum.to</c>: a share of the epochs, in [0, 1]; at least <see cref="From"/>.</summary>
    public double To { get; }
}

/// <summary>What a network is built from.</summary>
public sealed class NetworkSetup : PartSetup
{
    internal NetworkSetup(PartDescription network, ImmutableSortedDictionary<string, string> parameters, NetworkShape shape, long seed)
        : base(network, parameters) => (Channels, ImageSide, Classes, Seed) = (shape.Channels, shape.ImageSide, shape.Classes, seed);

    /// <summary>Channels of an image: 1 (gray) or 3 (RGB).</summary>
    public int Channels { get; }

    /// <summary>Side of an image, in pixels.</summary>
    public int ImageSide { get; }

    /// <summary>Scores that the network gives; at least 2.</summary>
    public int Classes { get; }

    /// <summary>
    /// The run's seed. The first weights need not be drawn here: <see cref="Models.GazeModel.DrawWeights"/> is called when the network is
    /// built.
    /// </summary>
    public long Seed { get; }
}
