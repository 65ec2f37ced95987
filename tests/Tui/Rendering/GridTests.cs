using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tests.Tui.Rendering;

public sealed class GridTests
{
    [Fact]
    public void A_wide_character_takes_two_columns_and_a_mark_none()
    {
        var grid = new Grid(12, 1);

        Assert.Equal(8, grid.Text(0, 0, "漢e\u0302\u0301😀|\u202e".Replace("\u202e", "", StringComparison.Ordinal) + "ab", Style.Plain));
        Assert.Equal("漢e\u0302\u0301😀|ab\n", grid.ToText());
        Assert.Equal('|', grid[5, 0].Glyph);
    }

    [Fact]
    public void Half_a_wide_character_is_never_left()
    {
        var grid = new Grid(6, 1);
        grid.Text(0, 0, "漢字漢", Style.Plain);

        grid.Put(1, 0, 'x', Style.Plain);
        grid.Put(2, 0, 'y', Style.Plain);

        Assert.Equal(" xy 漢\n", grid.ToText());
    }

    [Fact]
    public void A_wide_character_that_does_not_fit_is_left_out()
    {
        var grid = new Grid(3, 1);

        grid.Text(0, 0, "a漢字", Style.Plain, 2);

        Assert.Equal("a…\n", grid.ToText());
    }

    [Fact]
    public void What_follows_a_wide_character_is_placed_by_its_column()
    {
        var (before, next) = (new Grid(6, 1), new Grid(6, 1));
        next.Text(0, 0, "漢x", Style.Plain);

        Assert.Equal("\u001b[1;1H\u001b[0m漢\u001b[1;3Hx\u001b[0m", Ansi.Difference(before, next, ColourDepth.None));
        Assert.Equal("", Ansi.Difference(next, next, ColourDepth.None));
    }

    [Fact]
    public void A_wide_character_that_goes_leaves_nothing_behind()
    {
        var (before, next) = (new Grid(4, 1), new Grid(4, 1));
        before.Text(0, 0, "漢", Style.Plain);
        next.Text(0, 0, "a", Style.Plain);

        Assert.Equal("\u001b[1;1H\u001b[0ma \u001b[0m", Ansi.Difference(before, next, ColourDepth.None));
    }

    [Fact]
    public void Names_are_made_safe_on_a_screen_and_are_ascii_where_only_that_may_be_sent()
    {
        var grid = new Grid(20, 1);
        grid.Text(0, 0, "a\u001b[2Jb漢", Style.Plain);

        Assert.Equal("a\\u001B[2Jb漢\n", grid.ToText());
        Assert.Equal("a\\u001B[2Jb??\n", grid.InAscii().ToText());
    }
}
