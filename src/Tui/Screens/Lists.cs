namespace ActorGaze.Tui.Screens;

/// <summary>Rules that every list on a screen follows.</summary>
internal static class Lists
{
    /// <summary>The first row shown of so many, so that the chosen one is in the middle where it can be.</summary>
    public static int FirstRow(int chosen, int count, int height) => Math.Clamp(chosen - (height / 2), 0, Math.Max(0, count - height));

    /// <summary>The row after a move, within the list.</summary>
    public static int Moved(int at, int by, int count) => Math.Clamp(at + by, 0, Math.Max(0, count - 1));

    /// <summary>The place of the first one that is meant; -1 where there is none.</summary>
    public static int PlaceOf<T>(IReadOnlyList<T> rows, Func<T, bool> isMeant)
    {
        for (var i = 0; i < rows.Count; i++)
            if (isMeant(rows[i])) return i;
        return -1;
    }
}
