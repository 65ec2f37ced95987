using System.Text;
using System.Text.RegularExpressions;

namespace ActorGaze.Tests.Documentation;

/// <summary>A command line as a page shows it, in words.</summary>
/// <param name="Place">Page and line of the block it is in.</param>
/// <param name="Words">One at least. Variables set in front of the command are left out.</param>
internal sealed record ShellLine(string Place, string Text, string[] Words)
{
    private static readonly Regex Assignment = new("^[A-Z_]+=", RegexOptions.None, TimeSpan.FromSeconds(1));

    /// <summary>The commands of a block: comments left out, continued lines joined.</summary>
    public static IEnumerable<ShellLine> Of(Snippet snippet) =>
        from line in snippet.Text.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n')
        let words = Split(line).SkipWhile(word => Assignment.IsMatch(word)).ToArray()
        where words.Length > 0
        select new ShellLine(snippet.Place, line.Trim(), words);

    /// <summary>What the program itself is given; null where another program is called.</summary>
    public string[]? OfTheProgram => Words switch
    {
        [var program, .. var rest] when program == "actorgaze" || program.EndsWith("/actorgaze", StringComparison.Ordinal) => rest,
        ["dotnet", "actorgaze", .. var rest] => rest,
        ["dotnet", "run", ..] when Words.Contains("src/Tui") && Words.Contains("--") => [.. Words.SkipWhile(word => word != "--").Skip(1)],
        _ => null,
    };

    private static List<string> Split(string line)
    {
        var (words, word, quote) = (new List<string>(), new StringBuilder(), '\0');
        var begun = false;
        foreach (var c in line)
        {
            if (quote != '\0' ? c == quote : c is '\'' or '"')
            {
                (quote, begun) = (quote == '\0' ? c : '\0', true);
            }
            else if (quote == '\0' && c == '#' && !begun)
            {
                break;
            }
            else if (quote == '\0' && char.IsWhiteSpace(c))
            {
                if (begun) words.Add(word.ToString());
                word.Clear();
                begun = false;
            }
            else
            {
                word.Append(c);
                begun = true;
            }
        }

        if (begun) words.Add(word.ToString());
        return words;
    }
}
