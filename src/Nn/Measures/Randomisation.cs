using System.Collections.Immutable;
using ActorGaze.Nn.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Measures;

/// <summary>
/// The cascading randomisation of Adebayo et al. (Sanity checks for saliency maps, arXiv 1810.03292, section 3.1): from the head towards
/// the image, one part after the other gets new weights. A gaze that hardly changes does not show what the network has learned.
/// </summary>
public static class Randomisation
{
    /// <summary>The parts of a network from its head to the image: its children, and in their place the children of those that are
    /// lists.</summary>
    public static ImmutableArray<string> PartsFromHead(GazeModel network) =>
        [.. network.state_dict().Keys.Select(PartOf(network)).Distinct().Reverse()];

    /// <summary>Gives one part the weights and statistics that a network of another seed has.</summary>
    /// <param name="network">Is changed.</param>
    /// <param name="other">The same network from another seed.</param>
    /// <param name="part">One of <see cref="PartsFromHead"/>.</param>
    public static void Replace(GazeModel network, GazeModel other, string part)
    {
        using var still = no_grad();
        var partOf = PartOf(network);
        var fresh = other.state_dict();
        foreach (var (name, tensor) in network.state_dict())
            if (partOf(name) == part) tensor.copy_(fresh[name]);
    }

    private static Func<string, string> PartOf(GazeModel network)
    {
        HashSet<string> lists = [.. network.named_children().Where(child => IsList(child.module)).Select(child => child.name)];
        return name =>
        {
            var names = name.Split('.');
            return lists.Contains(names[0]) && names.Length > 2 ? $"{names[0]}.{names[1]}" : names[0];
        };
    }

    private static bool IsList(nn.Module module) =>
        module is Sequential || (module.GetType() is { IsGenericType: true } type
            && type.GetGenericTypeDefinition() == typeof(ModuleList<>));
}
