using System.Text.Json;
using System.Text.RegularExpressions;
using ActorGaze.Actors.Settings;
using ActorGaze.Tui.Cli;
using ActorGaze.Tui.Terminal;

namespace ActorGaze.Tests.Documentation;

/// <summary>The command lines that pages show: the program's own are read by its own parser, and run where that is cheap and changes nothing.</summary>
public sealed class ShellTests : IDisposable
{
    private const string Shell = "sh";
    private static readonly string[] Languages = [Shell, "hocon", "csharp", "fsharp", "python", "xml", "ini", "csv", "text"];

    /// <summary>Programs of the system that pages name, and those of dotnet's verbs that bring or build something.</summary>
    private static readonly string[] Others = ["cd", "createdb", "mkdir", "tar", "curl", "python3", "dotnet"];
    private static readonly string[] Verbs = ["build", "test", "pack", "publish", "run", "new", "tool", "package", "nuget", "fsi"];

    private readonly string _folder = Directory.CreateTempSubdirectory("actorgaze-shell-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static IReadOnlyList<ShellLine> Lines { get; } = [.. Snippet.In(Shell).SelectMany(ShellLine.Of)];

    [Fact]
    public void Every_block_says_its_language_and_text_is_what_nobody_types()
    {
        Assert.All(Snippet.All, block => Assert.True(
            Languages.Contains(block.Language), $"{block.Place}: found ```{block.Language}; allowed: {string.Join(", ", Languages)}. What is drawn or printed is text."));
        Assert.All(Snippet.All, block => Assert.True(block.NotRun is null or { Length: > 10 }, $"{block.Place}: 'not run' without a reason."));
        Assert.All(
            Snippet.All.Where(block => block.Language == "text").SelectMany(ShellLine.Of),
            line => Assert.False(line.Words[0] is "actorgaze" or "dotnet" or "curl", $"{line.Place}: '{line.Text}' is a command; its block is sh."));
    }

    [Fact]
    public void The_program_understands_every_line_that_calls_it()
    {
        var calls = Lines.Where(line => line.OfTheProgram is not null).Select(line => (line.Place, line.Text, Words: line.OfTheProgram!, InBlock: true))
            .Concat(Snippet.Inline.Where(code => code.Code.StartsWith("actorgaze ", StringComparison.Ordinal))
                .Select(code => (Place: code.Page, Text: code.Code, Words: code.Code.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..], InBlock: false))).ToList();

        Assert.True(calls.Count > 20, "The pages were not found.");
        Assert.All(calls, call =>
        {
            var parsed = CommandLine.Root(Around(TextWriter.Null)).Parse(call.Words);
            var errors = parsed.Errors.Select(error => error.Message).Where(error => call.InBlock || !IsOfWhatIsLeftOut(error)).ToList();
            Assert.True(errors.Count == 0, $"{call.Place}: {call.Text}: {string.Join(" ", errors)}");
            var sets = call.Words is ["parts", "check", ..] ? [] : parsed.GetValue(GlobalOptions.Set) ?? []; // a part's are its own
            var wrong = Record.Exception(() => SweepFile.Present(null, [.. sets], _ => null));
            Assert.True(wrong is null, $"{call.Place}: {call.Text}: {wrong?.Message}");
        });
    }

    [Fact]
    public async Task What_is_cheap_and_changes_nothing_is_run()
    {
        var harmless = Lines.Select(line => (line.Place, Words: line.OfTheProgram)).Where(call => call.Words is ["config" or "parts", ..]).ToList();

        Assert.NotEmpty(harmless);
        foreach (var (place, words) in harmless)
        {
            var error = new StringWriter();
            var status = await CommandLine.RunAsync([.. words!.Select(word => word == HoconTests.ShownPlugin ? Labs.Mine : word)], Around(error));
            Assert.True(status == ExitStatus.Well, $"{place}: status {status}: {error}");
        }
    }

