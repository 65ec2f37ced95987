using ActorGaze.Nn;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tests.Tui.Rendering;

public sealed class SafeTextTests
{
    [Theory]
    [InlineData("glioma", "glioma")]
    [InlineData("", "")]
    [InlineData("a\nb\tc\r", "a\\nb\\tc\\r")]
    [InlineData("\u001b[2J\u009b31m\u0007", "\\u001B[2J\\u009B31m\\u0007")]
    [InlineData("x\u202ecod.exe", "x\\u202Ecod.exe")]
    [InlineData("a\u200bb\u2066c\ufeff", "a\\u200Bb\\u2066c\\uFEFF")]
    [InlineData("a\u2028b\u0085", "a\\u2028b\\u0085")]
    [InlineData("t\U000E0041", "t\\U000E0041")]
    [InlineData("\u3164", "\\u3164")]
    [InlineData("Viêm phổi", "Viêm phổi")]
    [InlineData("Vie\u0302m pho\u0302\u0309i", "Vie\u0302m pho\u0302\u0309i")]
    [InlineData("\u0301a", "\u25cc\u0301a")]
    [InlineData("漢字 😀 Ж", "漢字 😀 Ж")]
    [InlineData("back\\slash", "back\\slash")]
    public void Nothing_that_is_printed_moves_a_cursor_or_turns_a_line(string text, string expected)
    {
        Assert.Equal(expected, SafeText.Line(text));
        Assert.Equal(expected, SafeText.Line(expected)); // twice is once
    }

    [Fact]
    public void Half_a_pair_is_written_as_what_it_is() => Assert.Equal("a\\uD800b", SafeText.Line("a\ud800b"));

    [Fact]
    public void A_writer_of_messages_makes_every_line_safe_and_ends_it_itself()
    {
        var inner = new StringWriter { NewLine = "\n" };

        new SafeWriter(inner).WriteLine("a\nb\u001b");

        Assert.Equal("a\\nb\\u001B\n", inner.ToString());
    }

    [Fact]
    public void A_reasons_own_lines_stay_lines_in_messages_and_become_semicolons_where_one_line_is_printed()
    {
        var reason = ReasonText.Of("1 is not read:", ["a\nb: cut short.", "Repair it."]);
        var inner = new StringWriter { NewLine = "\n" };

        new SafeWriter(inner).WriteLine($"actorgaze: {reason}");

        Assert.Equal("actorgaze: 1 is not read:\n  a\\nb: cut short.\n  Repair it.\n", inner.ToString());
        Assert.Equal("1 is not read: a\\nb: cut short; Repair it.", SafeText.Reason(reason));
    }

    [Fact]
    public void Sentences_in_one_line_have_no_full_stop_before_a_semicolon() =>
        Assert.Equal("1 .tif file is not read; 2 images are not.", ReasonText.Joined(["1 .tif file is not read.", "2 images are not."]));

    [Theory]
    [InlineData("abc", 3)]
    [InlineData("漢字", 4)]
    [InlineData("😀", 2)]
    [InlineData("\u2764\ufe0f", 2)]
    [InlineData("\u2764", 1)]
    [InlineData("ế", 1)]
    [InlineData("e\u0302\u0301", 1)]
    [InlineData("Ｗ", 2)]
    [InlineData("한글", 4)]
    [InlineData("λ×…│█", 5)]
    public void Widths_are_those_of_terminals(string text, int columns) => Assert.Equal(columns, TextWidth.Of(text));

    [Theory]
    [InlineData("glioma", 6, "glioma")]
    [InlineData("glioma", 4, "gli…")]
    [InlineData("漢字漢字", 5, "漢字…")]
    [InlineData("漢字漢字", 4, "漢…")]
    [InlineData("e\u0301e\u0301e\u0301", 2, "e\u0301…")]
    [InlineData("漢字", 1, "…")]
    [InlineData("ab", 0, "")]
    public void Text_is_cut_between_characters(string text, int width, string expected)
    {
        Assert.Equal(expected, TextTable.Cut(text, width));
        Assert.True(TextWidth.Of(TextTable.Cut(text, width)) <= width);
    }

    [Fact]
    public void Names_that_would_be_cut_to_the_same_text_keep_their_ends() =>
        Assert.Equal(["left…left", "left…ight", "other"], TextWidth.CutApart(["left-glioma-left", "left-glioma-right", "other"], [9, 9, 9]));

    [Fact]
    public void A_table_stands_in_columns_whatever_its_names()
    {
        string[] lines = [.. TextTable.Lines([new("class"), new("n", true)], [["漢字", "1"], ["a\u001b[31m", "22"], ["Vie\u0302m", "3"], ["😀", "4"]])];

        Assert.Equal(["class         n", "漢字          1", "a\\u001B[31m  22", "Vie\u0302m          3", "😀            4"], lines);
    }
}
