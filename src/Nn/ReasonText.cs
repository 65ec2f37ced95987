using System.Globalization;
using System.Text;

namespace ActorGaze.Nn;

/// <summary>
/// Reasons that list something, a line each. A line of their own is indented by two spaces, and names in them are escaped: so an end of
/// a line that the program wrote is known from one that is part of a name.
/// </summary>
public static class ReasonText
{
    /// <summary>What begins a line after the first.</summary>
    public const string LineStart = "\n  ";

    /// <summary>A text and lines below it. Names in the lines may hold anything.</summary>
    public static string Of(string first, IEnumerable<string> lines) =>
        first + string.Concat(lines.Select(line => LineStart + Escaped(line)));

    /// <summary>The text's own lines.</summary>
    public static string[] Lines(string text) => text.Split(LineStart);

    /// <summary>The text for where only one line is printed.</summary>
    public static string InOneLine(string text) => Joined(Lines(text));

    /// <summary>Sentences or lines after one another in one line.</summary>
    public static string Joined(IReadOnlyList<string> parts)
    {
        var text = new StringBuilder();
        for (var i = 0; i < parts.Count; i++)
        {
            var last = i == parts.Count - 1;
            text.Append(last ? parts[i] : parts[i].TrimEnd('.', ' '));
            if (!last) text.Append(parts[i].EndsWith(':') ? " " : "; ");
        }

        return text.ToString();
    }

    /// <summary>A name without ends of lines and other control characters: \n and \t as they are typed, the others as \u001B.</summary>
    public static string Escaped(string name) => name.Any(char.IsControl)
        ? string.Concat(name.Select(c => c switch
        {
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            _ when char.IsControl(c) => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}"),
            _ => c.ToString(),
        }))
        : name;
}
