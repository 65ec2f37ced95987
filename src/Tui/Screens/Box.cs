using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Screens;

/// <summary>A framed box in the middle of a screen.</summary>
internal static class Box
{
    /// <summary>Draws an empty one and returns what is inside.</summary>
    /// <param name="top">Its first row; null: in the middle.</param>
    public static Area Draw(Grid grid, int width, int height, string title, int? top = null)
    {
        var (w, h) = (Math.Min(width, grid.Width), Math.Min(height, grid.Height));
        var area = new Area((grid.Width - w) / 2, top ?? ((grid.Height - h) / 2), w, h);
        grid.Fill(area, ' ', Style.Plain);
        for (var x = area.X; x < area.X + w; x++)
        {
            grid.Put(x, area.Y, '─', Style.Faint);
            grid.Put(x, area.Y + h - 1, '─', Style.Faint);
        }

        for (var y = area.Y; y < area.Y + h; y++)
        {
            grid.Put(area.X, y, '│', Style.Faint);
            grid.Put(area.X + w - 1, y, '│', Style.Faint);
        }

        grid.Put(area.X, area.Y, '╭', Style.Faint);
        grid.Put(area.X + w - 1, area.Y, '╮', Style.Faint);
        grid.Put(area.X, area.Y + h - 1, '╰', Style.Faint);
        grid.Put(area.X + w - 1, area.Y + h - 1, '╯', Style.Faint);
        if (title.Length > 0) grid.Text(area.X + 2, area.Y, $" {title} ", Style.Bold, w - 4);
        return new Area(area.X + 2, area.Y + 1, Math.Max(0, w - 4), Math.Max(0, h - 2));
    }
}
