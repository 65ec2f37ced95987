using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace ActorGaze.Tests;

/// <summary>The code that the pages on parts of one's own show is code that is compiled and trained.</summary>
public sealed partial class DocumentedCodeTests
{
    [Theory]
    [InlineData("your-own-network.md", "csharp", "tests/Labs/MyLab/Narrow.cs", "tests/Labs/MyLab/Lab.cs")]
    [InlineData("your-own-network.md", "fsharp", "tests/FSharp/OwnNetwork.fs")]
    [InlineData("your-own-parts.md", "csharp", "tests/Labs/MyLab/Measures.cs")]
    [InlineData("your-own-parts.md", "fsharp", "tests/FSharp/OwnParts.fs")]
    public void What_is_shown_is_what_is_compiled(string page, string language, params string[] files)
    {
        var shown = Block().Matches(File.ReadAllText(Path.Combine(Root(), "docs", page)))
            .Where(block => block.Groups["language"].Value == language).Select(block => block.Groups["code"].Value.Trim()).ToArray();

        Assert.Equal(files.Length, shown.Length);
        Assert.All(shown.Zip(files), pair => Assert.EndsWith(pair.Item1, File.ReadAllText(Path.Combine(Root(), pair.Item2)).Trim(), StringComparison.Ordinal));
    }

    [GeneratedRegex("```(?<language>[a-z]+)\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Block();

    private static string Root([CallerFilePath] string here = "") => Path.GetDirectoryName(Path.GetDirectoryName(here))!;
}
