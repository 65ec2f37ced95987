using System.Collections.Immutable;
using ActorGaze.Nn.Models;

namespace ActorGaze.Nn.Parts;

/// <summary>
/// The door of an assembly that brings parts: it has one public class with this interface and a constructor without parameters.
/// </summary>
public interface IPartsProvider
{
    /// <summary>Registers parts by name. Called in a process of its own when a sweep file is read, and again in each worker.</summary>
    void Register(PartsBuilder parts);
}

/// <summary>Takes the parts that an assembly registers.</summary>
public sealed class PartsBuilder
{
    private const int LongestName = 40;
    /// <summary>What a network may be called, in words.</summary>
    public const string NetworkNames = "1 to 40 ASCII letters, digits, '-' and '_', beginning with a letter";
    private const string ParameterNames = "1 to 40 small ASCII letters, digits and '-', beginning with a letter; not 'name'";

    private readonly Dictionary<string, NetworkPart> _networks = new(StringComparer.Ordinal);

    /// <summary>A network without parameters.</summary>
    /// <exception cref="InvalidInputException">The name is not allowed, or taken.</exception>
    public void AddNetwork(string name, string reason, Func<NetworkSetup, GazeModel> build) => AddNetwork(name, reason, [], build);

    /// <summary>A network with parameters.</summary>
    /// <param name="name">As <c>network.name</c> of a sweep file has it.</param>
    /// <param name="reason">Sentences: what kind of network it is.</param>
    /// <param name="parameters">All that <paramref name="build"/> asks for.</param>
    /// <param name="build">Makes the network on the CPU. Its first weights are drawn afterwards, by its own <c>DrawWeights</c>.</param>
    /// <exception cref="InvalidInputException">A name is not allowed, or taken; or a parameter's default is out of its range.</exception>
    public void AddNetwork(string name, string reason, IEnumerable<PartParameter> parameters, Func<NetworkSetup, GazeModel> build)
    {
        if (!IsNetworkName(name))
            throw new InvalidInputException($"A network's name: found '{name}'; allowed: {NetworkNames}.");
        if (_networks.ContainsKey(name)) throw new InvalidInputException($"The network '{name}' is registered twice.");
        var declared = parameters.ToImmutableArray();
        foreach (var parameter in declared) Require(name, parameter);
        if (declared.GroupBy(parameter => parameter.Name).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new InvalidInputException($"The network '{name}' has two parameters of the name '{twice.Key}'.");
        _networks.Add(name, new NetworkPart(new NetworkDescription(name, reason, declared), build));
    }

    /// <summary>Whether a network may be called so.</summary>
    public static bool IsNetworkName(string name) => IsName(name, char.IsAsciiLetter, c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    internal PartsRegistry Build() => new(_networks.ToImmutableSortedDictionary(StringComparer.Ordinal));

    private static void Require(string network, PartParameter parameter)
    {
        if (parameter.Name == "name" || !IsName(parameter.Name, char.IsAsciiLetterLower, c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
            throw new InvalidInputException($"The network '{network}': a parameter's name: found '{parameter.Name}'; allowed: {ParameterNames}.");
        if (parameter.Canonical(parameter.DefaultText) is null)
        {
            throw new InvalidInputException(
                $"The network '{network}': the default of '{parameter.Name}': found '{parameter.DefaultText}'; allowed: {parameter.Allowed}.");
        }
    }

    private static bool IsName(string name, Func<char, bool> first, Func<char, bool> any) =>
        name.Length is > 0 and <= LongestName && first(name[0]) && name.All(any);
}

/// <summary>A network that can be built.</summary>
internal sealed record NetworkPart(NetworkDescription Description, Func<NetworkSetup, GazeModel> Build);
