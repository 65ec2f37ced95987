using ActorGaze.Actors.Engine.Census;

namespace ActorGaze.Tui.Screens;

/// <summary>A line of the actor tree.</summary>
/// <param name="Branch">The lines of the tree before its name.</param>
/// <param name="Folded">Has children that are not shown.</param>
internal sealed record ActorRow(CensusNode Node, string Branch, bool Folded);

/// <summary>The actor tree as lines. Pure.</summary>
internal static class ActorRows
{
    public static IReadOnlyList<ActorRow> Of(ActorsScreenState state)
    {
        var rows = new List<ActorRow>();
        if (state.Census is { } root) Walk(root, "", "", state, state.Filter, rows);
        return rows;
    }

    /// <summary>With a filter, those it finds and the way down to them; folds are looked through then.</summary>
    private static void Walk(CensusNode node, string own, string below, ActorsScreenState state, string filter, List<ActorRow> rows)
    {
        var children = filter.Length == 0 ? node.Children : [.. node.Children.Where(child => Finds(child, filter))];
        var folded = filter.Length == 0 && children.Length > 0 && state.Folded.Contains(node.Path);
        rows.Add(new ActorRow(node, own, folded));
        if (folded) return;
        for (var i = 0; i < children.Length; i++)
        {
            var last = i == children.Length - 1;
            Walk(children[i], below + (last ? "└─ " : "├─ "), below + (last ? "   " : "│  "), state, filter, rows);
        }
    }

    private static bool Finds(CensusNode node, string filter) =>
        node.Name.Contains(filter, StringComparison.OrdinalIgnoreCase)
            || node.Doing?.Contains(filter, StringComparison.OrdinalIgnoreCase) == true || node.Children.Any(child => Finds(child, filter));
}
