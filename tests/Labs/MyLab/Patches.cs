using ActorGaze.Nn.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MyLab;

/// <summary>A small vision transformer: its tokens are the maps, and a head of two layers follows them.</summary>
public sealed class Patches : GazeModel
{
    private const int Side = 32; // pixels of a patch

    private readonly Conv2d embed;
    private readonly Parameter places;
    private readonly ModuleList<Attention> blocks;
    private readonly Linear hidden;
    private readonly Linear head;
    private readonly double _dropout;
    private readonly bool _gelu;
    private readonly long _grid;

    public Patches(int channels, int imageSide, int width, int blocks, int classes, double dropout, string act)
        : base(nameof(Patches))
    {
        (_dropout, _gelu, _grid) = (dropout, act == "gelu", imageSide / Side);
        embed = nn.Conv2d(channels, width, Side, stride: Side);
        places = nn.Parameter(zeros(1, _grid * _grid, width)); // drawn in DrawWeights
        this.blocks = nn.ModuleList(Enumerable.Range(0, blocks).Select(_ => new Attention(width)).ToArray());
        hidden = nn.Linear(width, 2 * width);
        head = nn.Linear(2 * width, classes);
        RegisterComponents();
    }

    /// <summary>The layers' weights as usual, and then the places' own.</summary>
    public override void DrawWeights(Generator chance)
    {
        base.DrawWeights(chance);
        places.normal_(0, 0.02, chance);
    }

    public override Tensor Features(Tensor images)
    {
        var tokens = embed.call(images).flatten(2).transpose(1, 2) + places;                   // (N,hw,K)
        foreach (var block in blocks) tokens = block.call(tokens);                             // (N,hw,K)
        return tokens.transpose(1, 2).reshape(images.shape[0], -1, _grid, _grid).relu();       // (N,K,h,w)
    }

    public override Tensor Classify(Tensor maps)
    {
        var bent = hidden.call(MeanOverSpace(maps));                                          // (N,2K)
        return head.call(Dropped(_gelu ? nn.functional.gelu(bent) : bent.relu(), _dropout));  // (N,C)
    }
}

/// <summary>Each token is moved by what it finds in the others, and then by itself.</summary>
internal sealed class Attention : nn.Module<Tensor, Tensor>
{
    private readonly LayerNorm before;
    private readonly Linear asks;
    private readonly Linear moves;
    private readonly double _scale;

    public Attention(int width)
        : base(nameof(Attention))
    {
        before = nn.LayerNorm(width);
        asks = nn.Linear(width, 3 * width);
        moves = nn.Linear(width, width);
        _scale = Math.Sqrt(width);
        RegisterComponents();
    }

    public override Tensor forward(Tensor tokens)
    {
        var parts = asks.call(before.call(tokens)).chunk(3, -1);                               // (N,hw,K) each
        var weights = parts[0].matmul(parts[1].transpose(1, 2)).div(_scale).softmax(-1);       // (N,hw,hw)
        return tokens + moves.call(weights.matmul(parts[2]));                                  // (N,hw,K)
    }
}
