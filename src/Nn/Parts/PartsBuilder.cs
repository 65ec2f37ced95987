using System.Collections.Immutable;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Parts;

/// <summary>
/// The door of an assembly that brings parts: it has one public class with this interface and a constructor without parameters.
/// </summary>
public interface IPartsProvider
{
    /// <summary>Registers parts by name. Called in a process of its own when a sweep file is read, and again in each worker.</summary>
    void Register(PartsBuilder parts);
}

/// <summary>
/// Takes the parts that an assembly registers. Of each kind: its name, sentences that say what it is, its parameters, and what makes it.
/// </summary>
/// <remarks>
/// All but networks are pure functions: equal inputs give equal bits; they keep nothing, draw no chance, and change none of their inputs.
/// Tensors that they make are disposed behind them.
/// </remarks>
public sealed class PartsBuilder
{
    private const int LongestName = 40;

    /// <summary>What a part may be called, in words.</summary>
    public const string Names = "1 to 40 ASCII letters, digits, '-' and '_', beginning with a letter";
    private const string ParameterNames = "1 to 40 small ASCII letters, digits and '-', beginning with a letter";

    private readonly Dictionary<(PartKind, string), Part> _parts = [];

    /// <summary>By name; see <see cref="SourceParts"/>.</summary>
    internal Dictionary<string, SourcePart> Sources { get; } = new(StringComparer.Ordinal);

    /// <summary>A network without parameters.</summary>
    /// <exception cref="InvalidInputException">The name is not allowed, or taken.</exception>
    public void AddNetwork(string name, string reason, Func<NetworkSetup, GazeModel> build) => AddNetwork(name, reason, [], build);

    /// <summary>A network with parameters.</summary>
    /// <param name="name">As <c>network.name</c> of a sweep file has it.</param>
    /// <param name="build">Makes the network on the CPU. Its first weights are drawn afterwards, by its own <c>DrawWeights</c>.</param>
    /// <exception cref="InvalidInputException">A name is not allowed, or taken; or a parameter's default is out of its range.</exception>
    public void AddNetwork(string name, string reason, IEnumerable<PartParameter> parameters, Func<NetworkSetup, GazeModel> build) =>
        Add(PartKind.Network, name, reason, parameters, build);

    /// <summary>A distance without parameters.</summary>
    /// <exception cref="InvalidInputException">The name is not allowed, or taken.</exception>
    public void AddDistance(string name, string reason, Func<Tensor, Tensor, Tensor> between) =>
        AddDistance(name, reason, [], _ => between);

    /// <summary>A distance between gazes (<c>gaze.distance</c>).</summary>
    /// <param name="build">
    /// Makes a function of gazes (M,h,w) and references (M,h,w), both in [0, 1], to distances (M): differentiable in both, 0 where a pair
    /// is equal, finite with its gradient where maps are zero everywhere, and each of its own pair alone.
    /// </param>
    /// <exception cref="InvalidInputException">A name is not allowed, or taken; or a parameter's default is out of its range.</exception>
    public void AddDistance(string name, string reason, IEnumerable<PartParameter> parameters,
        Func<PartSetup, Func<Tensor, Tensor, Tensor>> build) =>
        Add(PartKind.Distance, name, reason, parameters, build);

    /// <summary>A reference without parameters.</summary>
    /// <exception cref="InvalidInputException">The name is not allowed, or taken.</exception>
    public void AddReference(string name, string reason, Func<ClassGazes, Tensor> of) => AddReference(name, reason, [], _ => of);

    /// <summary>What a gaze is compared with in training (<c>gaze.reference</c>).</summary>
    /// <param name="build">
    /// Makes a function of the classes' means (Q,h,w) to their references (Q,h,w), each row of its own class alone. Where its gradient
    /// should not flow, it detaches. What has to be remembered from step to step is the moving class mean, and the engine remembers it.
    /// </param>
    /// <exception cref="InvalidInputException">A name is not allowed, or taken; or a parameter's default is out of its range.</exception>
    public void AddReference(string name, string reason, IEnumerable<PartParameter> parameters,
        Func<PartSetup, Func<ClassGazes, Tensor>> build) =>
        Add(PartKind.Reference, name, reason, parameters, build);

    /// <summary>A CAM method without parameters.</summary>
    /// <exception cref="InvalidInputException">The name is not allowed, or taken.</exception>
    public void AddCamMethod(string name, string reason, bool differentiable, Func<CamInput, Tensor> of) =>
        AddCamMethod(name, reason, differentiable, [], _ => of);

