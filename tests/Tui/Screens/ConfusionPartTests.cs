using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Nn.Statistics;
using ActorGaze.Tui.Rendering;
using ActorGaze.Tui.Screens;

namespace ActorGaze.Tests.Tui.Screens;

public sealed class ConfusionPartTests
{
    private static readonly Look Plain = new(ColourDepth.None, false);

    [Fact]
    public void Where_only_one_part_has_room_v_shows_gazes_journal_and_matrix_in_turn()
    {
        var gazes = MadeUpFrames.Watching(ScreenKind.Run) with { Size = (80, 24) };
        var journal = gazes.Apply(KeyPress.Of('v')).State;
        var matrix = journal.Apply(KeyPress.Of('v')).State;

        Assert.Contains(" journal, 11 events", Text(journal, 80, 24), StringComparison.Ordinal);
        Assert.Contains(" confusion, epoch 7: rows are true classes, columns predicted ones\n", Text(matrix, 80, 24), StringComparison.Ordinal);
        Assert.Contains("\n                glioma meningioma    notumor  pituitary  recall\n", Text(matrix, 80, 24), StringComparison.Ordinal);
        Assert.StartsWith("actorgaze show ", UiCommands.Of(matrix), StringComparison.Ordinal);
        Assert.Equal(Text(gazes, 80, 24), Text(matrix.Apply(KeyPress.Of('v')).State, 80, 24));
    }

    [Theory]
    [InlineData(120, 40)]
    [InlineData(160, 45)]
    public void Where_there_is_room_all_parts_are_shown(int width, int height)
    {
        var text = Text(MadeUpFrames.Watching(ScreenKind.Run), width, height);

        Assert.Contains(" journal, 11 events", text, StringComparison.Ordinal);
        Assert.Contains(" confusion, epoch 7: ", text, StringComparison.Ordinal);
        Assert.Contains(" glioma 1.00 ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_earlier_epoch_is_named_and_the_newest_is_followed_again_once_it_is_reached()
    {
        var state = MadeUpFrames.Watching(ScreenKind.Run) with { Size = (160, 45) };

        var earlier = state.Apply(KeyPress.Of('[')).State.Apply(KeyPress.Of('[')).State;

        Assert.Contains(" confusion, epoch 5 of 7: ", Text(earlier, 160, 45), StringComparison.Ordinal);
        Assert.Contains(" epoch 5, 1.00", Text(earlier, 160, 45), StringComparison.Ordinal);
        var newest = earlier.Apply(KeyPress.Of(']')).State.Apply(KeyPress.Of(']')).State;
        Assert.Null(newest.Run.Epoch);
        Assert.Equal(1, Enumerable.Range(0, 20).Aggregate(state, (one, _) => one.Apply(KeyPress.Of('[')).State).Run.Epoch);
    }

    [Fact]
    public void Of_more_classes_than_have_room_those_with_the_lowest_recall_are_listed()
    {
        const int Many = 30;
        int[] counts = [.. Enumerable.Range(0, Many * Many).Select(i => i % (Many + 1) == 0 ? 10 + (i / Many) : i % Many == 0 ? 5 : 0)];
        var grid = new Grid(60, 5);

        ConfusionPart.Draw(grid, grid.All, Confusion.Of(new ClassNames([.. Enumerable.Range(0, Many).Select(i => $"c{i}")]), new ConfusionMatrix(Many, [.. counts])), 3, 4);

        Assert.Equal(
            """
             recall by class, epoch 3 of 4: the lowest 4 of 30
             c1               0.69 of 16  taken for c0 (5)
             c2               0.71 of 17  taken for c0 (5)
             c3               0.72 of 18  taken for c0 (5)
             c4               0.74 of 19  taken for c0 (5)

            """, grid.ToText());
    }

    private static string Text(UiState state, int width, int height) => Page.Of(state, width, height, Plain).ToText();
}
