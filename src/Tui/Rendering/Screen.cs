using System.Text;

namespace ActorGaze.Tui.Rendering;

/// <summary>Lines drawn over the lines drawn before, at the bottom of a terminal. No other screen, so that the last frame stays.</summary>
internal sealed class Screen(TextWriter output, bool colours)
{
    private int _drawn;

    public void Draw(IReadOnlyList<ToneLine> lines)
    {
        var text = new StringBuilder();
        if (_drawn > 0) text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\u001b[{_drawn}A");
        text.Append('\r');
        foreach (var line in lines) text.Append(Coloured(line)).Append("\u001b[K\n");
        text.Append("\u001b[J"); // a frame may be shorter than the one before
        output.Write(text.ToString());
        output.Flush();
        _drawn = lines.Count;
    }

    private string Coloured(ToneLine line) => !colours || line.Tone == Tone.Plain ? line.Text : $"\u001b[{Code(line.Tone)}m{line.Text}\u001b[0m";

    private static int Code(Tone tone) => tone switch
    {
        Tone.Heading => 1,
        Tone.Faint => 2,
        Tone.Good => 32,
        Tone.Bad => 31,
        _ => 0,
    };
}
