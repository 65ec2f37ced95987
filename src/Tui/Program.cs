using ActorGaze.Tui.Cli;

return await CommandLine.RunAsync(args, Surroundings.OfThisProcess());