    [Fact]
    public void Other_programs_are_known_and_the_paths_they_are_given_are_there() => Assert.All(Lines.Where(line => line.OfTheProgram is null), line =>
    {
        Assert.True(
            Others.Contains(line.Words[0]) && (line.Words[0] != "dotnet" || Verbs.Contains(line.Words[1])),
            $"{line.Place}: '{line.Text}' calls a program that this test does not know. If it cannot be run: <!-- not run: WHY --> in front of the block.");
        if (line.Words[0] is "dotnet" or "python3")
            Assert.All(line.Words.Where(IsOfThisRepository), path => Assert.True(Path.Exists(Path.Combine(Snippet.Root, path)), $"{line.Place}: there is no {path}."));
        if (line.Words is ["dotnet", "new", var template, ..] && template != "install")
            Assert.True(Directory.Exists(Path.Combine(Snippet.Root, "templates", template.Replace("actorgaze-", "", StringComparison.Ordinal))), $"{line.Place}: there is no template {template}.");
    });

    [Fact]
    public void Files_of_this_repository_that_the_program_is_given_are_there() => Assert.All(
        Lines.Where(line => line.OfTheProgram is not null).SelectMany(line => line.OfTheProgram!.Where(IsOfThisRepository).Select(path => (line.Place, Path: path))),
        given => Assert.True(Path.Exists(Path.Combine(Snippet.Root, given.Path)), $"{given.Place}: there is no {given.Path}."));

    [Fact]
    public void Runs_of_the_quickstart_that_pages_name_are_in_its_grid()
    {
        var runs = SweepFile.Load(Path.Combine(Snippet.Root, "hocon", "sweeps", "quickstart.conf"), [], _ => null).Sweep.Runs.Select(run => run.Id.Value).ToHashSet();
        var named = Snippet.Pages.SelectMany(page => Regex.Matches(File.ReadAllText(Path.Combine(Snippet.Root, page)), "quickstart-[a-z0-9][a-z0-9.-]*", RegexOptions.None, TimeSpan.FromSeconds(1))
            .Select(match => (Page: page, Run: match.Value))).ToList();

        Assert.NotEmpty(named);
        Assert.All(named, one => Assert.True(runs.Contains(one.Run), $"{one.Page}: there is no run {one.Run}; there are {string.Join(", ", runs)}."));
    }

    [Fact]
    public void Addresses_of_the_socket_are_routes_of_the_contract()
    {
        using var contract = JsonDocument.Parse(File.ReadAllText(Path.Combine(Snippet.Root, "docs", "openapi.json")));
        var routes = contract.RootElement.GetProperty("paths").EnumerateObject()
            .Select(route => new Regex($"^{Regex.Replace(route.Name, @"\{[^}]+\}", "[^/]+", RegexOptions.None, TimeSpan.FromSeconds(1))}$", RegexOptions.None, TimeSpan.FromSeconds(1))).ToList();

        Assert.All(
            Lines.Where(line => line.Words[0] == "curl"),
            line => Assert.Contains(routes, route => route.IsMatch(new Uri(line.Words.Single(word => word.StartsWith("http://localhost/", StringComparison.Ordinal))).AbsolutePath)));
    }

    private static bool IsOfThisRepository(string word) =>
        new[] { "src/", "tests/", "hocon/", "docs/", "benchmarks/", "templates/" }.Any(folder => word.StartsWith(folder, StringComparison.Ordinal)) || word == "benchmarks";

    /// <summary>A sentence may name a command without all that it needs.</summary>
    private static bool IsOfWhatIsLeftOut(string error) => error.Contains("is required", StringComparison.Ordinal) || error.StartsWith("Required argument", StringComparison.Ordinal);

    /// <summary>No terminal, and a state folder in which there is nothing.</summary>
    private Surroundings Around(TextWriter error) =>
        new(TextWriter.Null, error, name => name == "ACTORGAZE_STATE" ? _folder : null, TimeProvider.System, () => null);
}
