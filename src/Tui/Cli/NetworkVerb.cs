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
/// <c>network list</c> and <c>network check</c>: which networks there are, and whether one keeps the contract. The code of a check runs in
/// processes of its own, twice.
/// </summary>
internal static class NetworkVerb
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    public static Command Make(Surroundings around)
    {
        var plugin = new Option<string?>("--plugin") { Description = "An assembly that brings networks.", HelpName = "FILE" };
        var list = new Command("list", "Lists the networks that the program has, or that an assembly brings, with their parameters.") { plugin };
        list.SetAction(parsed => List(Call.Of(parsed, around), parsed.GetValue(plugin)));
        return new Command("network", "Networks: those that there are, and whether one of your own keeps the contract.") { list, Check(around, plugin) };
    }

    private static Command Check(Surroundings around, Option<string?> plugin)
    {
        var name = new Argument<string>("NAME") { Description = "A network's name. Its parameters: --set network.width=32." };
        var classes = new Option<int>("--classes") { Description = "Scores that it is to give, at least 2.", DefaultValueFactory = _ => 4 };
        var channels = new Option<int>("--channels") { Description = "Of an image: 1 (gray) or 3.", DefaultValueFactory = _ => 1 };
        var side = new Option<int>("--side") { Description = "Of an image, in pixels.", DefaultValueFactory = _ => ImageForm.UsualSide };
        var here = new Option<bool>("--here") { Hidden = true };
        var check = new Command("check", "Builds a network and looks whether it keeps the contract.") { name, plugin, classes, channels, side, here };
        check.SetAction(parsed =>
        {
            var (call, shape) = (Call.Of(parsed, around), new NetworkShape(parsed.GetValue(channels), parsed.GetValue(side), parsed.GetValue(classes)));
            if (shape.Classes < 2) throw new InvalidInputException($"--classes: found {shape.Classes}; allowed: at least 2.");
            if (shape.Channels is not (1 or 3)) throw new InvalidInputException($"--channels: found {shape.Channels}; allowed: 1 or 3.");
            if (!ImageForm.IsSide(shape.ImageSide))
                throw new InvalidInputException($"--side: found {shape.ImageSide}; allowed: a multiple of {ImageForm.SideStep} from {ImageForm.LeastSide} to {ImageForm.MostSide}.");
            var (network, file) = (parsed.GetRequiredValue(name), parsed.GetValue(plugin));
            var report = parsed.GetValue(here) || around.Itself is null ? Here(call, network, file, shape) : Twice(call, around.Itself, network, file, shape);
            call.Say(report, Lines);
            return report.Holds ? ExitStatus.Well : ExitStatus.Failed;
        });
        return check;
    }

    private static int List(Call call, string? file)
    {
        NamedTorch.Load(call.Around);
        call.Say(ForeignCode.Quietly(() => file is null ? new PartsDescription(null, PartsRegistry.BuiltIn.Networks) { Sources = PartsRegistry.BuiltIn.SourceDescriptions } : Plugin.Load(file).Description), Lines);
        return ExitStatus.Well;
    }

    private static NetworkReport Here(Call call, string name, string? file, NetworkShape shape)
    {
        NamedTorch.Load(call.Around);
        var (registry, plugin) = ForeignCode.Quietly(() => file is null ? (PartsRegistry.BuiltIn, null) : Plugin.Load(file) is var loaded ? (loaded.Parts, loaded.Ref) : default);
        var description = registry.Networks.FirstOrDefault(known => known.Name == name)
            ?? throw new InvalidInputException($"network check: {PartsDescription.NoSuch(name, [.. registry.Networks.Select(known => known.Name)])}");
        var network = new NetworkSpec(name) { Parameters = description.Resolve(SweepFile.NetworkParameters(call.Sets), "network."), Plugin = plugin };
        IntraOpThreads.Set(1); // as a run has
        return ForeignCode.Quietly(() => NetworkCheck.Run(network, shape));
    }

    /// <summary>In two processes, one after the other: a network must not change between two starts.</summary>
    private static NetworkReport Twice(Call call, WorkerProgram program, string name, string? file, NetworkShape shape)
    {
        string[] arguments =
        [
            "network", "check", name, "--here", "--json", "--classes", FormattableString.Invariant($"{shape.Classes}"), "--channels",
            FormattableString.Invariant($"{shape.Channels}"), "--side", FormattableString.Invariant($"{shape.ImageSide}"), .. file is null ? [] : new[] { "--plugin", file }, .. call.Sets.SelectMany(set => new[] { "--set", set }),
        ];
        var first = Ask();
        if (!first.Holds) return first;
        var second = Ask();
        if (!second.Holds) return second;
        const string Check = "two starts";
        return first with
        {
            Findings = first.Findings.Add(first.FirstWeights == second.FirstWeights
                ? new NetworkFinding(Check, true, "equal to the bit")
                : new NetworkFinding(Check, false, "the same seed gives other layers or other first weights in another process, so a run could not be resumed. Look for a static Random, a clock, Guid or hash code, or a file that is read.")),
        };

        NetworkReport Ask()
        {
            var answer = ChildProgram.Ask(program, arguments, Longest);
            if (answer.Status is ExitStatus.Well or ExitStatus.Failed && Parse(answer.Output) is { } report) return report;
            if (answer.Status is ExitStatus.WrongInput) throw new InvalidInputException(answer.Error.Trim().Replace("actorgaze: ", "", StringComparison.Ordinal));
            var text = answer.Status is null
                ? $"its code does not come to an end: nothing was told within {Longest.TotalMinutes:0} minutes. Look for a loop or a lock that never ends."
                : ReasonText.Of($"its code ended the process with status {answer.Status}:", answer.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(12));
            return new NetworkReport(new NetworkSpec(name), shape, [new NetworkFinding("process", false, text)]);
        }
    }

    private static NetworkReport? Parse(string output)
    {
        try
        {
            return JsonSerializer.Deserialize<NetworkReport>(output, Json.Options);
        }
        catch (JsonException)
        {
            return null; // what it said instead is told
        }
    }

    private static IEnumerable<string> Lines(PartsDescription parts) =>
    [
        .. parts.Plugin is { } plugin ? [$"{plugin.File}", $"SHA-256 {plugin.Sha256}", ""] : Array.Empty<string>(),
        .. parts.Networks.SelectMany(network => network.Parameters
            .Select(parameter => $"  network.{parameter.Name} = {parameter.DefaultText}   {parameter.Allowed}. {parameter.Reason}")
            .Prepend($"{network.Name}   {network.Reason}")),
        .. parts.Sources.Select(source => $"data.source = {source.Name}   {source.Reason}"),
    ];

    private static IEnumerable<string> Lines(NetworkReport report) =>
    [
        $"{report.Network}, {report.Shape.Classes} classes, images of {report.Shape.Channels}×{report.Shape.ImageSide}×{report.Shape.ImageSide}",
        .. TextTable.Lines(
            [new("check"), new("holds"), new("found")],
            [.. report.Findings.Select(finding => (IReadOnlyList<string>)[finding.Check, finding.Holds ? "yes" : "no", finding.Text])]),
        .. report.Findings.FirstOrDefault(finding => finding.Stack is not null)?.Stack?.Split('\n').Prepend("") ?? [],
    ];
}
