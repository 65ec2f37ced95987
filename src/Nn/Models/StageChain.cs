using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Models;

/// <summary>
/// The stages of a network whose features are a chain of parts: after each part a gaze can be taken. Besides the parts' own names there are
/// <see cref="Fine"/> and <see cref="Coarse"/>, which mean the same grid in each network that has them.
/// </summary>
/// <remarks>The last part's end is the target layer, which has no name here.</remarks>
internal sealed class StageChain
{
    /// <summary>The last stage with a grid of 28×28, where the target layer has 14×14.</summary>
    public const string Fine = "grid28";

    /// <summary>
    /// The target layer's maps averaged over 2×2 cells: a grid of 7×7 where the target layer has 14×14. For a head that takes the maps'
    /// mean over space, so that the scores are the same. The target layer's grid must have an even number of cells on each side.
    /// </summary>
    public const string Coarse = "grid7";

    private readonly (string Name, nn.Module<Tensor, Tensor> Part)[] _parts;
    private readonly string _fine;

    /// <param name="fine">The part after which the grid is the fine one.</param>
    /// <param name="parts">In the order in which an image passes them.</param>
    public StageChain(string fine, params (string Name, nn.Module<Tensor, Tensor> Part)[] parts) => (_fine, _parts) = (fine, parts);

    /// <summary>The names of the stages of a chain with these parts.</summary>
    public static string[] NamesOf(params string[] parts) => [.. parts.SkipLast(1), Fine, Coarse];

    /// <summary><c>block1</c> and so on.</summary>
    public static string[] Blocks(int count) => [.. Enumerable.Range(1, count).Select(n => FormattableString.Invariant($"block{n}"))];

    /// <summary>The parts of a container, by its own names.</summary>
    public static IEnumerable<(string Name, nn.Module<Tensor, Tensor> Part)> PartsOf(Sequential container) =>
        container.named_children().Select(child => (child.name, (nn.Module<Tensor, Tensor>)child.module));

    private string[] Names => NamesOf([.. _parts.Select(known => known.Name)]);

    /// <summary>Images to the maps of a stage.</summary>
    public Tensor To(string stage, Tensor images)
    {
        var maps = images;
        foreach (var (name, part) in _parts)
        {
            maps = part.call(maps);
            if (name == stage || (stage == Fine && name == _fine)) return maps; // (N,K,h,w)
        }

        return stage == Coarse ? nn.functional.avg_pool2d(maps, [2L, 2L]) : throw GazeModel.NoStage(stage, Names); // (N,K,h/2,w/2)
    }

    /// <summary>A stage's maps to those that the head takes.</summary>
    public Tensor From(string stage, Tensor maps)
    {
        if (stage == Coarse) return maps; // their mean over space is that of the maps that they are means of
        var after = Array.FindIndex(_parts, known => known.Name == (stage == Fine ? _fine : stage)) + 1;
        return after == 0
            ? throw GazeModel.NoStage(stage, Names)
            : _parts.Skip(after).Aggregate(maps, (at, next) => next.Part.call(at)); // (N,K,h,w)
    }
}
