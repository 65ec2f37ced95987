using System.CommandLine;
namespace ActorGaze.Tui.Cli;
internal static class DataVerb { public static Command Make(Surroundings around) => new("data"); }
