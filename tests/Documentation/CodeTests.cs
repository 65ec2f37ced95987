using System.Xml.Linq;

namespace ActorGaze.Tests.Documentation;

/// <summary>The code that pages show is code that is compiled or run: it stands in a file of the repository that a test builds.</summary>
public sealed class CodeTests
{
    private static readonly string[] Built = ["tests", "templates", "docs"];

    [Theory]
    [InlineData("csharp", ".cs")]
    [InlineData("fsharp", ".fs", ".fsx")]
    [InlineData("python", ".py")]
    public void What_is_shown_is_what_is_compiled(string language, params string[] endings)
    {
        var files = Built.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Snippet.Root, folder), "*", SearchOption.AllDirectories))
            .Where(file => endings.Contains(Path.GetExtension(file))).Select(file => Lines(File.ReadAllText(file))).ToList();

        Assert.All(Snippet.In(language), snippet => Assert.True(
            files.Any(file => Contains(file, Lines(snippet.Text))),
            $"{snippet.Place}: no {string.Join(" or ", endings)} file in {string.Join(", ", Built)} has these lines one after another. Write them into one that is compiled or run."));
    }

    [Fact]
    public void Project_files_are_well_formed() => Assert.All(Snippet.In("xml"), snippet => Assert.Null(Record.Exception(() => XElement.Parse(snippet.Text))));

    /// <summary>Without indentation and empty lines: a page shows the body of a function as it would stand alone.</summary>
    private static List<string> Lines(string text) => [.. text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];

    private static bool Contains(List<string> file, List<string> shown) =>
        Enumerable.Range(0, Math.Max(0, file.Count - shown.Count + 1)).Any(start => shown.Select((line, at) => file[start + at] == line).All(same => same));
}
