using System.CommandLine;
namespace ActorGaze.Tui.Cli;
internal static class ReportVerb { public static Command Make(Surroundings around) => new("report"); }
