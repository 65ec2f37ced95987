using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Screens;

/// <summary>
/// The confusion matrix of an epoch with each class's recall; where it has no room, what classes were most often taken for. Pure.
/// </summary>
internal static class ConfusionPart
{
    /// <summary>Columns of the title, of an epoch with three digits.</summary>
    public const int WidthOfTitle = 70;

    private const int Above = 2; // the title, and the names
    private const int WidestLabel = 16;
    private const int WidestCell = 10;
    private const int NarrowestCell = 5;
    private const int Recall = 8;

    public static int HeightOf(Confusion confusion) => Above + confusion.Matrix.Classes;

    public static int WidthOf(Confusion confusion) =>
        1 + LabelWidth(confusion) + (confusion.Matrix.Classes * (1 + CellWidth(confusion))) + Recall;

    /// <param name="of">How many epochs there are.</param>
    public static void Draw(Grid grid, Area area, Confusion confusion, int epoch, int of)
    {
        var which = epoch == of ? $"epoch {epoch}" : $"epoch {epoch} of {of}";
        if (area.Height < HeightOf(confusion) || area.Width < WidthOf(confusion)) List(grid, area, confusion, which);
        else Matrix(grid, area, confusion, which);
    }

    private static void Matrix(Grid grid, Area area, Confusion confusion, string which)
    {
        var (label, cell) = (LabelWidth(confusion), CellWidth(confusion));
        string[] names = [.. TextWidth.CutApart(confusion.Names, [.. confusion.Names.Select(_ => cell)])];
        string[] labels = [.. TextWidth.CutApart(confusion.Names, [.. confusion.Names.Select(_ => label)])];
        grid.Text(area, 0, $" confusion, {which}: rows are true classes, columns predicted ones", Style.Bold);
        foreach (var predicted in confusion.Labels) Put(predicted, 1, names[predicted], Style.Faint);
        grid.Text(X(confusion.Matrix.Classes), area.Y + 1, TextTable.Cell("recall", Recall - 1, true), Style.Faint);
        foreach (var truth in confusion.Labels)
        {
            grid.Text(area.X + 1, area.Y + Above + truth, labels[truth], Style.Plain, label);
            foreach (var predicted in confusion.Labels)
            {
                var count = confusion.Matrix[truth, predicted];
                var style = count == 0 ? Style.Faint : truth == predicted ? Style.Bold : Style.Waiting;
                Put(predicted, Above + truth, count == 0 ? "·" : $"{count}", style);
            }

            grid.Text(
                X(confusion.Matrix.Classes), area.Y + Above + truth,
                    TextTable.Cell(Numbers.Fixed(confusion.Recall(truth), 2), Recall - 1, true), Style.Plain);
        }

        int X(int column) => area.X + 1 + label + 1 + (column * (cell + 1));

        void Put(int column, int row, string text, Style style) =>
            grid.Text(X(column), area.Y + row, TextTable.Cell(text, cell, true), style);
    }

    /// <summary>The classes with the lowest recall, as many as have room.</summary>
    private static void List(Grid grid, Area area, Confusion confusion, string which)
    {
        var known = confusion.Labels.Where(truth => confusion.Images(truth) > 0);
        int[] shown = [.. known.OrderBy(confusion.Recall).Take(Math.Max(0, area.Height - 1))];
        var all = confusion.Matrix.Classes;
        var words = shown.Length < all ? $"the lowest {shown.Length} of {all}" : "lowest first";
        grid.Text(area, 0, $" recall by class, {which}: {words}", Style.Bold);
        for (var i = 0; i < shown.Length; i++)
        {
            var name = TextTable.Cell(confusion.Names[shown[i]], WidestLabel, false);
            var mistake = confusion.Mistake(shown[i]) is null ? "" : $"  taken for {confusion.MistakeWords(shown[i])}";
            grid.Text(area, 1 + i, $" {name} {Numbers.Fixed(confusion.Recall(shown[i]), 2)} of {confusion.Images(shown[i])}{mistake}",
                Style.Plain);
        }
    }

    private static int LabelWidth(Confusion confusion) =>
        Math.Min(WidestLabel, confusion.Names.Select(TextWidth.Of).DefaultIfEmpty().Max());

    private static int CellWidth(Confusion confusion)
    {
        var digits = confusion.Labels.Select(truth => $"{confusion.Images(truth)}".Length).DefaultIfEmpty().Max();
        return Math.Clamp(confusion.Names.Select(TextWidth.Of).DefaultIfEmpty().Max(), Math.Max(NarrowestCell, digits),
            Math.Max(WidestCell, digits));
    }
}
