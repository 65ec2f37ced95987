using System.CommandLine;
namespace ActorGaze.Tui.Cli;
internal static class ShowVerb { public static Command Make(Surroundings around) => new("show"); }
