using System.Text.RegularExpressions;

namespace ActorGaze.Tests.Documentation;

/// <summary>What pages link to is there, and the heading too.</summary>
public sealed class LinksTests
{
    [Fact]
    public void Every_link_within_the_repository_leads_to_a_file_and_a_heading_of_it()
    {
        var links = Snippet.Links.Where(link => !link.Target.Contains("://", StringComparison.Ordinal)).ToList();

        Assert.True(links.Count > 30, "The pages were not found.");
        Assert.All(links, link =>
        {
            var (path, heading) = link.Target.Split('#') switch { [var file, var anchor] => (file, anchor), var whole => (whole[0], null) };
            var target = Path.GetFullPath(path.Length == 0 ? Path.Combine(Snippet.Root, link.Page) : Path.Combine(Snippet.Root, Path.GetDirectoryName(link.Page)!, path));
            Assert.True(Path.Exists(target), $"{link.Page}: there is no {link.Target}.");
            if (heading is not null) Assert.True(Anchors(target).Contains(heading), $"{link.Page}: {path} has no heading #{heading}.");
        });
    }

    /// <summary>Headings as the page's viewer makes anchors of them.</summary>
    private static HashSet<string> Anchors(string page) =>
    [
        .. File.ReadLines(page).Where(line => line.StartsWith('#'))
            .Select(line => Regex.Replace(line.TrimStart('#').Trim().ToLowerInvariant(), @"[^\w\- ]", "", RegexOptions.None, TimeSpan.FromSeconds(1)).Replace(' ', '-')),
    ];
}
