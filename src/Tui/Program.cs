using ActorGaze.Tui.Cli;

var status = await CommandLine.RunAsync(args, Surroundings.OfThisProcess());
await Console.Out.FlushAsync();
await Console.Error.FlushAsync();
Departure.AtOnce(status); // a trainer that hangs was left to itself, and may be in libtorch still
return status;