    /// <summary>How a gaze is taken (<c>gaze.method</c>, <c>cam --method</c>).</summary>
    /// <param name="differentiable">Whether gradients flow through its maps: only such a method can train with a gaze loss.</param>
    /// <param name="build">
    /// Makes a function of a batch to raw maps (N,h,w), none of their values negative, each of its own sample alone. The engine normalises
    /// them. Maps and scores of an evaluation may have no graph: <see cref="CamInput.Slopes"/> makes one where there is none.
    /// </param>
    /// <exception cref="InvalidInputException">A name is not allowed, or taken; or a parameter's default is out of its range.</exception>
    public void AddCamMethod(
        string name, string reason, bool differentiable, IEnumerable<PartParameter> parameters,
        Func<PartSetup, Func<CamInput, Tensor>> build) =>
        Add(PartKind.CamMethod, name, reason, parameters, build, differentiable);

    /// <summary>A curriculum without parameters.</summary>
    /// <exception cref="InvalidInputException">The name is not allowed, or taken.</exception>
    public void AddCurriculum(string name, string reason, Func<CurriculumSetup, Func<double, double>> build) =>
        AddCurriculum(name, reason, [], build);

    /// <summary>The course of a weight (<c>curriculum.shape</c>, <c>loss.shape</c>).</summary>
    /// <param name="build">
    /// Makes a function of the progress of a run, in [0, 1], to the share of the weight that then counts: 0 is none of it, 1 all of it. Any
    /// finite number is allowed.
    /// </param>
    /// <exception cref="InvalidInputException">A name is not allowed, or taken; or a parameter's default is out of its range.</exception>
    public void AddCurriculum(string name, string reason, IEnumerable<PartParameter> parameters,
        Func<CurriculumSetup, Func<double, double>> build) =>
        Add(PartKind.Curriculum, name, reason, parameters, build);

    /// <summary>A loss term without parameters.</summary>
    /// <exception cref="InvalidInputException">The name is not allowed, or taken.</exception>
    public void AddLossTerm(string name, string reason, Func<LossInput, Tensor> of) => AddLossTerm(name, reason, [], _ => of);

    /// <summary>
    /// A term of the training loss beside cross entropy and gaze loss (<c>loss.term</c>). Its weight and curriculum are the sweep's.
    /// </summary>
    /// <param name="build">Makes a function of a batch to one number, (), with its gradient.</param>
    /// <exception cref="InvalidInputException">A name is not allowed, or taken; or a parameter's default is out of its range.</exception>
    public void AddLossTerm(string name, string reason, IEnumerable<PartParameter> parameters,
        Func<PartSetup, Func<LossInput, Tensor>> build) =>
        Add(PartKind.LossTerm, name, reason, parameters, build);

    /// <summary>Whether a part of a kind may be called so.</summary>
    public static bool IsName(PartKind kind, string name) =>
        IsName(name, char.IsAsciiLetter, c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' || (c == '+' && kind == PartKind.CamMethod));

    internal PartsRegistry Build() => new([.. _parts.Values]) { Sources = Sources.ToImmutableSortedDictionary(StringComparer.Ordinal) };

    private void Add(PartKind kind, string name, string reason, IEnumerable<PartParameter> parameters, Delegate build,
        bool? differentiable = null)
    {
        if (!IsName(kind, name)) throw new InvalidInputException($"A {kind.Word()}'s name: found '{name}'; allowed: {Names}.");
        if (_parts.ContainsKey((kind, name))) throw new InvalidInputException($"The {kind.Word()} '{name}' is registered twice.");
        var declared = parameters.ToImmutableArray();
        foreach (var parameter in declared) Require(kind, name, parameter);
        if (declared.GroupBy(parameter => parameter.Name).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new InvalidInputException($"The {kind.Word()} '{name}' has two parameters of the name '{twice.Key}'.");
        _parts.Add((kind, name), new Part(new PartDescription(kind, name, reason, declared) { Differentiable = differentiable }, build));
    }

    private static void Require(PartKind kind, string part, PartParameter parameter)
    {
        if (kind.Reserved().Contains(parameter.Name)
            || !IsName(parameter.Name, char.IsAsciiLetterLower, c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
        {
            var not = kind.Reserved().Count == 0 ? "" : $"; not '{string.Join("', '", kind.Reserved())}'";
            throw new InvalidInputException(
                $"The {kind.Word()} '{part}': a parameter's name: found '{parameter.Name}'; allowed: {ParameterNames}{not}.");
        }

        if (parameter.Canonical(parameter.DefaultText) is null)
        {
            throw new InvalidInputException(
                $"The {kind.Word()} '{part}': the default of '{parameter.Name}': found '{parameter.DefaultText}'; allowed: "
                + $"{parameter.Allowed}.");
        }
    }

    private static bool IsName(string name, Func<char, bool> first, Func<char, bool> any) =>
        name.Length is > 0 and <= LongestName && first(name[0]) && name.All(any);
}

/// <summary>A part that can be built.</summary>
/// <param name="Build">A function of the kind's setup to the part.</param>
internal sealed record Part(PartDescription Description, Delegate Build);
