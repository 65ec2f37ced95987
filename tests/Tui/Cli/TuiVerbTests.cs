using ActorGaze.Tui.Cli;
using ActorGaze.Tui.Rendering;
using ActorGaze.Tui.Terminal;

namespace ActorGaze.Tests.Tui.Cli;

public sealed class TuiVerbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("actorgaze-tui-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("tui", ExitStatus.WrongInput, "tui: this is not a terminal, or the program is in its background. 'actorgaze ps --watch' tells the same in lines")]
    [InlineData("tui --once", ExitStatus.NoEngine, "no engine answers here")]
    [InlineData("tui --colors 7", ExitStatus.WrongInput, "Argument '7' not recognized")]
    [InlineData("tui --screen moon", ExitStatus.WrongInput, "Argument 'moon' not recognized")]
    public async Task Without_a_terminal_or_an_engine_it_says_so(string typed, int expected, string said)
    {
        var (output, error) = (new StringWriter(), new StringWriter());

        var status = await CommandLine.RunAsync([.. typed.Split(' '), "--state", _folder], new Surroundings(output, error, _ => null, TimeProvider.System, () => null));

        Assert.Equal(expected, status);
        Assert.Contains(said, error.ToString(), StringComparison.Ordinal);
        Assert.Empty(output.ToString());
    }

    [Theory]
    [InlineData(null, "COLORTERM=truecolor TERM=xterm-256color", nameof(ColourDepth.TrueColour))]
    [InlineData(null, "TERM=xterm-256color", nameof(ColourDepth.TwoHundredFiftySix))]
    [InlineData(null, "TERM=tmux-256color", nameof(ColourDepth.TwoHundredFiftySix))]
    [InlineData(null, "TERM=xterm-kitty SSH_TTY=/dev/pts/3", nameof(ColourDepth.TwoHundredFiftySix))]
    [InlineData(null, "TERM=vt220", nameof(ColourDepth.Sixteen))]
    [InlineData(null, "COLORTERM=truecolor NO_COLOR=1", nameof(ColourDepth.None))]
    [InlineData("16", "COLORTERM=truecolor NO_COLOR=1", nameof(ColourDepth.Sixteen))]
    [InlineData("none", "COLORTERM=truecolor", nameof(ColourDepth.None))]
    public void As_many_colours_are_sent_as_were_asked_for_or_promised(string? asked, string variables, string expected) =>
        Assert.Equal(expected, LookOf.Colours(asked, On(variables)).ToString());

    [Theory]
    [InlineData("LANG=en_GB.UTF-8", false)]
    [InlineData("LANG=C.utf8", false)]
    [InlineData("LANG=C", true)]
    [InlineData("LC_ALL=C LANG=en_GB.UTF-8", true)]
    [InlineData("TERM=linux LANG=en_GB.UTF-8", true)]
    [InlineData("TERM=xterm", false)]
    public void Ascii_is_for_those_who_say_they_know_no_more(string variables, bool ascii) => Assert.Equal(ascii, LookOf.IsAscii(On(variables).Environment));

    private static Surroundings On(string variables)
    {
        var set = variables.Split(' ').Select(v => v.Split('=')).ToDictionary(v => v[0], v => v[1]);
        return new Surroundings(TextWriter.Null, TextWriter.Null, set.GetValueOrDefault, TimeProvider.System, () => (80, 24));
    }
}
