using System.Text;

namespace ActorGaze.Tui.Rendering;

/// <summary>Lines drawn over the lines drawn before, at the bottom of a terminal. No other screen, so that the last frame stays.</summary>
internal sealed class Screen(TextWriter output)
{
    private int _drawn;

    public void Draw(IReadOnlyList<string> lines)
    {
        var text = new StringBuilder();
        if (_drawn > 0) text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\u001b[{_drawn}A");
        text.Append('\r');
        foreach (var line in lines) text.Append(line).Append("\u001b[K\n");
        text.Append("\u001b[J"); // a frame may be shorter than the one before
        output.Write(text.ToString());
        output.Flush();
        _drawn = lines.Count;
    }
}
