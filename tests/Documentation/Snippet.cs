using System.Runtime.CompilerServices;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace ActorGaze.Tests.Documentation;

/// <summary>A block of code that a page shows.</summary>
/// <param name="Page">Its path from the repository's root.</param>
/// <param name="Line">Of its first line, from 1.</param>
/// <param name="Language">As the page says it; empty where it says none.</param>
/// <param name="NotRun">Why it cannot be run or compiled: what the comment <c>&lt;!-- not run: … --&gt;</c> in front of it says.</param>
internal sealed record Snippet(string Page, int Line, string Language, string Text, string? NotRun)
{
    private const string Mark = "<!-- not run:";

    public string Place => $"{Page}:{Line}";

    public static string Root { get; } = Above();

    /// <summary>The README, docs, and what packages and templates bring to read.</summary>
    public static IReadOnlyList<string> Pages { get; } =
    [
        "README.md", "benchmarks/README.md", "templates/common/README.md",
        .. new[] { "docs", "build/package" }.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.md", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(Root, file)).Order(StringComparer.Ordinal),
    ];

    /// <summary>Every block of every page.</summary>
    public static IReadOnlyList<Snippet> All { get; } = [.. Pages.SelectMany(page => Documents(page).Descendants<FencedCodeBlock>().Select(block => Of(page, block)))];

    /// <summary>What pages write as code within their sentences.</summary>
    public static IReadOnlyList<(string Page, string Code)> Inline { get; } =
        [.. Pages.SelectMany(page => Documents(page).Descendants<CodeInline>().Select(code => (page, code.Content)))];

    /// <summary>What pages link to, as they write it.</summary>
    public static IReadOnlyList<(string Page, string Target)> Links { get; } =
        [.. Pages.SelectMany(page => Documents(page).Descendants<LinkInline>().Select(link => (page, link.Url ?? "")))];

    /// <summary>Those in a language that are to be run; one at least.</summary>
    public static IReadOnlyList<Snippet> In(string language)
    {
        var all = All.Where(snippet => snippet.Language == language && snippet.NotRun is null).ToList();
        return all.Count > 0 ? all : throw new InvalidOperationException($"No page shows {language}: the pages were not found.");
    }

    private static MarkdownDocument Documents(string page) =>
        Markdown.Parse(File.ReadAllText(Path.Combine(Root, page)), new MarkdownPipelineBuilder().UsePipeTables().Build());

    private static Snippet Of(string page, FencedCodeBlock block)
    {
        var before = block.Parent!.IndexOf(block) is > 0 and var place ? block.Parent[place - 1] : null;
        var comment = before is HtmlBlock html ? html.Lines.ToString().Trim() : "";
        return new Snippet(
            page, block.Line + 1, block.Info ?? "", block.Lines.ToString(),
            comment.StartsWith(Mark, StringComparison.Ordinal) ? comment[Mark.Length..].Replace("-->", "", StringComparison.Ordinal).Trim() : null);
    }

    private static string Above([CallerFilePath] string here = "") => Path.GetDirectoryName(Path.GetDirectoryName(Path.GetDirectoryName(here)))!;
}
