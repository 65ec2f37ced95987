using System.Text;

namespace ActorGaze.Tui.Rendering;

/// <summary>A screen as cells, row by row. Drawn on while it is made, and only read after.</summary>
internal sealed class Grid
{
    private readonly Cell[] _cells;

    public Grid(int width, int height)
    {
        (Width, Height) = (Math.Max(1, width), Math.Max(1, height));
        _cells = new Cell[Width * Height];
        Array.Fill(_cells, Cell.Blank);
    }

    public int Width { get; }

    public int Height { get; }

    public Area All => new(0, 0, Width, Height);

    public Cell this[int x, int y] => _cells[(y * Width) + x];

    /// <summary>What lies outside is left out.</summary>
    public void Put(int x, int y, char glyph, Style style)
    {
        if (x < 0 || y < 0 || x >= Width || y >= Height) return;
        _cells[(y * Width) + x] = new Cell(glyph, style);
    }

    /// <summary>Text within so many columns, cut with an ellipsis; characters that are not one column wide are shown as a dot. Returns the column after it.</summary>
    public int Text(int x, int y, string text, Style style, int most = int.MaxValue)
    {
        var shown = TextTable.Cut(text, Math.Min(Math.Max(0, most), Width - x));
        foreach (var glyph in shown) Put(x++, y, IsOneColumn(glyph) ? glyph : '·', style);
        return x;
    }

    /// <summary>A line of an area, from its left edge.</summary>
    public int Text(Area area, int row, string text, Style style) => row < area.Height ? Text(area.X, area.Y + row, text, style, area.Width) : area.X;

    public void Fill(Area area, char glyph, Style style)
    {
        for (var y = area.Y; y < area.Y + area.Height; y++)
            for (var x = area.X; x < area.X + area.Width; x++) Put(x, y, glyph, style);
    }

    /// <summary>Gives what is already there another look.</summary>
    public void Restyle(Area area, Func<Style, Style> change)
    {
        for (var y = Math.Max(0, area.Y); y < Math.Min(Height, area.Y + area.Height); y++)
            for (var x = Math.Max(0, area.X); x < Math.Min(Width, area.X + area.Width); x++)
                _cells[(y * Width) + x] = this[x, y] with { Style = change(this[x, y].Style) };
    }

    public bool SameAs(Grid other) => Width == other.Width && Height == other.Height && _cells.AsSpan().SequenceEqual(other._cells);

    /// <summary>The glyphs alone, a line per row, without spaces at the ends of lines.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        for (var y = 0; y < Height; y++)
        {
            var line = new StringBuilder();
            for (var x = 0; x < Width; x++) line.Append(this[x, y].Glyph);
            text.Append(line.ToString().TrimEnd()).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The same with nothing past ASCII.</summary>
    public Grid InAscii()
    {
        var ascii = new Grid(Width, Height);
        for (var i = 0; i < _cells.Length; i++) ascii._cells[i] = _cells[i] with { Glyph = Glyphs.Ascii(_cells[i].Glyph) };
        return ascii;
    }

    private static bool IsOneColumn(char glyph) =>
        !char.IsControl(glyph) && !char.IsSurrogate(glyph)
        && char.GetUnicodeCategory(glyph) is not (System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.Format)
        && glyph is < '\u1100' or (> '\u2010' and < '\u2e80') or (> '\ua4cf' and < '\uac00');
}
