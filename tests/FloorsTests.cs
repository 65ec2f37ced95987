using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using ActorGaze.Actors.Engine;
using ActorGaze.Nn;
using ActorGaze.Tui.Cli;
using ArchUnitNET.Domain;
using ArchUnitNET.Fluent.Slices;
using ArchUnitNET.Loader;
using Assembly = System.Reflection.Assembly;

namespace ActorGaze.Tests;

/// <summary>Folders use folders below them: the compiled code is compared with the picture in docs/architecture.md.</summary>
public sealed class FloorsTests
{
    private const string Start = "<!-- floors: generated, see tests/FloorsTests.cs -->";
    private const string End = "<!-- /floors -->";

    private static readonly (string Project, Assembly Assembly)[] Projects =
    [
        ("Nn", typeof(InvalidInputException).Assembly), ("Actors", typeof(Lab).Assembly), ("Tui", typeof(CommandLine).Assembly),
    ];

    private static readonly Architecture House = new ArchLoader().LoadAssemblies([.. Projects.Select(p => p.Assembly)]).Build();

    [Theory]
    [InlineData("Nn")]
    [InlineData("Actors")]
    [InlineData("Tui")]
    public void No_two_folders_use_each_other(string project)
    {
        var floors = FloorsOf(project);

        Assert.True(floors.Order.Count > 3, "The folders were not found.");
        Assert.True(floors.Circle.Count == 0, $"A circle: {string.Join(" → ", floors.Circle)}, by {string.Join("; ", floors.Circle.Zip(floors.Circle.Skip(1), Example))}");
        SliceRuleDefinition.Slices().MatchingWithPackages($"ActorGaze.{project}.(*)").Should().BeFreeOfCycles().Evaluate(House)
            .ToList().ForEach(result => Assert.True(result.Passed, result.Description));
    }

    [Fact]
    public void The_picture_in_the_documentation_is_what_the_code_does()
    {
        var file = Path.Combine(Root(), "docs", "architecture.md");
        var text = File.ReadAllText(file);
        var (start, end) = (text.IndexOf(Start, StringComparison.Ordinal) + Start.Length, text.IndexOf(End, StringComparison.Ordinal));
        var (drawn, found) = (text[start..end], Picture());
        if (Environment.GetEnvironmentVariable("ACTORGAZE_DRAW_FLOORS") == "1") File.WriteAllText(file, text[..start] + found + text[end..]);

        Assert.True(found == drawn, $"docs/architecture.md draws other arrows than the code has. ACTORGAZE_DRAW_FLOORS=1 draws them anew:{found}");
    }

    private static string Picture()
    {
        var text = new StringBuilder("\n```text\n");
        foreach (var (project, _) in Projects)
        {
            var floors = FloorsOf(project);
            foreach (var folder in Enumerable.Reverse(floors.Order))
            {
                var uses = floors.Order.Where(floors.Arrows[folder].Contains).ToList();
                text.Append($"{folder,-30}{(uses.Count == 0 ? "" : " → ")}{string.Join(", ", uses)}".TrimEnd()).Append('\n');
            }

            text.Append('\n');
        }

        return text.ToString().TrimEnd() + "\n```\n";
    }

    private static Floors FloorsOf(string project)
    {
        var prefix = $"ActorGaze.{project}";
        var arrows = House.Types.Select(type => Folder(type.Namespace?.FullName, prefix)).OfType<string>().Distinct()
            .ToDictionary(folder => folder, _ => new HashSet<string>());
        foreach (var type in House.Types)
        {
            if (Folder(type.Namespace?.FullName, prefix) is not { } from) continue;
            foreach (var target in type.Dependencies.Select(dependency => Folder(dependency.Target.Namespace?.FullName, prefix)).OfType<string>())
                if (target != from && arrows.ContainsKey(target)) arrows[from].Add(target);
        }

        var (order, left) = (new List<string>(), arrows.Keys.Order(StringComparer.Ordinal).ToList());
        while (left.FindAll(folder => arrows[folder].All(order.Contains)) is { Count: > 0 } floor)
        {
            order.AddRange(floor);
            left.RemoveAll(floor.Contains);
        }

        return new Floors(arrows, order, left.Count == 0 ? [] : CircleFrom(left[0], arrows, left));
    }

    private static List<string> CircleFrom(string start, Dictionary<string, HashSet<string>> arrows, List<string> left)
    {
        var path = new List<string> { start };
        while (arrows[path[^1]].First(left.Contains) is var next)
        {
            if (path.IndexOf(next) is >= 0 and var at) return [.. path[at..], next];
            path.Add(next);
        }

        return path;
    }

    private static string Example(string from, string target) =>
        (from type in House.Types
         where type.Namespace?.FullName == $"ActorGaze.{from.Replace('/', '.')}"
         from dependency in type.Dependencies
         where dependency.Target.Namespace?.FullName == $"ActorGaze.{target.Replace('/', '.')}"
         select $"{type.Name} uses {dependency.Target.Name}").First();

    private static string? Folder(string? space, string prefix) =>
        space == prefix ? prefix["ActorGaze.".Length..]
        : space is not null && space.StartsWith(prefix + ".", StringComparison.Ordinal) ? space["ActorGaze.".Length..].Replace('.', '/')
        : null;

    private static string Root([CallerFilePath] string here = "") => Path.GetDirectoryName(Path.GetDirectoryName(here))!;

    /// <param name="Order">Folders from the ground up; without those of a circle and those above one.</param>
    /// <param name="Circle">Folders that use each other; empty where none do.</param>
    private sealed record Floors(Dictionary<string, HashSet<string>> Arrows, List<string> Order, List<string> Circle);
}
