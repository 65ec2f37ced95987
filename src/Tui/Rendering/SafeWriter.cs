using System.Text;
using ActorGaze.Nn;

namespace ActorGaze.Tui.Rendering;

/// <summary>Messages for people: every line that is written here is made safe, whatever names and reasons are in it.</summary>
internal sealed class SafeWriter(TextWriter inner) : TextWriter
{
    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value)
    {
        if (value == '\n') inner.Write(value);
        else Write(value.ToString());
    }

    public override void Write(string? value) => inner.Write(SafeText.Line(value ?? ""));

    /// <summary>A reason's own lines stay lines; every other end of a line is escaped.</summary>
    public override void WriteLine(string? value) =>
        inner.WriteLine(string.Join(ReasonText.LineStart, ReasonText.Lines(value ?? "").Select(SafeText.Line)));

    public override void Flush() => inner.Flush();
}
