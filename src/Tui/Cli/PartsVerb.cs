using System.CommandLine;
using System.Text.Json;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Settings;
using ActorGaze.Actors.Workers;
using ActorGaze.Nn;
using ActorGaze.Nn.Checks;
using ActorGaze.Nn.Parts;
using ActorGaze.Nn.Training;
using ActorGaze.Tui.Rendering;
using ActorGaze.Tui.Terminal;

namespace ActorGaze.Tui.Cli;

/// <summary>
/// <c>parts list</c> and <c>parts check</c>: which parts there are, and whether one keeps its contract. The code of a check runs in
/// processes of its own, a network's in two.
/// </summary>
internal static class PartsVerb
{
    private const string Prefix = "actorgaze: ";

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    public static Command Make(Surroundings around)
    {
        var plugin = new Option<string?>("--plugin") { Description = "An assembly that brings parts.", HelpName = "FILE" };
        var kind = new Argument<string?>("KIND") { Description = $"Of one kind: {Kinds()}.", Arity = ArgumentArity.ZeroOrOne };
        var list = new Command("list", "Lists the parts that the program has, or that an assembly brings, with their parameters.") { kind,
            plugin };
        list.SetAction(parsed => List(Call.Of(parsed, around), parsed.GetValue(kind), parsed.GetValue(plugin)));
        return new Command(
            "parts", "Networks, distances and other parts: those that there are, and whether one of your own keeps its contract.") { list,
            Check(around, plugin) };
    }

    private static Command Check(Surroundings around, Option<string?> plugin)
    {
        var kind = new Argument<string>("KIND") { Description = $"{Kinds()}." };
        var name = new Argument<string>("NAME") { Description = "Its name. Its parameters: --set network.width=32." };
        var classes = new Option<int>("--classes")
        {
            Description = "Scores that a network is to give, at least 2.", DefaultValueFactory = _ => 4,
        };
        var channels = new Option<int>("--channels")
        {
            Description = "Of an image of a network: 1 (gray) or 3.", DefaultValueFactory = _ => 1,
        };
        var side = new Option<int>("--side")
        {
            Description = "Of an image of a network, in pixels.", DefaultValueFactory = _ => ImageForm.UsualSide,
        };
        var here = new Option<bool>("--here") { Hidden = true };
        var check = new Command("check", "Builds a part and looks whether it keeps its contract.") { kind, name, plugin, classes, channels,
            side, here };
        check.SetAction(parsed =>
        {
            var (call, shape) = (Call.Of(parsed, around),
                new NetworkShape(parsed.GetValue(channels), parsed.GetValue(side), parsed.GetValue(classes)));
            if (shape.Classes < 2) throw new InvalidInputException($"--classes: found {shape.Classes}; allowed: at least 2.");
            if (shape.Channels is not (1 or 3)) throw new InvalidInputException($"--channels: found {shape.Channels}; allowed: 1 or 3.");
            if (!ImageForm.IsSide(shape.ImageSide))
                throw new InvalidInputException($"--side: found {shape.ImageSide}; allowed: a multiple of {ImageForm.SideStep} from "
                    + $"{ImageForm.LeastSide} to {ImageForm.MostSide}.");
            var wish = new Wish(KindOf(parsed.GetRequiredValue(kind)), parsed.GetRequiredValue(name), parsed.GetValue(plugin), shape);
            var inProcess = parsed.GetValue(here) || around.Itself is null;
            if (wish.Kind != PartKind.Network)
                return Said(call, inProcess ? Here(call, wish) : Ask(call, around.Itself!, wish, Failed), Lines, report => report.Holds);
            return Said(call, inProcess ? NetworkHere(call, wish) : Twice(call, around.Itself!, wish), Lines, report => report.Holds);
        });
        return check;
    }

    private static int Said<T>(Call call, T report, Func<T, IEnumerable<string>> lines, Func<T, bool> holds)
    {
        call.Say(report, lines);
        return holds(report) ? ExitStatus.Well : ExitStatus.Failed;
    }

    private static int List(Call call, string? kind, string? file)
    {
        PartKind? only = kind is null ? null : KindOf(kind);
        NamedTorch.Load(call.Around);
        var all = ForeignCode.Quietly(() => file is null
            ? new PartsDescription(null, PartsRegistry.BuiltIn.Parts) { Sources = PartsRegistry.BuiltIn.SourceDescriptions }
            : Plugin.Load(file).Description);
        call.Say(only is { } one ? all with { Parts = [.. all.Of(one)] } : all, Lines);
        return ExitStatus.Well;
    }

    private static PartReport Here(Call call, Wish wish)
    {
        var part = Found(call, wish);
        return ForeignCode.Quietly(() => PartCheck.Run(wish.Kind, part));
    }

    private static NetworkReport NetworkHere(Call call, Wish wish)
    {
        var part = Found(call, wish);
        return ForeignCode.Quietly(() =>
            NetworkCheck.Run(new NetworkSpec(part.Name) { Parameters = part.Parameters, Plugin = part.Plugin }, wish.Shape));
    }

    private static PartSpec Found(Call call, Wish wish)
    {
        NamedTorch.Load(call.Around);
        var (registry, plugin) = ForeignCode.Quietly(() => wish.File is null ? (PartsRegistry.BuiltIn, null)
            : Plugin.Load(wish.File) is var loaded ? (loaded.Parts, loaded.Ref) : default);
        PartDescription[] known = [.. registry.Of(wish.Kind)];
        var description = Array.Find(known, one => one.Name == wish.Name)
            ?? throw new InvalidInputException(
                $"parts check: {PartsDescription.NoSuch(wish.Kind, wish.Name, [.. known.Select(one => one.Name)])}");
        IntraOpThreads.Set(1); // as a run has
        return new PartSpec(wish.Name)
        {
            Parameters = description.Resolve(SweepFile.Parameters(wish.Kind, call.Sets), wish.Kind.Section()), Plugin = plugin,
        };
    }

