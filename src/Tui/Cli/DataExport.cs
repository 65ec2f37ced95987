using System.CommandLine;
using ActorGaze.Actors.Settings;
using ActorGaze.Actors.Workers;
using ActorGaze.Nn;
using ActorGaze.Nn.Data.Sources;
using ActorGaze.Tui.Terminal;

namespace ActorGaze.Tui.Cli;

/// <summary>
/// <c>data export</c>: has the source of an assembly write its images into a folder. The engine starts it, so that no code of an assembly
/// runs in the engine's own process.
/// </summary>
internal static class DataExport
{
    public static Command Make(Surroundings around)
    {
        var place = new Argument<string>("PLACE");
        var plugin = new Option<string>("--plugin") { Required = true };
        var source = new Option<string>("--source") { Required = true };
        var to = new Option<string>("--to") { Required = true };
        var command = new Command("export", "Writes the images of an assembly's source into a folder. The engine uses it.") { place, plugin,
            source, to };
        command.Hidden = true;
        command.SetAction((parsed, cancel) => Task.Run(
            () =>
            {
                var call = Call.Of(parsed, around);
                NamedTorch.Load(around);
                var spec = SweepFile.Data(parsed.GetRequiredValue(place), call.Sets);
                var setup = new SourceSetup(spec.Root) { EvaluateOn = spec.EvaluateOn, Columns = spec.Columns };
                try
                {
                    return ForeignCode.Quietly(() =>
                    {
                        SourceReader.Write(
                            parsed.GetRequiredValue(plugin), parsed.GetRequiredValue(source), setup, parsed.GetRequiredValue(to),
                            (done, total) => around.Out.WriteLine(FormattableString.Invariant($"{done} {total}")), cancel);
                        return ExitStatus.Well;
                    });
                }
                catch (BrokenPartException e)
                {
                    around.Error.WriteLine($"actorgaze: {e.Message}");
                    around.Error.WriteLine(e.CodeStack);
                    return ExitStatus.Failed; // the engine tells this from what a user has written wrong
                }
            },
            cancel));
        return command;
    }
}
