using System.Collections.Immutable;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Screens;

/// <summary>What a screen has to cut, in full: it lies over the screen and scrolls.</summary>
/// <param name="Lines">Of any length; they are broken to the screen's width.</param>
/// <param name="First">The first line on the screen, counted after they are broken.</param>
internal sealed record Details(string Title, ImmutableArray<string> Lines, int First = 0);

/// <summary>The details, their keys and their drawing. Pure.</summary>
internal static class DetailsBox
{
    public static IReadOnlyList<KeyRow> Keys { get; } =
    [
        KeyRow.Moving("scroll", state => RoomIn(state.Size.Height), Move) with { Hint = "scroll" },
        new([new(KeyKind.Escape), new(KeyKind.Enter), .. "dq ".Select(KeyPress.Of)], "back",
            (state, _) => new(state with { Details = null })) { Hint = "back" },
    ];

    /// <summary>The key that opens them.</summary>
    public static KeyRow Opening { get; } = KeyRow.Of("d", "details: whatever is cut here, in full", Open) with { Hint = "details" };

    /// <summary>The same, where there is nothing to be told of.</summary>
    public static UiState Open(UiState state) => state.Module.DetailsOf(state) is { } details
        ? state with { Details = details }
        : state.Apply(new Notice("Nothing is pointed at here.", true));

    public static void Draw(Grid grid, Details details)
    {
        var (width, height) = (WidthIn(grid.Width), RoomIn(grid.Height));
        var lines = Broken(details.Lines, width);
        var first = Math.Clamp(details.First, 0, Math.Max(0, lines.Count - height));
        var place = lines.Count > height ? $", lines {first + 1} to {Math.Min(lines.Count, first + height)} of {lines.Count}" : "";
        var box = Box.Draw(grid, grid.Width, Math.Max(3, grid.Height - 2), "", 0);
        grid.Text(box.X, box.Y - 1, $" {TextTable.Cut(details.Title, Math.Max(1, box.Width - TextWidth.Of(place) - 2))}{place} ",
            Style.Bold, box.Width);
        for (var i = 0; i < height && first + i < lines.Count; i++) grid.Text(box, i, lines[first + i], Style.Plain);
    }

    /// <summary>Lines within a width, broken between words where that is possible. Each is made safe first.</summary>
    public static IReadOnlyList<string> Broken(IEnumerable<string> lines, int width)
    {
        var broken = new List<string>();
        foreach (var line in lines.SelectMany(text => text.ReplaceLineEndings("\n").Split('\n'))
            .Select(text => SafeText.Line(text.Replace("\t", "    ", StringComparison.Ordinal))))
        {
            var rest = line;
            while (TextWidth.Of(rest) > width)
            {
                var most = Fitting(rest, width);
                var space = rest.LastIndexOf(' ', most - 1, most);
                var end = space > most / 2 ? space + 1 : most;
                broken.Add(rest[..end].TrimEnd());
                rest = "  " + rest[end..].TrimStart();
            }

            broken.Add(rest);
        }

        return broken;
    }

    /// <summary>How many characters of a text have room in so many columns; at least three, so that breaking comes to an end.</summary>
    private static int Fitting(string text, int width)
    {
        var (columns, length) = (0, 0);
        foreach (var element in TextWidth.Elements(text))
        {
            columns += TextWidth.OfElement(element);
            if (columns > width && length >= 3) break;
            length += element.Length;
        }

        return length;
    }

    private static int WidthIn(int width) => Math.Max(4, width - 4);

    private static int RoomIn(int height) => Math.Max(1, height - 4);

    private static UiState Move(UiState state, int by)
    {
        if (state.Details is not { } details) return state;
        var last = Math.Max(0, Broken(details.Lines, WidthIn(state.Size.Width)).Count - RoomIn(state.Size.Height));
        return state with { Details = details with { First = Math.Clamp(details.First + by, 0, last) } };
    }
}