    /// <summary>In two processes, one after the other: a network must not change between two starts.</summary>
    private static NetworkReport Twice(Call call, WorkerProgram program, Wish wish)
    {
        var first = Ask(call, program, wish, NetworkFailed);
        if (!first.Holds) return first;
        var second = Ask(call, program, wish, NetworkFailed);
        if (!second.Holds) return second;
        const string Check = "two starts";
        return first with
        {
            Findings = first.Findings.Add(first.FirstWeights == second.FirstWeights
                ? new Finding(Check, true, "equal to the bit")
                : new Finding(Check, false, "the same seed gives other layers or other first weights in another process, so a run could "
                    + "not be resumed. Look for a static Random, a clock, Guid or hash code, or a file that is read.")),
        };
    }

    private static T Ask<T>(Call call, WorkerProgram program, Wish wish, Func<Wish, Finding, T> failed)
        where T : class
    {
        string[] arguments =
        [
            "parts", "check", EnumWords.Of(wish.Kind), wish.Name, "--here", "--json", "--classes",
            FormattableString.Invariant($"{wish.Shape.Classes}"), "--channels",
            FormattableString.Invariant($"{wish.Shape.Channels}"), "--side", FormattableString.Invariant($"{wish.Shape.ImageSide}"),
            .. wish.File is null ? [] : new[] { "--plugin", wish.File }, .. call.Sets.SelectMany(set => new[] { "--set", set }),
        ];
        var answer = ChildProgram.Ask(program, arguments, Longest);
        if (answer.Status is ExitStatus.Well or ExitStatus.Failed && Parse<T>(answer.Output) is { } report) return report;
        if (answer.Status is ExitStatus.WrongInput)
            throw new InvalidInputException(answer.Error.Trim().Replace("actorgaze: ", "", StringComparison.Ordinal));
        // no libtorch: not the part's fault
        if (answer.Status is ExitStatus.Prevented && Told(answer.Error) is { } told) throw new PreventedException(told);
        var text = answer.Status is null
            ? $"its code does not come to an end: nothing was told within {Longest.TotalMinutes:0} minutes. Look for a loop or a lock that "
                + "never ends."
            : ReasonText.Of($"its code ended the process with status {answer.Status}:",
                answer.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(12));
        return failed(wish, new Finding("process", false, text));
    }

    /// <summary>What the program itself said among what the part's code may have written; null where it said nothing.</summary>
    private static string? Told(string error) =>
        error.Split('\n').FirstOrDefault(line => line.StartsWith(Prefix, StringComparison.Ordinal))?[Prefix.Length..].Trim();

    private static PartReport Failed(Wish wish, Finding finding) => new(wish.Kind, wish.Name, [finding]);

    private static NetworkReport NetworkFailed(Wish wish, Finding finding) => new(new NetworkSpec(wish.Name), wish.Shape, [finding]);

    private static T? Parse<T>(string output)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(output, Json.Options);
        }
        catch (JsonException)
        {
            return null; // what it said instead is told
        }
    }

    private static string Kinds() => string.Join(", ", EnumWords.All<PartKind>());

    private static PartKind KindOf(string word) => EnumWords.Known<PartKind>(word)
        ?? throw new InvalidInputException(
            $"KIND: found '{word}'; allowed: {Kinds()}. The nearest is {Nearest.Of(word, EnumWords.All<PartKind>())}.");

    private static IEnumerable<string> Lines(PartsDescription parts) =>
    [
        .. parts.Plugin is { } plugin ? [$"{plugin.File}", $"SHA-256 {plugin.Sha256}", ""] : Array.Empty<string>(),
        .. PartKinds.All.Where(kind => parts.Of(kind).Any()).SelectMany((kind, at) => parts.Of(kind).SelectMany(Lines)
            .Prepend($"{kind.Key()}").Prepend("").Skip(at == 0 ? 1 : 0)),
        .. parts.Sources.IsEmpty
            ? []
            : parts.Sources.Select(source => $"  {source.Name}   {source.Reason}").Prepend("data.source").Prepend(""),
    ];

    private static IEnumerable<string> Lines(PartDescription part) => part.Parameters
        .Select(
            parameter => $"    {part.Kind.Section()}{parameter.Name} = {parameter.DefaultText}   {parameter.Allowed}. {parameter.Reason}")
        .Prepend($"  {part.Name}   {part.Reason}{(part.Differentiable == false ? " Not differentiable." : "")}");

    private static IEnumerable<string> Lines(PartReport report) => Lines($"{report.Kind.Word()} {report.Part}", report.Findings);

    private static IEnumerable<string> Lines(NetworkReport report) => Lines(
        $"{report.Network}, {report.Shape.Classes} classes, images of "
        + $"{report.Shape.Channels}×{report.Shape.ImageSide}×{report.Shape.ImageSide}", report.Findings);

    private static IEnumerable<string> Lines(string heading, IReadOnlyList<Finding> findings) =>
    [
        heading,
        .. TextTable.Lines(
            [new("check"), new("holds"), new("found")],
            [.. findings.Select(finding => (IReadOnlyList<string>)[finding.Check, finding.Holds ? "yes" : "no", finding.Text])]),
        .. findings.FirstOrDefault(finding => finding.Stack is not null)?.Stack?.Split('\n').Prepend("") ?? [],
    ];

    /// <summary>What is to be checked.</summary>
    private sealed record Wish(PartKind Kind, string Name, string? File, NetworkShape Shape);
}
