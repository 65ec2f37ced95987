using ActorGaze.Tests.Tui.Screens;
using ActorGaze.Tui.Screens;
using ActorGaze.Tui.Watching;

namespace ActorGaze.Tests.Tui.Watching;

public sealed class PreferencesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("preferences-").FullName;

    private string Path => System.IO.Path.Combine(_folder, "actorgaze", "screens.json");

    private PreferencesFile File => PreferencesFile.Of(name => name == "XDG_CONFIG_HOME" ? _folder : null);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_was_chosen_is_there_the_next_time()
    {
        var chosen = MadeUpFrames.Watching(ScreenKind.Runs);
        foreach (var key in "sssS/phase:failed") chosen = chosen.Apply(KeyPress.Of(key)).State;
        chosen = chosen.Apply(new KeyPress(KeyKind.Enter)).State;

        Assert.Null(File.Save(ScreenPreferences.Of(chosen)));
        var next = File.Over(UiState.Initial);

        Assert.Equal(chosen.Runs with { Row = 0 }, next.Runs);
        Assert.Null(next.Said);
        Assert.Equal([Path], Directory.GetFiles(_folder, "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("{ half")]
    [InlineData("[1, 2]")]
    [InlineData("{\"sort\": 7}")]
    public void A_damaged_file_is_told_once_and_nothing_of_it_is_used(string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        System.IO.File.WriteAllText(Path, text);

        var state = File.Over(UiState.Initial);

        Assert.Equal(UiState.Initial, state with { Said = null });
        Assert.Contains("cannot be read", state.Said?.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("{\"sort\":\"a column of a later version\",\"runsFilter\":null,\"more\":1}")]
    public void What_is_not_known_is_left_out(string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        System.IO.File.WriteAllText(Path, text);

        Assert.Equal(UiState.Initial, File.Over(UiState.Initial));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_told_and_hinders_nothing()
    {
        System.IO.File.WriteAllText(System.IO.Path.Combine(_folder, "actorgaze"), "a file in the folder's place");

        Assert.StartsWith("Sort and filters are not kept", File.Save(new ScreenPreferences(Sort: "kappa")), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_home_nothing_is_kept()
    {
        var nowhere = PreferencesFile.Of(_ => null);

        Assert.Null(nowhere.Save(new ScreenPreferences(Sort: "kappa")));
        Assert.Equal(UiState.Initial, nowhere.Over(UiState.Initial));
    }
}
