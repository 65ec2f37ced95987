using ActorGaze.Actors.Workers;
using ActorGaze.Tui.Cli;
using ActorGaze.Tui.Terminal;
using ActorGaze.Tui.Watching;

var limits = Limits.OfThisProcess(); // before any library is loaded, for each takes open files and address space
if (limits.Objection(args) is { } objection)
{
    Limits.Tell(objection);
    return ExitStatus.Prevented;
}

if (limits.Warning(args) is { } warning) Limits.Tell(warning);
Limits.OutliveFileSize();
var around = Surroundings.OfThisProcess() with { Worker = WorkerVerb.Program, Itself = WorkerVerb.Itself,
    Plugins = new PluginReader(WorkerVerb.Itself) };
Signals.BeforeFatal(TerminalScreen.Restore);
AppDomain.CurrentDomain.UnhandledException += (_, _) => TerminalScreen.Restore();
var status = await CommandLine.RunAsync(args, around);
Departure.Leave(around, status); // a trainer that hangs was left to itself, and may be in libtorch still
return status;
