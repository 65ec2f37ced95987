using System.Runtime.CompilerServices;
using ActorGaze.Actors.Control.Frames;
using ActorGaze.Tui.Rendering;
using ActorGaze.Tui.Screens;

namespace ActorGaze.Tests.Tui.Screens;

/// <summary>Whole screens, as they were when someone looked at them and found them good. ACTORGAZE_WRITE_GOLDEN=1 writes them anew.</summary>
public sealed class GoldenTests
{
    private static readonly Look Plain = new(ColourDepth.None, false);

    public static TheoryData<int, int, int> ScreensAndSizes()
    {
        var data = new TheoryData<int, int, int>();
        foreach (var screen in Enum.GetValues<ScreenKind>())
            foreach (var (width, height) in new[] { (80, 24), (120, 40), (160, 45), (200, 50) }) data.Add((int)screen, width, height);
        return data;
    }

    [Theory]
    [MemberData(nameof(ScreensAndSizes))]
    public void A_screen_looks_as_it_did(int screen, int width, int height) =>
        Compare($"{(ScreenKind)screen}-{width}x{height}", Page.Of(MadeUpFrames.Watching((ScreenKind)screen), width, height, Plain).ToText());

    [Theory]
    [MemberData(nameof(ScreensAndSizes))]
    public void In_ascii_nothing_past_ascii_is_sent_and_nothing_is_unknown(int screen, int width, int height)
    {
        var text = Page.Of(MadeUpFrames.Watching((ScreenKind)screen), width, height, Plain with { Ascii = true }).ToText();

        Assert.DoesNotContain(text, c => c is not '\n' and (< ' ' or > '~'));
        Assert.Equal(1, text.Count(c => c == '?')); // the key for help
        if (width == 80) Compare($"{(ScreenKind)screen}-ascii", text);
    }

    [Fact]
    public void Gazes_are_half_blocks_in_colours_that_every_eye_tells_apart() =>
        Compare("Run-colours.ansi", Ansi.Page(Page.Of(MadeUpFrames.Watching(ScreenKind.Run), 80, 24, new Look(ColourDepth.TrueColour, false)), ColourDepth.TrueColour));

    [Fact]
    public void With_256_colours_gazes_are_half_blocks_too()
    {
        var sent = Ansi.Page(Page.Of(MadeUpFrames.Watching(ScreenKind.Run), 80, 24, new Look(ColourDepth.TwoHundredFiftySix, false)), ColourDepth.TwoHundredFiftySix);

        Assert.Contains("▀", sent, StringComparison.Ordinal);
        Assert.Contains(";48;5;", sent, StringComparison.Ordinal);
        Assert.DoesNotContain(";2;", sent.Replace("\u001b[0;2m", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(80, 24)]
    [InlineData(160, 45)]
    [InlineData(200, 50)]
    public void One_image_through_training_looks_as_it_did(int width, int height)
    {
        var state = MadeUpFrames.WatchingImage();
        Compare($"Image-{width}x{height}", Page.Of(state, width, height, Plain).ToText());

        var ascii = Page.Of(state, width, height, Plain with { Ascii = true }).ToText();
        Assert.DoesNotContain(ascii, c => c is not '\n' and (< ' ' or > '~'));
        Assert.True(ascii.Count(c => c == '?') <= 1); // the key for help, where a long command leaves it room
        var sixteen = Ansi.Page(Page.Of(state, width, height, new Look(ColourDepth.Sixteen, false)), ColourDepth.Sixteen);
        Assert.DoesNotContain("▀", sixteen, StringComparison.Ordinal);
        Assert.Contains("▓", sixteen, StringComparison.Ordinal);
        var many = Ansi.Page(Page.Of(state, width, height, new Look(ColourDepth.TwoHundredFiftySix, false)), ColourDepth.TwoHundredFiftySix);
        Assert.Contains("▀", many, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_lies_over_the_screen_it_helps_with() => Compare("Help", Page.Of(MadeUpFrames.Watching(ScreenKind.Runs) with { Help = true }, 80, 24, Plain).ToText());

    [Fact]
    public void Details_lie_over_the_screen_and_have_all_of_it() =>
        Compare("Details", Page.Of(MadeUpFrames.Watching(ScreenKind.Run).Apply(KeyPress.Of('d')).State, 120, 40, Plain).ToText());

    [Fact]
    public void What_destroys_work_is_asked_for_by_name() =>
        Compare("Cancel", Page.Of(MadeUpFrames.Watching(ScreenKind.Runs).Apply(KeyPress.Of('c')).State.Apply(KeyPress.Of('l')).State, 80, 24, Plain).ToText());

    [Theory]
    [InlineData(1, 1)]
    [InlineData(10, 3)]
    [InlineData(39, 11)]
    [InlineData(500, 120)]
    public void A_screen_of_any_size_is_drawn(int width, int height)
    {
        foreach (var screen in Enum.GetValues<ScreenKind>())
        {
            var grid = Page.Of(MadeUpFrames.Watching(screen) with { Help = true }, width, height, Plain);

            Assert.Equal((width, height), (grid.Width, grid.Height));
        }

        Assert.NotEmpty(Page.Of(MadeUpFrames.WatchingImage(), width, height, Plain).ToText());
    }

    [Fact]
    public void Where_sweeps_have_long_names_what_tells_their_settings_apart_is_not_cut()
    {
        var (one, other) = (MadeUpFrames.Of(2, [-100, 0]), MadeUpFrames.Of(2, [-100, 0]));
        RunLine[] Of(Frame frame, string sweep) => [.. frame.Runs.Select(run => run with { Sweep = sweep })];
        var frame = one with
        {
            Sweeps = [.. one.Sweeps.Select(sweep => sweep with { Name = "analytic-brain-tumor-mri" }), .. other.Sweeps.Select(sweep => sweep with { Name = "learning-brain-tumor-mri-with-a-name" })],
            Runs = [.. Of(one, "analytic-brain-tumor-mri"), .. Of(other, "learning-brain-tumor-mri-with-a-name")],
        };

        var text = Page.Of(UiState.Initial.Apply(frame), 80, 40, Plain).ToText();

        Assert.Contains("analytic-brain-tumor-mri level2  λ -100", text, StringComparison.Ordinal);
        Assert.Contains("learning-brain-tumor-mri… level2  λ -100", text, StringComparison.Ordinal);
        Assert.Contains("learning-brain-tumor-mri… level1  λ 0  ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_thousand_runs_are_drawn_and_the_one_pointed_at_is_among_them()
    {
        var frame = MadeUpFrames.Of(50, [0, 50, 100, 500], [1, 2, 3, 4, 5]);
        var state = UiState.Initial.Apply(frame).Choosing(frame.Runs[777].Id) with { Screen = ScreenKind.Runs };

        var text = Page.Of(state, 200, 50, Plain).ToText();

        Assert.Equal(1_000, frame.Runs.Length);
        Assert.Contains($"▸ {frame.Runs[777].Id.Value["made-up-".Length..]}", text, StringComparison.Ordinal);
        Assert.Contains("1000 of 1000 runs", text, StringComparison.Ordinal);
    }

    private static void Compare(string name, string text, [CallerFilePath] string here = "")
    {
        var source = Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(here))!, "Golden", $"{name}.txt");
        if (Environment.GetEnvironmentVariable("ACTORGAZE_WRITE_GOLDEN") == "1") File.WriteAllText(source, text);
        Assert.Equal(File.ReadAllText(source), text);
    }
}
