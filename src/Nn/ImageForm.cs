using System.Text.Json.Serialization;

namespace ActorGaze.Nn;

/// <summary>What decoded images are like: square, of one size, gray or in colour.</summary>
/// <param name="Side">Pixels along an edge: a multiple of <see cref="SideStep"/> from <see cref="LeastSide"/> to
/// <see cref="MostSide"/>.</param>
/// <param name="Channels">1 (gray) or 3 (red, green, blue).</param>
public sealed record ImageForm(int Side = ImageForm.UsualSide, int Channels = 1)
{
    /// <summary>Side of the images of the paper, in pixels.</summary>
    public const int UsualSide = 224;

    public const int LeastSide = 32;

    public const int MostSide = 1024;

    /// <summary>The networks of the paper look at one place per 16×16 pixels.</summary>
    public const int SideStep = 16;

    /// <summary>As in the paper: gray, 224×224.</summary>
    public static ImageForm Usual { get; } = new();

    [JsonIgnore]
    public bool IsUsual => this == Usual;

    /// <summary>Pixels of one channel.</summary>
    [JsonIgnore]
    public int PlaneSize => Side * Side;

    /// <summary>Bytes of a decoded image: one channel after the other, each row by row.</summary>
    [JsonIgnore]
    public int ByteCount => Channels * PlaneSize;

    /// <summary>Cells of the target layer's maps of a network of the paper.</summary>
    [JsonIgnore]
    public int GazeCells => Side / SideStep * (Side / SideStep);

    /// <summary>Whether a side is allowed.</summary>
    public static bool IsSide(int side) => side is >= LeastSide and <= MostSide && side % SideStep == 0;
}
