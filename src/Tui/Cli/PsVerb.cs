using System.CommandLine;
namespace ActorGaze.Tui.Cli;
internal static class PsVerb { public static Command Make(Surroundings around) => new("ps"); }
