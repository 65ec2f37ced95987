using System.Text.Json;
using System.Xml.Linq;
using ActorGaze.Nn;
using ActorGaze.Tests.Documentation;

namespace ActorGaze.Tests.Packaging;

/// <summary>Versions that stand outside Directory.Packages.props, because those who read them have only the packages.</summary>
public sealed class VersionsTests
{
    private static readonly XDocument Pinned = XDocument.Load(Path.Combine(Snippet.Root, "Directory.Packages.props"));
    /// <summary>That of this repository's packages.</summary>
    internal static string Own { get; } = XDocument.Load(Path.Combine(Snippet.Root, "Directory.Build.props")).Descendants("Version").Single().Value;

    [Theory]
    [InlineData("csharp")]
    [InlineData("fsharp")]
    public void A_template_asks_for_the_versions_that_this_repository_has(string language)
    {
        using var template = JsonDocument.Parse(File.ReadAllText(Path.Combine(Snippet.Root, "templates", language, ".template.config", "template.json")));
        string Said(string symbol) => template.RootElement.GetProperty("symbols").GetProperty(symbol).GetProperty("parameters").GetProperty("value").GetString()!;

        Assert.Equal((Own, Of("libtorch-cpu-linux-x64"), Of("xunit.v3")), (Said("actorgaze"), Said("libtorch"), Said("xunit")));
    }

    [Fact]
    public void The_program_looks_for_the_libtorch_that_it_is_built_with() => Assert.Equal(TorchPackage.Version, Of("libtorch-cpu-linux-x64"));

    [Fact]
    public void Pages_bring_the_libtorch_that_the_program_looks_for() => Assert.All(
        Snippet.In("sh").SelectMany(ShellLine.Of).Where(line => line.Words is ["dotnet", "package", "download", ..]),
        line => Assert.Equal($"dotnet package download libtorch-cpu-linux-x64@{TorchPackage.Version} --output ~/.nuget/packages", string.Join(' ', line.Words)));

    [Fact]
    public void The_script_and_the_pages_of_packages_ask_for_the_versions_of_this_repository()
    {
        var script = File.ReadAllText(Path.Combine(Snippet.Root, "docs", "lab.fsx"));

        Assert.Contains($"#r \"nuget: ActorGaze.Actors, {Own}\"", script, StringComparison.Ordinal);
        Assert.Contains($"#r \"nuget: libtorch-cpu-linux-x64, {Of("libtorch-cpu-linux-x64")}\"", script, StringComparison.Ordinal);
        Assert.Contains($"Version=\"{Own}\"", File.ReadAllText(Path.Combine(Snippet.Root, "build", "package", "ActorGaze.Nn.md")), StringComparison.Ordinal);
    }

    private static string Of(string package) => Pinned.Descendants("PackageVersion").Single(version => version.Attribute("Include")!.Value == package).Attribute("Version")!.Value;
}
