using ActorGaze.Actors.Engine.Census;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Screens;

/// <summary>A line of the actor tree.</summary>
/// <param name="Doing">A few words; null where there is nothing to tell.</param>
/// <param name="Branch">The lines of the tree before its name.</param>
/// <param name="Folded">Has children that are not shown.</param>
internal sealed record ActorRow(CensusNode Node, string? Doing, string Branch, bool Folded);

/// <summary>The actor tree as lines. Pure.</summary>
internal static class ActorRows
{
    public static IReadOnlyList<ActorRow> Of(UiState state)
    {
        var rows = new List<ActorRow>();
        if (state.Actors.Census is { } root) Walk(root, null, "", "", state, rows);
        return rows;
    }

    /// <summary>With a filter, those it finds and the way down to them; folds are looked through then.</summary>
    private static void Walk(CensusNode node, CensusNode? above, string own, string below, UiState state, List<ActorRow> rows)
    {
        var filter = state.Actors.Filter;
        var children = filter.Length == 0 ? node.Children : [.. node.Children.Where(child => Finds(child, node, state))];
        var folded = filter.Length == 0 && children.Length > 0 && state.Actors.Folded.Contains(node.Path);
        rows.Add(new ActorRow(node, Doing(node, above, state), own, folded));
        if (folded) return;
        for (var i = 0; i < children.Length; i++)
        {
            var last = i == children.Length - 1;
            Walk(children[i], node, below + (last ? "└─ " : "├─ "), below + (last ? "   " : "│  "), state, rows);
        }
    }

    private static bool Finds(CensusNode node, CensusNode above, UiState state) =>
        node.Name.Contains(state.Actors.Filter, StringComparison.OrdinalIgnoreCase)
        || Doing(node, above, state)?.Contains(state.Actors.Filter, StringComparison.OrdinalIgnoreCase) == true
        || node.Children.Any(child => Finds(child, node, state));

    private static string? Doing(CensusNode node, CensusNode? above, UiState state) =>
        CensusWords.Doing(node, above, state.Frame, run => state.Index.Find(state.Frame, run));
}
