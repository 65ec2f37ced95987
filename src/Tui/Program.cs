using ActorGaze.Tui.Cli;

var limits = Limits.OfThisProcess(); // before any library is loaded, for each takes open files and address space
if (limits.Objection(args) is { } objection)
{
    Limits.Tell(objection);
    return ExitStatus.Failed;
}

if (limits.Warning(args) is { } warning) Limits.Tell(warning);
Limits.OutliveFileSize();
var status = await CommandLine.RunAsync(args, Surroundings.OfThisProcess());
await Console.Out.FlushAsync();
await Console.Error.FlushAsync();
Departure.AtOnce(status); // a trainer that hangs was left to itself, and may be in libtorch still
return status;
