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
        Free(x, y);
        _cells[(y * Width) + x] = new Cell(glyph, style);
    }

    /// <summary>Text within so many columns, made safe and cut with an ellipsis. Returns the column after it.</summary>
    public int Text(int x, int y, string text, Style style, int most = int.MaxValue)
    {
        var cut = TextTable.Cut(text, Math.Min(Math.Max(0, most), Width - x));
        if (TextWidth.IsAscii(cut)) // nearly all
            foreach (var glyph in cut) Put(x++, y, glyph, style);
        else
            foreach (var element in TextWidth.Elements(cut)) x += Put(x, y, element, style);
        return x;
    }

    /// <summary>A line of an area, from its left edge.</summary>
    public int Text(Area area, int row, string text, Style style) =>
        row < area.Height ? Text(area.X, area.Y + row, text, style, area.Width) : area.X;

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
            for (var x = 0; x < Width; x++) Ansi.Append(line, this[x, y]);
            text.Append(line.ToString().TrimEnd()).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The same with nothing past ASCII.</summary>
    public Grid InAscii()
    {
        var ascii = new Grid(Width, Height);
        for (var i = 0; i < _cells.Length; i++) ascii._cells[i] = new Cell(Glyphs.Ascii(_cells[i].Glyph), _cells[i].Style);
        return ascii;
    }

    /// <summary>One character of any width; a second column it covers is marked. Returns its columns.</summary>
    private int Put(int x, int y, string element, Style style)
    {
        var columns = TextWidth.OfElement(element);
        if (columns == 0 || x < 0 || y < 0 || y >= Height || x + columns > Width) return columns;
        Free(x, y);
        if (columns == 2) Free(x + 1, y);
        var at = (y * Width) + x;
        _cells[at] = new Cell(element[0], style, columns == 1 && element.Length == 1 ? null : element);
        if (columns == 2) _cells[at + 1] = new Cell(Cell.Covered, style);
        return columns;
    }

    /// <summary>Half of a wide character is never left over: the other half becomes a space.</summary>
    private void Free(int x, int y)
    {
        var at = (y * Width) + x;
        if (_cells[at].Glyph == Cell.Covered) _cells[at - 1] = new Cell(' ', _cells[at - 1].Style);
        if (x + 1 < Width && _cells[at + 1].Glyph == Cell.Covered) _cells[at + 1] = new Cell(' ', _cells[at + 1].Style);
    }
}
