namespace ActorGaze.Tui.Rendering;

/// <summary>Colours of scales, and how a colour is said to a terminal with fewer.</summary>
internal static class Palette
{
    /// <summary>Cividis (Nuñez, Anderton and Renslow 2018) at nine points: even to the eye, with any colour vision.</summary>
    private static readonly (int R, int G, int B)[] CividisPoints =
        [(0, 32, 77), (0, 52, 110), (57, 72, 108), (87, 93, 109), (112, 113, 115), (138, 134, 120), (165, 156, 116), (207, 189, 93),
            (255, 234, 70)];

    /// <summary>Okabe and Ito's colours for curves, told apart with any colour vision; with sixteen, their nearest names.</summary>
    private static readonly (Colour Rgb, int Named)[] Series =
        [(Colour.Of(86, 180, 233), 6), (Colour.Of(230, 159, 0), 3), (Colour.Of(0, 158, 115), 2), (Colour.Of(204, 121, 167), 5),
            (Colour.Of(240, 228, 66), 11)];

    /// <param name="share">In [0, 1]; what lies outside is taken to the nearest end.</param>
    public static Colour Cividis(double share)
    {
        var at = Math.Clamp(double.IsFinite(share) ? share : 0, 0, 1) * (CividisPoints.Length - 1);
        var low = Math.Min((int)at, CividisPoints.Length - 2);
        var (a, b, t) = (CividisPoints[low], CividisPoints[low + 1], at - low);
        return Colour.Of(Between(a.R, b.R, t), Between(a.G, b.G, t), Between(a.B, b.B, t));
    }

    public static Style Curve(int number, ColourDepth depth)
    {
        var (rgb, named) = Series[number % Series.Length];
        return Style.On(depth >= ColourDepth.TwoHundredFiftySix ? rgb : Colour.Named(named));
    }

    /// <summary>The colour as at most so many can say it; named ones stay named, so that the terminal's theme holds.</summary>
    public static Colour Reduce(Colour colour, ColourDepth depth) => (colour.Kind, depth) switch
    {
        (_, ColourDepth.None) => Colour.Default,
        (ColourKind.Rgb, ColourDepth.Sixteen) => Colour.Named(Nearest(colour)),
        _ => colour,
    };

    /// <summary>The number, 16 to 255, of xterm's colour cube or grey ramp that is nearest.</summary>
    public static int Xterm(Colour colour)
    {
        int[] levels = [0, 95, 135, 175, 215, 255];
        var (r, g, b) = (Level(colour.Red), Level(colour.Green), Level(colour.Blue));
        var cube = Distance(colour, levels[r], levels[g], levels[b]);
        var grey = Math.Clamp((((colour.Red + colour.Green + colour.Blue) / 3) - 3) / 10, 0, 23);
        return Distance(colour, 8 + (10 * grey), 8 + (10 * grey), 8 + (10 * grey)) < cube ? 232 + grey : 16 + (36 * r) + (6 * g) + b;

        int Level(byte value) => Enumerable.Range(0, levels.Length).MinBy(i => Math.Abs(levels[i] - value));
    }

    private static int Between(int a, int b, double t) => (int)Math.Round(a + ((b - a) * t));

    private static int Distance(Colour colour, int r, int g, int b) =>
        ((colour.Red - r) * (colour.Red - r)) + ((colour.Green - g) * (colour.Green - g)) + ((colour.Blue - b) * (colour.Blue - b));

    private static int Nearest(Colour colour)
    {
        (int R, int G, int B)[] names =
        [
            (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205), (229, 229, 229),
            (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255), (255, 0, 255), (0, 255, 255), (255, 255, 255),
        ];
        return Enumerable.Range(0, names.Length).MinBy(i => Distance(colour, names[i].R, names[i].G, names[i].B));
    }
}
