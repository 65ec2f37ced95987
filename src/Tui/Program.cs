using ActorGaze.Tui.Cli;
using ActorGaze.Tui.Watching;

var around = Surroundings.OfThisProcess();
Signals.BeforeFatal(TerminalScreen.Restore);
AppDomain.CurrentDomain.UnhandledException += (_, _) => TerminalScreen.Restore();
var status = await CommandLine.RunAsync(args, around);
Departure.Leave(around, status); // a trainer that hangs was left to itself, and may be in libtorch still
return status;
