using System.CommandLine;
namespace ActorGaze.Tui.Cli;
internal static class ResultsVerb { public static Command Make(Surroundings around) => new("results"); }
