using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using ActorGaze.Actors.Engine;
using ActorGaze.Nn;

namespace ActorGaze.Tests;

/// <summary>The arrows between the rooms, and what every room keeps to.</summary>
public sealed class HouseRules
{
    private const int MostLines = 250;

    private static readonly Assembly Nn = typeof(InvalidInputException).Assembly;
    private static readonly Assembly Actors = typeof(Lab).Assembly;

    private static readonly HashSet<string> FSharpKeywords =
    [
        "abstract", "and", "as", "assert", "base", "begin", "class", "default", "delegate", "do", "done", "downcast", "downto", "elif", "else", "end", "exception",
        "extern", "false", "finally", "fixed", "for", "fun", "function", "global", "if", "in", "inherit", "inline", "interface", "internal", "lazy", "let", "match",
        "member", "module", "mutable", "namespace", "new", "null", "of", "open", "or", "override", "private", "public", "rec", "return", "sig", "static", "struct",
        "then", "to", "true", "try", "type", "upcast", "use", "val", "void", "when", "while", "with", "yield",
        "const", "atomic", "break", "checked", "component", "constraint", "constructor", "continue", "event", "external", "include", "mixin", "parallel", "process",
        "protected", "pure", "sealed", "tailcall", "trait", "virtual",
    ];

    [Fact]
    public void The_numbers_have_never_heard_of_an_actor() => Assert.DoesNotContain(References(Nn), name => Is(name, "Akka", "ActorGaze", "Terminal.Gui", "Spectre"));

    [Fact]
    public void The_actors_have_never_heard_of_a_screen()
    {
        Assert.Contains("ActorGaze.Nn", References(Actors));
        Assert.DoesNotContain(References(Actors), name => Is(name, "ActorGaze.Tui", "actorgaze", "Terminal.Gui", "Spectre", "ScottPlot", "System.CommandLine"));
    }

    [Fact]
    public void No_public_name_is_an_fsharp_keyword()
    {
        var names = from assembly in new[] { Nn, Actors }
                    from type in assembly.GetExportedTypes()
                    from name in NamesOf(type)
                    where FSharpKeywords.Contains(name)
                    select $"{type.FullName}: {name}";

        Assert.Empty(names);
    }

    [Fact]
    public void No_source_file_is_longer_than_its_ceiling()
    {
        var files = Directory.EnumerateFiles(Path.Combine(Root(), "src"), "*.cs", SearchOption.AllDirectories).ToList();

        Assert.True(files.Count > 50, "The source files were not found.");
        Assert.DoesNotContain(files, file => File.ReadLines(file).Count() > MostLines);
    }

    [Fact]
    public void Lines_end_at_140_columns()
    {
        const int Columns = 140;
        var source = Path.Combine(Root(), "src");
        var lines = Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => File.ReadLines(file).Select((line, n) => (Place: $"{Path.GetRelativePath(source, file)}:{n + 1}", line.Length)))
            .ToList();

        Assert.True(lines.Count > 5_000, "The source files were not found.");
        Assert.DoesNotContain(lines, line => line.Length > Columns);
    }

    /// <summary>What a thing waits for or does is a union or an enumeration. Only what another program said is compared with a word: SQLite, the kernel.</summary>
    [Fact]
    public void No_decision_of_the_engine_hangs_on_a_word()
    {
        var compared = new Regex("(==|!=|\\bis( not)?|\\bcase) \"", RegexOptions.None, TimeSpan.FromSeconds(5));
        string[] parsing = ["Settings", "Control"];
        var actors = Path.Combine(Root(), "src", "Actors");
        var lines = Directory.EnumerateFiles(actors, "*.cs", SearchOption.AllDirectories)
            .Where(file => !parsing.Contains(Path.GetRelativePath(actors, file).Split(Path.DirectorySeparatorChar)[0]))
            .SelectMany(file => File.ReadLines(file).Select(line => $"{Path.GetFileName(file)}: {line.Trim()}")).ToList();

        Assert.True(lines.Count > 5_000, "The source files were not found.");
        Assert.DoesNotContain(lines, line => compared.IsMatch(line) && !line.Contains("PRAGMA", StringComparison.Ordinal) && !line.Contains("DriveFormat", StringComparison.Ordinal));
    }

    [Fact]
    public void A_test_class_with_actors_engines_or_processes_is_marked_slow_so_that_the_fast_tier_stays_fast()
    {
        var classes = typeof(HouseRules).Assembly.GetTypes().Where(type => type is { IsClass: true, IsAbstract: false } && IsSlow(type)).ToList();

        Assert.True(classes.Count > 30, "The slow test classes were not found.");
        Assert.DoesNotContain(classes, type => type.GetCustomAttribute<SlowAttribute>() is null);
    }

    [Fact]
    public void A_published_program_shares_no_file_with_what_the_compiler_writes() =>
        Assert.All(
            Directory.EnumerateFiles(Root(), "*.csproj", SearchOption.AllDirectories).Concat(Directory.EnumerateFiles(Root(), "Directory.Build.*")),
            file => Assert.DoesNotContain("LinksForPublishFiles", File.ReadAllText(file), StringComparison.Ordinal));

    /// <summary>A test class that is called Specs, or builds upon an actor system, an engine or the program.</summary>
    private static bool IsSlow(Type type)
    {
        const BindingFlags Own = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;
        string[] heavy = ["Undisturbed", "TestEngine", "Actorgaze", "OpenEngine", "TestKit", "ActorSystem"];
        if (!type.GetMethods().Any(method => method.GetCustomAttributes<FactAttribute>().Any())) return false;
        var used = type.GetFields(Own).Select(field => field.FieldType).Concat(type.GetConstructors().SelectMany(c => c.GetParameters()).Select(p => p.ParameterType));
        return type.Name.EndsWith("Specs", StringComparison.Ordinal) || used.Append(type.BaseType!).Any(one => heavy.Contains(one.Name));
    }

    private static string Root([CallerFilePath] string here = "") => Path.GetDirectoryName(Path.GetDirectoryName(here))!;

    private static IEnumerable<string> References(Assembly assembly) => assembly.GetReferencedAssemblies().Select(reference => reference.Name!);

    private static bool Is(string name, params string[] houses) => houses.Any(house => name == house || name.StartsWith($"{house}.", StringComparison.Ordinal));

    private static IEnumerable<string> NamesOf(Type type)
    {
        const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        return [type.Name, .. type.GetMembers(Declared).Select(m => m.Name), .. type.GetConstructors().SelectMany(c => c.GetParameters()).Select(p => p.Name!)];
    }
}
