using System.CommandLine;
namespace ActorGaze.Tui.Cli;
internal static class RunVerb { public static Command Make(Surroundings around) => new("run"); }
