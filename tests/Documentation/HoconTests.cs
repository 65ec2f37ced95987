using System.Text.RegularExpressions;
using ActorGaze.Actors.Settings;

namespace ActorGaze.Tests.Documentation;

/// <summary>The settings that pages show, read as the program reads a sweep file.</summary>
public sealed class HoconTests : IDisposable
{
    /// <summary>The assembly of pages' examples, as they name it.</summary>
    internal const string ShownPlugin = "bin/Release/net10.0/MyLab.dll";

    private static readonly string[] Sections = [.. Keys.Paths.Select(key => key.Split('.')[0]).Distinct().Where(section => section != "network")];

    private readonly string _folder = Directory.CreateTempSubdirectory("actorgaze-hocon-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_piece_of_settings_is_read_without_an_objection()
    {
        var file = Path.Combine(_folder, "shown.conf");

        Assert.All(Snippet.In("hocon"), snippet =>
        {
            File.WriteAllText(file, snippet.Text.Replace(ShownPlugin, Labs.Mine, StringComparison.Ordinal));
            var wrong = Record.Exception(() => SweepFile.Present(file, [], name => $"/{name}"));
            Assert.True(wrong is null, $"{snippet.Place}: {wrong?.Message}");
        });
    }

    /// <summary>A key that was renamed is renamed in sentences too.</summary>
    [Fact]
    public void Every_key_that_a_sentence_names_is_a_key()
    {
        var key = new Regex($"^({string.Join('|', Sections)})\\.(?!(db|sock|lock|pid|conf)\\b)[a-z][a-z0-9.-]*(?= = |$)", RegexOptions.None, TimeSpan.FromSeconds(1));
        var named = Snippet.Inline.Select(code => (code.Page, Key: key.Match(code.Code).Value)).Where(code => code.Key.Length > 0).Distinct().ToList();

        Assert.True(named.Count > 20, "The pages were not found.");
        Assert.All(named, one => Assert.True(Keys.Paths.Any(path => path == one.Key || path.StartsWith($"{one.Key}.", StringComparison.Ordinal)), $"{one.Page}: there is no key {one.Key}."));
    }
}
