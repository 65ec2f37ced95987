using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace ActorGaze.Tests.Documentation;

/// <summary>The messages that docs/troubleshooting.md explains are messages that the program has.</summary>
public sealed class MessagesTests
{
    private const string Page = "docs/troubleshooting.md";
    private const string Heading = "By message";

    [Fact]
    public void Every_message_that_is_explained_stands_in_the_source()
    {
        var page = Markdown.Parse(File.ReadAllText(Path.Combine(Snippet.Root, Page)), new MarkdownPipelineBuilder().UsePipeTables().Build());
        var explained = page.SkipWhile(block => block is not HeadingBlock heading || heading.Inline!.FirstChild!.ToString() != Heading).OfType<Table>().First()
            .Skip(1).Cast<TableRow>().SelectMany(row => ((TableCell)row[0]).Descendants<CodeInline>().Select(code => code.Content)).ToList();
        var source = string.Join('\n', Directory.EnumerateFiles(Path.Combine(Snippet.Root, "src"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText));

        Assert.True(explained.Count > 10, $"{Page} has no table under '{Heading}'.");
        Assert.All(explained, message => Assert.True(source.Contains(message, StringComparison.Ordinal), $"{Page}: no message of the program has '{message}'."));
    }
}
