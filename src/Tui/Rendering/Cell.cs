namespace ActorGaze.Tui.Rendering;

/// <summary>How many colours a terminal is sent.</summary>
internal enum ColourDepth
{
    None,
    Sixteen,
    TwoHundredFiftySix,
    TrueColour,
}

/// <summary>A colour of a cell: the terminal's own, one of its sixteen by number, or red, green and blue.</summary>
internal readonly record struct Colour
{
    private Colour(ColourKind kind, byte red, byte green, byte blue) => (Kind, Red, Green, Blue) = (kind, red, green, blue);

    public static Colour Default { get; }

    public ColourKind Kind { get; }

    /// <summary>Of sixteen, the number; else red, 0 to 255.</summary>
    public byte Red { get; }

    public byte Green { get; }

    public byte Blue { get; }

    /// <param name="number">0 to 15, as terminals count them.</param>
    public static Colour Named(int number) => new(ColourKind.Named, (byte)number, 0, 0);

    public static Colour Of(int red, int green, int blue) => new(ColourKind.Rgb, (byte)red, (byte)green, (byte)blue);
}

/// <summary>What a colour's numbers mean.</summary>
internal enum ColourKind : byte
{
    Default,
    Named,
    Rgb,
}

/// <summary>How a cell is written, colours aside.</summary>
[Flags]
internal enum Emphasis : byte
{
    None = 0,
    Bold = 1,
    Faint = 2,
    Reverse = 4,
    Underline = 8,
}

/// <summary>How a cell looks. The named ones are what screens use; each is readable without colour by its words or marks too.</summary>
internal readonly record struct Style(Colour Fore, Colour Back, Emphasis Emphasis)
{
    public static Style Plain { get; }

    public static Style Faint { get; } = new(Colour.Default, Colour.Default, Emphasis.Faint);

    public static Style Bold { get; } = new(Colour.Default, Colour.Default, Emphasis.Bold);

    public static Style Title { get; } = new(Colour.Named(6), Colour.Default, Emphasis.Bold);

    public static Style Good { get; } = new(Colour.Named(12), Colour.Default, Emphasis.None);

    /// <summary>Bold as well, and never told from good (bright blue) by red against green.</summary>
    public static Style Bad { get; } = new(Colour.Named(1), Colour.Default, Emphasis.Bold);

    public static Style Busy { get; } = new(Colour.Named(6), Colour.Default, Emphasis.None);

    public static Style Waiting { get; } = new(Colour.Named(3), Colour.Default, Emphasis.None);

    public Style Selected => this with { Emphasis = Emphasis | Emphasis.Reverse };

    public static Style On(Colour fore) => new(fore, Colour.Default, Emphasis.None);
}

/// <summary>One place of a screen.</summary>
/// <param name="Glyph">What is shown; <see cref="Covered"/> where the character to its left is two columns wide.</param>
/// <param name="Cluster">The whole character where it is more than one UTF-16 unit; null where the glyph is all of it.</param>
internal readonly record struct Cell(char Glyph, Style Style, string? Cluster = null)
{
    public const char Covered = '\0';

    public static Cell Blank { get; } = new(' ', Style.Plain);
}

/// <summary>A part of a screen.</summary>
internal readonly record struct Area(int X, int Y, int Width, int Height)
{
    public Area Rows(int from, int count) =>
        this with { Y = Y + Math.Min(from, Height), Height = Math.Clamp(count, 0, Math.Max(0, Height - from)) };

    public Area RowsFrom(int from) => Rows(from, Height - from);

    public Area Columns(int from, int count) =>
        this with { X = X + Math.Min(from, Width), Width = Math.Clamp(count, 0, Math.Max(0, Width - from)) };

    public Area ColumnsFrom(int from) => Columns(from, Width - from);
}
